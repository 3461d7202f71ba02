// The PostgreSQL server goes away and comes back: a cluster of the suite's own, stopped and started.
import Database
import Foundation
import TestSupport
import Testing

@Suite("PostgreSQL server", .enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres))
struct PostgresServerTests {
    @Test("connections that the server ended are opened anew without an error")
    func terminatedConnections() async throws {
        try await withNotes(.postgres) { database in
            let others = SQL("SELECT pg_backend_pid()")
            let end = SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND pid <> pg_backend_pid()"
            )
            for round in 0..<5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { try await database.read { _ = try $0.execute(others) } } }
                    try await group.waitForAll()
                }
                try await database.read { _ = try $0.execute(end) }
                for number in 0..<8 {
                    try await database.write { _ = try $0.execute(Note.insert, .int(round * 8 + number), .null) }
                }
            }
            let total = try await Note.number(in: database)
            #expect(total == 40)
        }
    }

    @Test("a write that loses to another is run again")
    func conflicts() async throws {
        try await withNotes(.postgres) { database in
            try await database.write { connection in
                for number in 1...2 {
                    try connection.execute(Note.insertWhole, .int(number), .null, .null, .bool(true), .double(0))
                }
            }
            let add = SQL("UPDATE notes SET weight = weight + 1 WHERE id = $1")
            // Pairs that take the two rows in opposite order end in deadlocks, of which PostgreSQL breaks each after 1 s.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<2 {
                    group.addTask {
                        try await database.write { connection in
                            try connection.execute(add, .int(1 + number))
                            Thread.sleep(forTimeInterval: 0.1)
                            try connection.execute(add, .int(2 - number))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let weights = try await database.read { connection in
                try [1, 2].map { try connection.first(Note.byID, .int($0)) { $0.double(4) } }
            }
            #expect(weights == [2, 2])
        }
    }

    @Test("a server that stops is reported within seconds, and used again when it is back")
    func restart() async throws {
        let directory = "/tmp/chorus-pg-\(ProcessInfo.processInfo.processIdentifier)"
        try await script("start", directory, "--durable")
        do {
            try await leaveAndReturn(directory)
        } catch {
            try? await script("stop", directory)
            throw error
        }
        try await script("stop", directory)
    }

    private func leaveAndReturn(_ directory: String) async throws {
        let url = "postgresql:///postgres?host=\(directory)&user=chorus"
        let database = try await Database.open(.postgres(url: url, connections: 2))
        try await database.write { connection in
            try connection.executeScript(Note.create)
            try connection.execute(Note.insert, .int(1), .null)
        }
        // A short absence is waited for.
        try await script("restart", directory)
        try await database.write { _ = try $0.execute(Note.insert, .int(2), .null) }

        try await script("halt", directory)
        let start = ContinuousClock.now
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { _ = try $0.execute(Note.insert, .int(3), .null) }
        }
        #expect(ContinuousClock.now - start < .seconds(30))
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try await script("boot", directory)
        try await Task.sleep(for: .seconds(1.1))
        try await database.write { _ = try $0.execute(Note.insert, .int(4), .null) }
        let total = try await Note.number(in: database)
        #expect(total == 3)
        await database.close()
    }

    /// Waits as a task: the threads that tests share are few.
    private func script(_ verb: String, _ directory: String, _ options: String...) async throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("scripts/test-postgres")
        process.arguments = [verb, directory] + options
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        try #require(status == 0, "\(verb) \(directory)")
    }
}
