// What is gone stays gone: a post that its author deleted does not come back by a late or repeated Create.

internal import ActivityPub
public import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// How long deletions of other servers are remembered: longer than anything waits anywhere to be delivered.
    private static let tombstoneLife = Duration.seconds(90 * 86_400)

    /// Forgets the oldest deletions of other servers.
    public func forgetTombstones() async throws {
        let before = clock.now() - Services.tombstoneLife
        while try await change({ try TombstoneQueries.forget(before: before, limit: 1000, $0.connection) }) == 1000 {}
    }

    /// Whether a deletion of what is not here is remembered: a server that says that of everything it can think of has only so
    /// many a day.
    func mayRemember(deletionOf uri: String) -> Bool {
        guard let id = ObjectID(uri) else { return false }
        let key = RateKey.server(HostGroup.name(of: id.origin.host))
        return limiter.check(.tombstones, key, now: clock.now())?.isAllowed ?? true
    }

    /// When a post of an account of this server was deleted that everybody could read; nil for all others.
    public func deletion(ofStatus id: Int64, of account: Int64) async throws -> Timestamp? {
        try await database.read { try TombstoneQueries.deletedAt(own: id, of: account, $0) }
    }

    /// Whether a name was that of an account of this server that is erased.
    public func wasAccount(_ username: String) async throws -> Bool {
        try await database.read { try LoginQueries.isBuried(username, $0) }
    }
}

extension Change {
    /// Throws `ServiceError.notFound` for what its own author has deleted already.
    func requireNotGone(_ origin: StatusOrigin?, by account: Int64) throws {
        guard let origin, try TombstoneQueries.isGone(origin.uri, of: account, connection) else { return }
        throw ServiceError.notFound
    }
}
