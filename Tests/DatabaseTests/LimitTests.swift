// What happens at the limits: a full disk, a full queue, a closed database.
import Database
import Foundation
import TestSupport
import Testing

@Suite("Limits")
struct LimitTests {
    @Test("a full disk refuses writes, keeps what was acknowledged, and heals when there is room")
    func fullDisk() async throws {
        try await withNotes(.sqlite, configure: { $0.maxPageCount = 60 }) { database in
            let data = [UInt8](repeating: 7, count: 3_000)
            let kept = await withTaskGroup(of: Int?.self) { group in
                for number in 1...200 {
                    group.addTask {
                        do {
                            try await database.write {
                                _ = try $0.execute(
                                    Note.insertWhole,
                                    .int(number),
                                    .null,
                                    .blob(data),
                                    .bool(true),
                                    .null
                                )
                            }
                            return number
                        } catch DatabaseError.full { return nil } catch {
                            Issue.record(error)
                            return nil
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
            }
            #expect(kept > 10 && kept < 200)
            let total = try await Note.number(in: database)
            #expect(total == Int64(kept))
            guard case .full = database.statistics.lastError else {
                Issue.record("the statistics do not tell")
                return
            }
            try await database.write { _ = try $0.execute(Note.delete, .int(200)) }
            try await database.write {
                _ = try $0.execute(Note.insertWhole, .int(1), .null, .blob(data), .bool(true), .null)
            }
            let left = try await Note.number(in: database)
            #expect(left == 1)
        }
    }

    @Test("a full queue refuses at once, and what it had accepted is done", arguments: TestEngine.available)
    func fullQueue(_ engine: TestEngine) async throws {
        try await withNotes(engine, configure: { $0.queueLimit = 5 }) { database in
            let held = try await HeldWrites(database)
            let writes = (1...4).map { number in
                Task { try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) } }
            }
            while database.statistics.waitingWrites < 5 { try await Task.sleep(for: .milliseconds(5)) }
            let error = await #expect(throws: DatabaseError.self) { try await database.write { _ in } }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            try await held.release()
            for task in writes { try await task.value }
            let total = try await Note.number(in: database)
            #expect(total == 4)
        }
    }

    @Test("closing finishes the writes that wait and refuses later ones", arguments: TestEngine.available)
    func closing(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let writes = (1...300).map { number in
                Task { try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) } }
            }
            try await Task.sleep(for: .milliseconds(3))
            await database.close()
            for task in writes {
                do { try await task.value } catch { #expect(error as? DatabaseError == .closed) }
            }
            await #expect(throws: DatabaseError.closed) { try await database.write { _ in } }
            await #expect(throws: DatabaseError.closed) { try await database.read { _ in } }
            await database.close()
        }
    }

    @Test("what cannot be opened says why")
    func opening() async throws {
        await #expect(throws: DatabaseError.self) {
            try await Database.open(.sqlite(path: "/nonexistent/folder/chorus.sqlite"))
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("chorus-\(UUID()).txt").path
        try String(repeating: "This is no database. ", count: 500).write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = await #expect(throws: DatabaseError.self) { try await Database.open(.sqlite(path: path)) }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
