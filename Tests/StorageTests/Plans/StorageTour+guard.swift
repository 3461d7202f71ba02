// Held posts, and what somebody was asked about.
import Basics
import Database
import Storage
import Testing

extension StorageTour {
    static func guarding(_ connection: Connection) throws {
        let row = HeldRow(
            id: 160,
            accountID: 1,
            draft: "{}",
            kinds: "phone_number",
            idempotencyKey: "held",
            createdAt: now
        )
        #expect(try HeldQueries.insert(row, connection))
        #expect(try !HeldQueries.insert(row, connection))
        #expect(try HeldQueries.held(160, connection) == row)
        #expect(try HeldQueries.held(key: "held", of: 1, connection) == row)
        for page in [down, up] { #expect(try HeldQueries.list(page, connection) == [row]) }
        #expect(try HeldQueries.list(of: 1, limit: 40, connection) == [row])
        #expect(try ScheduledQueries.scheduled(160, connection) == nil)
        #expect(try !HeldQueries.hold(row, connection))
        #expect(try HeldQueries.delete(160, connection))
        let since = now - .seconds(600)
        #expect(try !GuardNoticeQueries.take("digest", of: 1, after: since, connection))
        try GuardNoticeQueries.insert("old", of: 1, at: since, connection)
        try GuardNoticeQueries.insert("digest", of: 1, at: now, connection)
        try GuardNoticeQueries.forget(before: since, connection)
        #expect(try !GuardNoticeQueries.take("old", of: 1, after: since - .seconds(1), connection))
        #expect(try GuardNoticeQueries.take("digest", of: 1, after: since, connection))
    }
}
