// Rows to test queries on: people, posts and what lies between them.
import Basics
import Database
import Domain
import Storage
import TestSupport

enum StorageFixture {
    static let now = Timestamp(seconds: 1_508_098_860)

    /// Runs `body` on a migrated database of its own.
    static func run(_ engine: TestEngine, _ body: (Database) async throws -> Void) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }, body)
    }

    static func add(accounts ids: some Sequence<Int64>, _ connection: Connection) throws {
        for id in ids {
            try AccountQueries.insert(Account(id: id, username: "Villager\(id)", createdAt: now), connection)
        }
    }

    static func add(user id: Int64, _ connection: Connection) throws {
        guard let email = EmailAddress.validate("Villager\(id)@Example.com") else { return }
        try UserQueries.insert(
            User(accountID: id, email: email.written, createdAt: now),
            email: email,
            passwordHash: "hash\(id)",
            reason: "to talk",
            connection
        )
    }

    /// A status with its counters; replies stand where they belong in the thread of `parent`.
    @discardableResult
    static func add(
        status id: Int64,
        by account: Int64,
        as visibility: Visibility = .public,
        replyTo parent: Status? = nil,
        reblogOf: Int64? = nil,
        _ connection: Connection
    ) throws -> Status {
        let status = Status(
            id: id,
            accountID: account,
            visibility: visibility,
            inReplyToID: parent?.id,
            inReplyToAccountID: parent?.accountID,
            conversationID: parent?.conversationID ?? id,
            threadPath: parent.map { $0.threadPath.child(id, of: $0.id) } ?? ThreadPath(),
            reblogOfID: reblogOf,
            text: "status \(id)",
            content: "<p>status \(id)</p>",
            language: "en",
            createdAt: now
        )
        try StatusQueries.insert(status, connection)
        if visibility != .direct { _ = try CounterQueries.change(account: account, statuses: 1, connection) }
        if let parent, visibility.isOpen { _ = try CounterQueries.change(status: parent.id, replies: 1, connection) }
        if let reblogOf { _ = try CounterQueries.change(status: reblogOf, reblogs: 1, connection) }
        return status
    }
}
