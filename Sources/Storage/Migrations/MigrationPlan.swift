// What migrating would do, before it does it: read from the scripts themselves, with the rows that are there.

public import Database

/// The migrations that a database lacks.
public struct MigrationPlan: Sendable, Equatable {
    public struct Step: Sendable, Equatable {
        public var name: String
        /// "makes the table a", "makes an index of b (1200 rows)".
        public var works: [String]
        /// A rough guess.
        public var seconds: Double
        /// What it adds to the database.
        public var bytes: Int64
    }

    /// The newest migration that was applied; nil for a database without any.
    public var from: Int64?
    public var steps: [Step]

    /// A guess of a slow disk: a row put into an index, and one that is written anew.
    private static let (indexed, rewritten) = (3e-6, 2e-5)
    private static let (bytesIndexed, bytesRewritten): (Int64, Int64) = (32, 64)

    /// Throws `SchemaError.unknown` where the database has what this program does not know.
    public static func read(_ connection: Connection) throws -> MigrationPlan {
        let tables = Set(try SchemaQueries.tables(connection).map(\.name))
        guard tables.contains("accounts") else {
            return MigrationPlan(from: nil, steps: Migrator.migrations.map { step($0) { _ in 0 } })
        }
        let applied = try Migrator.applied(connection)
        try Migrator.check(applied)
        var counts: [String: Int64] = [:]
        func rows(_ table: String) throws -> Int64 {
            // What is made on the way is empty.
            guard tables.contains(table) else { return 0 }
            if let known = counts[table] { return known }
            let count = try connection.query(text: "SELECT COUNT(*) FROM \"\(table)\"") { $0.int(0) }.first ?? 0
            counts[table] = count
            return count
        }
        return MigrationPlan(
            from: applied.keys.max(),
            steps: try Migrator.migrations.filter { applied[$0.version] == nil }.sorted { $0.version < $1.version }
                .map { try step($0, rows) }
        )
    }

    private static func step(_ migration: Migration, _ rows: (String) throws -> Int64) rethrows -> Step {
        var step = Step(name: migration.name, works: [], seconds: 0.01, bytes: 0)
        for statement in migration.script.split(separator: ";") {
            let words = statement.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
            let keys = words.prefix(6).map { $0.uppercased() }
            func word(after key: String) -> String? {
                keys.firstIndex(of: key).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
            }
            switch keys.first {
            case "CREATE" where keys.contains("INDEX"):
                guard let table = word(after: "ON") else { continue }
                let count = try rows(table)
                step.works.append("makes an index of \(table)\(counted(count))")
                step.seconds += Double(count) * indexed
                step.bytes += count * bytesIndexed
            case "CREATE":
                if let table = word(after: "TABLE") { step.works.append("makes the table \(table)") }
            case "ALTER":
                if let table = word(after: "TABLE") { step.works.append("adds a column to \(table)") }
            case "DROP":
                if words.count > 2 { step.works.append("drops \(words[1].lowercased()) \(words[2])") }
            case "UPDATE" where words.count > 2, "INSERT" where words.count > 2, "DELETE" where words.count > 2:
                // The rows that are read are as many as the largest table named.
                let count = try Set(words).map { try rows($0) }.max() ?? 0
                let table = keys.first == "UPDATE" ? words[1] : words[2]
                step.works.append(
                    "\(keys.first == "DELETE" ? "deletes from" : "writes rows of") \(table)\(counted(count))"
                )
                step.seconds += Double(count) * rewritten
                step.bytes += count * bytesRewritten
            default: continue
            }
        }
        if migration.afterwards != nil {
            let count = try rows("statuses")
            step.works.append("works through what is there")
            step.seconds += Double(count) * rewritten
        }
        return step
    }

    private static func counted(_ rows: Int64) -> String { rows > 0 ? " (\(rows) rows)" : "" }
}
