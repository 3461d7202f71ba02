// Every query of the outbox, run once: what one account did is taken in its order.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func outbox(_ connection: Connection) throws {
        for (account, text) in [(1, "a"), (2, "b"), (1, "c"), (1, "d")] as [(Int64, String)] {
            try OutboxQueries.insert(text, by: account, at: now, connection)
        }
        #expect(try OutboxQueries.waiting(limit: 10, connection) == 4)
        #expect(try OutboxQueries.isWaiting(for: 1, connection))
        func lease(limit: Int = 10, at moment: Timestamp = now) throws -> [OutboxEntry] {
            try OutboxQueries.lease(limit: limit, until: moment + .seconds(60), now: moment, connection)
        }
        let first = try lease(limit: 1)
        #expect(first.map(\.text) == ["a"] && first.first?.attempts == 1 && first.first?.createdAt == now)
        // While the first of an account is leased, the others of this account wait.
        let other = try lease()
        #expect(other.map(\.text) == ["b"])
        #expect(try lease().isEmpty)
        let (a, b) = (try #require(first.first), try #require(other.first))
        try OutboxQueries.delay(a, until: now + .seconds(3600), connection)
        #expect(try lease(at: now + .seconds(120)).map(\.text) == ["b"])
        // Somebody else has the lease by now.
        #expect(try !OutboxQueries.finish(b, connection))
        let rest = try lease(at: now + .seconds(3600))
        #expect(rest.map(\.text) == ["a", "b", "c", "d"])
        #expect(rest.map(\.attempts) == [2, 3, 1, 1])
        for entry in rest { #expect(try OutboxQueries.finish(entry, connection)) }
        #expect(try OutboxQueries.waiting(limit: 10, connection) == 0)
    }
}
