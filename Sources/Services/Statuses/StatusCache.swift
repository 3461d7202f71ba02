// Statuses as they are shown, kept in memory with the bytes made of them.

internal import Basics
internal import Database
public import Domain
internal import Storage
public import Synchronization

/// One status in memory. The counters change in place; an edit makes a new one.
public final class CachedStatus: Sendable {
    public let status: Status
    public let mentions: [Mention]
    public let tags: [String]
    public let application: StatusApplication?
    public let poll: Poll?
    public let media: [MediaAttachment]
    /// Empty for a status of this server.
    public let authorDomain: String
    /// Of the author's server, those that stand in it; empty for a status of this one.
    public let remoteEmojis: [RemoteEmoji]
    /// The client API's bytes of all that is the same for every viewer, made anew when the counters have changed.
    public let rendering = Mutex<Rendering?>(nil)
    private let newestCounters: Mutex<StatusCounters>

    public init(_ details: StatusDetails, remoteEmojis: [RemoteEmoji] = []) {
        self.remoteEmojis = remoteEmojis
        status = details.status
        mentions = details.mentions
        tags = details.tags
        application = details.application
        poll = details.poll
        media = details.media
        authorDomain = details.authorDomain
        newestCounters = Mutex(details.counters)
    }

    public var counters: StatusCounters { newestCounters.withLock { $0 } }

    public func mentions(_ account: Int64) -> Bool { mentions.contains { $0.accountID == account } }

    /// Whether it is for an account whoever else may see it: one that it mentions, or the author of what it quotes, who can
    /// take the consent back.
    public func addresses(_ account: Int64) -> Bool {
        mentions(account) || status.quote.map { $0.state == .accepted && $0.quotedAccountID == account } ?? false
    }

    func take(_ counters: StatusCounters) {
        newestCounters.withLock { if counters.version > $0.version { $0 = counters } }
    }
}

public final class StatusCache: Sendable {
    private let database: Database
    /// Many shards: each change of a counter makes void what is being read of its shard.
    private let cached = ReadThroughCache<Int64, CachedStatus>(capacity: 16_384, shards: 64)

    init(database: Database) { self.database = database }

    public func status(_ id: Int64) async throws -> CachedStatus? { try await statuses([id])[id] }

    /// Those that exist, by id, with what they reblog, what that quotes, and what is quoted in turn: kept ones from memory,
    /// the others in a read for each step.
    public func statuses(_ ids: [Int64]) async throws -> [Int64: CachedStatus] {
        var found: [Int64: CachedStatus] = [:]
        found.reserveCapacity(ids.count * 2)
        try await collect(ids, into: &found)
        try await collect(named(in: found) { $0.status.reblogOfID }, into: &found)
        for _ in 0..<2 { try await collect(named(in: found) { $0.status.quote?.quotedID }, into: &found) }
        return found
    }

    /// What the statuses found name, and is not found yet.
    private func named(in found: [Int64: CachedStatus], _ name: (CachedStatus) -> Int64?) -> [Int64] {
        var ids: [Int64] = []
        for status in found.values {
            if let id = name(status), found[id] == nil { ids.append(id) }
        }
        return ids
    }

    private func collect(_ ids: [Int64], into found: inout [Int64: CachedStatus]) async throws {
        var missing: [(id: Int64, ticket: ReadThroughCache<Int64, CachedStatus>.Ticket)] = []
        for id in ids where found[id] == nil {
            if let status = cached.value(for: id) {
                found[id] = status
            } else {
                missing.append((id, cached.ticket(for: id)))
            }
        }
        guard !missing.isEmpty else { return }
        let wanted = Array(Set(missing.map(\.id)))
        let (read, emojis) = try await database.read { connection in
            let read = try StatusQueries.details(wanted, connection)
            return (read, try RemoteEmojis.used(in: read.map { ($0.status, $0.poll) }, connection))
        }
        for details in read {
            let id = details.status.id
            found[id] = CachedStatus(details, remoteEmojis: emojis[id] ?? [])
        }
        for (id, ticket) in missing {
            if let status = found[id] { cached.store(status, for: id, ticket: ticket) }
        }
    }

    typealias Ticket = ReadThroughCache<Int64, CachedStatus>.Ticket

    /// To be taken inside of the transaction that writes the status, and handed to `keep`.
    func ticket(for id: Int64) -> Ticket { cached.ticket(for: id) }

    /// Keeps what was just written, so that it need not be read again; not, where others have already changed it.
    func keep(_ details: StatusDetails, _ emojis: [RemoteEmoji] = [], _ ticket: Ticket) -> CachedStatus {
        let status = CachedStatus(details, remoteEmojis: emojis)
        cached.store(status, for: details.status.id, ticket: ticket)
        return status
    }

    func forget(_ id: Int64) { cached.invalidate(id) }

    func forget(answersTo id: Int64) { cached.invalidate { $0.status.inReplyToID == id } }

    /// An update, since what is being read at this moment may hold the counters from before.
    func take(_ counters: StatusCounters, of id: Int64) { cached.update(id) { $0.take(counters) } }

    func forgetAll() { cached.invalidateAll() }
}
