// No query may read a whole table, or sort what an index could give in order, unless it is listed here with a reason.
import Database
import Foundation
import Storage
import TestSupport
import Testing

@Suite("Queries")
struct QueryPlanTests {
    @Test("every query runs on both engines", arguments: TestEngine.available)
    func tour(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in try await database.write { try StorageTour.run($0) } }
    }

    @Test(
        "no text of Storage is missing from the tour",
        .enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres)
    )
    func complete() async throws {
        try await StorageFixture.run(.sqlite) { database in try await database.write { try StorageTour.run($0) } }
        try await StorageFixture.run(.postgres) { database in try await database.write { try StorageTour.run($0) } }
        let sources = URL(filePath: #filePath).appending(path: "../../../../Sources/Storage").standardized
        let made = Set(SQL.all.map { "\($0.file):\($0.line)" })
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            for (index, line) in lines.enumerated() where line.firstRange(of: /(^|[ =])SQL\(/) != nil {
                count += 1
                let place = "Storage/\(file.lastPathComponent):\(index + 1)"
                if !made.contains(place) { Issue.record("\(place) was never run") }
            }
        }
        #expect(count > 100)
    }

    @Test("parameters of every text ascend", arguments: [TestEngine.sqlite])
    func parameters(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in try await database.write { try StorageTour.run($0) } }
        for sql in SQL.all { #expect(sql.parameterProblem == nil, "\(sql.file):\(sql.line)") }
    }

    @Test("no query scans or sorts without need", arguments: TestEngine.available)
    func plans(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            let problems = try await database.write { connection in
                try StorageTour.run(connection)
                var problems: [String] = []
                if engine == .postgres { try connection.executeScript(QueryPlan.postgresSettings) }
                for sql in SQL.all where sql.file.hasPrefix("Storage/") {
                    let steps = try QueryPlan.costlySteps(of: sql, connection)
                        .filter { !PlanException.covers($0, of: sql) }
                    if !steps.isEmpty {
                        problems.append("\(sql.file):\(sql.line)\n\(steps.joined(separator: "\n"))\n\(sql.text)")
                    }
                }
                return problems
            }
            for problem in problems { Issue.record("\(problem)") }
        }
    }
}

/// What an engine says it will do.
enum QueryPlan {
    /// On empty tables PostgreSQL would read whole tables and sort by preference: what remains of it is without choice.
    static let postgresSettings = """
        SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off;
        SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashagg = off;
        SET LOCAL plan_cache_mode = force_generic_plan
        """

    /// Lines of the plan that scan a table or sort.
    static func costlySteps(of sql: SQL, _ connection: Connection) throws -> [String] {
        let text = sql.text(for: connection.engine)
        switch connection.engine {
        case .sqlite:
            // Constants stand for the parameters: the plan does not depend on values (no sqlite_stat4).
            let constant = text.replacing(/\$[0-9]+/, with: "1")
            return try connection.query(SQL("EXPLAIN QUERY PLAN \(constant)")) { $0.text(3) }.filter { step in
                (step.hasPrefix("SCAN") && !step.contains("VIRTUAL TABLE") && !step.contains("CONSTANT ROW"))
                    || step.contains("TEMP B-TREE")
            }
        case .postgres:
            let count = text.matches(of: /\$([0-9]+)/).compactMap { Int($0.1) }.max() ?? 0
            let arguments = count == 0 ? "" : "(\(Array(repeating: "NULL", count: count).joined(separator: ", ")))"
            try connection.executeScript("PREPARE plan AS \(text)")
            let steps = try connection.query(SQL("EXPLAIN EXECUTE plan\(arguments)")) { $0.text(0) }
            try connection.executeScript("DEALLOCATE plan")
            return steps.filter { $0.contains("Seq Scan") || $0.contains("Sort  (") }
        }
    }
}
