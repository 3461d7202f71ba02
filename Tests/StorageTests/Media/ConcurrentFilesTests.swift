// Files of one account that come at the same moment.
import Basics
import Database
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite("Files of one account, at once")
struct ConcurrentFilesTests {
    @Test("two files of one account that come at once do not wait for each other", arguments: [TestEngine.postgres])
    func noDeadlock(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { try StorageFixture.add(accounts: [1], $0) }
            let before = database.statistics
            let (first, second) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let one: Void = database.write { try insert(10, $0, saying: first, hearing: second) }
            async let two: Void = database.write { try insert(11, $0, saying: second, hearing: first) }
            _ = try await (one, two)
            #expect(database.statistics.writes - before.writes == 2)
            #expect(database.statistics.statements - before.statements == 4, "none was run again after a deadlock")
        }
    }

    /// Writes a file, waits until the other has done so too, and looks whether the account is suspended.
    private func insert(
        _ id: Int64,
        _ connection: Connection,
        saying mine: DispatchSemaphore,
        hearing other: DispatchSemaphore
    ) throws {
        let media = MediaAttachment(id: id, accountID: 1, kind: .image, state: .ready)
        try MediaQueries.insert(media, format: "png", node: 1, at: StorageFixture.now, connection)
        mine.signal()
        _ = other.wait(timeout: .now() + 5)
        _ = try AccountQueries.restrictions(of: 1, connection)
    }
}
