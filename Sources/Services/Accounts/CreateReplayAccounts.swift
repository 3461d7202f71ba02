// Synthetic accounts for `chorus replay`: many at once, with a token each and no password that could be used.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// What a synthetic account plays.
public enum ReplayRole: String, Sendable {
    case caller, person, puppet, admin
}

/// A synthetic account with its token, known in this moment only.
public struct ReplayAccount: Sendable, Equatable {
    public let role: ReplayRole
    public let id: Int64
    public let username: String
    public let token: String
}

extension Services {
    /// Accounts of one transaction: a server that runs beside is kept waiting for some milliseconds only.
    static let replayBatch = 500

    /// Makes accounts named `replay_000001` and so on, after those that are there, in batches given to `body`.
    ///
    /// People are as old as up to three years, evenly, and 60 % of them discoverable; puppets are of the last hour.
    public func createReplayAccounts(
        _ parts: [(role: ReplayRole, count: Int)],
        _ body: ([ReplayAccount]) throws -> Void
    ) async throws {
        let first = try await firstFreeReplayNumber()
        var wishes: [ReplayAccountRequest] = []
        for (role, count) in parts {
            for place in 0..<count {
                let number = first + wishes.count
                wishes.append(
                    ReplayAccountRequest(role: role, number: number, share: Double(place) / Double(max(1, count)))
                )
            }
        }
        var rest = wishes[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Services.replayBatch))
            rest = rest.dropFirst(Services.replayBatch)
            try body(try await insert(batch))
        }
    }

    private func insert(_ batch: [ReplayAccountRequest]) async throws -> [ReplayAccount] {
        do {
            return try await insertOnce(batch)
        } catch DatabaseError.constraint {
            // An id was taken: they have 12 random bits beside their time. Others are drawn.
            return try await insertOnce(batch)
        }
    }

    private func insertOnce(_ batch: [ReplayAccountRequest]) async throws -> [ReplayAccount] {
        try await change { change in
            let app =
                try OAuthQueries.app(clientID: CommandLineApp.clientID, change.connection)?.id
                ?? CommandLineApp.insert(change)
            return try batch.map { try $0.insert(change, app: app) }
        }
    }

    /// Names are given without gaps, so the first free one is found by halving.
    private func firstFreeReplayNumber() async throws -> Int {
        try await database.read { connection in
            func isTaken(_ number: Int) throws -> Bool {
                try AccountQueries.id(username: ReplayAccountRequest.username(number), domain: "", connection) != nil
            }
            var (free, taken) = (1, 0)
            while try isTaken(free) { (taken, free) = (free, free * 2) }
            while free - taken > 1 {
                let middle = (free + taken) / 2
                if try isTaken(middle) { taken = middle } else { free = middle }
            }
            return free
        }
    }
}

/// One account to be made.
private struct ReplayAccountRequest: Sendable {
    let role: ReplayRole
    let number: Int
    /// Place among those of its role, in 0..<1.
    let share: Double

    static func username(_ number: Int) -> String {
        let digits = String(number)
        return "replay_" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private func createdAt(_ now: Timestamp) -> Timestamp {
        let (span, newest): (Int64, Int64) = role == .puppet ? (3_600_000, 60_000) : (94_608_000_000, 2_592_000_000)
        return Timestamp(milliseconds: now.milliseconds - newest - Int64(Double(span - newest) * (1 - share)))
    }

    func insert(_ change: Change, app: Int64) throws -> ReplayAccount {
        let createdAt = createdAt(change.now)
        let username = ReplayAccountRequest.username(number)
        var account = Account(
            // Of node 15, so that a server beside it makes no such id.
            id: Snowflake.least(at: createdAt) | 15 << 12 | Int64.random(in: 0...0xfff),
            username: username,
            createdAt: createdAt
        )
        account.isDiscoverable = role == .person && number % 5 < 3
        let user = User(
            accountID: account.id,
            email: "\(username)@replay.invalid",
            role: role == .admin ? .admin : .user,
            locale: "en",
            confirmedAt: createdAt,
            createdAt: createdAt
        )
        guard let email = EmailAddress.validate(user.email) else { throw ServiceError.notFound }
        try AccountQueries.insert(account, change.connection)
        // No hash of any password: nobody signs in with one.
        try UserQueries.insert(user, email: email, passwordHash: "!", reason: nil, change.connection)
        let scopes = role == .admin ? "read write admin:read admin:write" : "read write"
        let token = try change.issueToken(app: app, account: account.id, scopes: scopes).token
        return ReplayAccount(role: role, id: account.id, username: username, token: token)
    }
}
