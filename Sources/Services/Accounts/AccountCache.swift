// Accounts as they are shown, kept in memory with the bytes made of them.

internal import Basics
internal import Database
public import Domain
public import Storage
public import Synchronization

/// Bytes that a surface made of something kept, and the version of the counters that are in them.
public struct Rendering: Sendable {
    public var version: Int64
    /// The version of the emoji that are in them.
    public var emojis: Int64
    public var bytes: [UInt8]

    public init(version: Int64, emojis: Int64, bytes: [UInt8]) {
        self.version = version
        self.emojis = emojis
        self.bytes = bytes
    }
}

/// One account in memory. The counters change in place; a change of the rest makes a new one.
public final class CachedAccount: Sendable {
    public let account: Account
    public let role: Role?
    /// The accounts that its note and fields name, by folded address.
    public let named: [AcctAddress: Account]
    /// Of its server, those that stand in its texts; empty for an account of this one.
    public let remoteEmojis: [RemoteEmoji]
    /// What was known then of the account it has moved to.
    public let moved: CachedAccount?
    /// Its person has not been let in yet.
    public let isNewcomer: Bool
    /// There is no such account for anybody but its person and moderators: they have not been let in yet, or have hidden it.
    public var isSecret: Bool { isNewcomer || account.isDeactivated }
    /// The client API's bytes, made anew when the counters have changed.
    public let rendering = Mutex<Rendering?>(nil)
    private let newestCounters: Mutex<AccountCounters>

    public init(
        _ details: AccountDetails,
        named: [AcctAddress: Account] = [:],
        remoteEmojis: [RemoteEmoji] = [],
        moved: CachedAccount? = nil
    ) {
        self.moved = moved
        self.remoteEmojis = remoteEmojis
        account = details.account
        isNewcomer = details.isNewcomer
        role = details.role
        self.named = named
        newestCounters = Mutex(details.counters)
    }

    public var counters: AccountCounters { newestCounters.withLock { $0 } }

    /// Takes the newer of two readings.
    func take(_ counters: AccountCounters) {
        newestCounters.withLock { if counters.version > $0.version { $0 = counters } }
    }
}

public final class AccountCache: Sendable {
    private let database: Database
    /// Of this server.
    private let site: Site
    private let cached = ReadThroughCache<Int64, CachedAccount>(capacity: 16_384, shards: 64)
    private let names = ReadThroughCache<AcctAddress, Int64>(capacity: 16_384)

    init(database: Database, site: Site) {
        self.database = database
        self.site = site
    }

    /// - Parameters:
    ///   - person: who asks; their own account is theirs to see, whatever it is to others.
    ///   - evenSecret: also one that is secret: for moderators.
    public func account(
        _ id: Int64,
        for person: Int64? = nil,
        evenSecret: Bool = false
    ) async throws -> CachedAccount? {
        try await accounts([id], for: person, evenSecret: evenSecret)[id]
    }

    /// Those that exist, by id: kept ones from memory, the others in one read.
    ///
    /// Those that are secret (`CachedAccount.isSecret`) are left out: for everybody else there are no such accounts, and whoever
    /// asks without saying for whom cannot show one by mistake.
    ///
    /// - Parameters:
    ///   - person: who asks; their own account is theirs to see, whatever it is to others.
    ///   - evenNewcomers: also those whose people have not been let in yet: for moderators.
    ///   - evenSecret: also all that are secret: for moderators.
    public func accounts(
        _ ids: [Int64],
        for person: Int64? = nil,
        evenNewcomers: Bool = false,
        evenSecret: Bool = false
    ) async throws -> [Int64: CachedAccount] {
        func isShown(_ account: CachedAccount) -> Bool {
            guard account.isSecret, !evenSecret, account.account.id != person else { return true }
            return evenNewcomers && !account.account.isDeactivated
        }
        var found: [Int64: CachedAccount] = [:]
        found.reserveCapacity(ids.count)
        var missing: [(id: Int64, ticket: ReadThroughCache<Int64, CachedAccount>.Ticket)] = []
        for id in ids where found[id] == nil {
            if let account = cached.value(for: id) {
                if isShown(account) { found[id] = account }
            } else {
                missing.append((id, cached.ticket(for: id)))
            }
        }
        guard !missing.isEmpty else { return found }
        let wanted = Array(Set(missing.map(\.id)))
        let site = site
        let (read, named, emojis, moved) = try await database.read { connection in
            let read = try AccountQueries.details(wanted, connection)
            var texts: [Int64: [String]] = [:]
            for account in read.map(\.account) where !account.isLocal { texts[account.id] = account.texts }
            return (
                read, try AccountCache.named(in: read.map(\.account), on: site, connection),
                try RemoteEmojis.used(in: texts, connection),
                try AccountQueries.details(read.compactMap(\.movedToID), connection)
            )
        }
        var new: [Int64: CachedAccount] = [:]
        for details in read {
            let id = details.account.id
            let target = details.movedToID.flatMap { id in
                moved.first { $0.account.id == id && !$0.account.isDeactivated }
            }
            new[id] = CachedAccount(
                details,
                named: named[id] ?? [:],
                remoteEmojis: emojis[id] ?? [],
                moved: target.map { CachedAccount($0) }
            )
        }
        for (id, ticket) in missing {
            guard let account = new[id] else { continue }
            cached.store(account, for: id, ticket: ticket)
            if isShown(account) { found[id] = account }
        }
        return found
    }

    /// Whom local accounts name in their texts, by account; most name nobody, and cost nothing.
    private static func named(
        in accounts: [Account],
        on site: Site,
        _ connection: Connection
    ) throws -> [Int64: [AcctAddress: Account]] {
        var named: [Int64: [AcctAddress: Account]] = [:]
        for account in accounts where account.isLocal {
            let texts = ([account.note] + account.fields.map(\.value)).filter { $0.utf8.contains(UInt8(ascii: "@")) }
            for address in texts.flatMap({ StatusText.parse($0).mentions }) {
                let domain = address.domain.map { $0.lowercased() } ?? ""
                guard
                    let id = try AccountQueries.id(
                        username: address.username,
                        domain: site.isOwn(domain) ? "" : domain,
                        connection
                    ), let found = try AccountQueries.details(id, connection), !found.account.isHidden,
                    !found.isNewcomer
                else { continue }
                named[account.id, default: [:]][address.folded] = found.account
            }
        }
        return named
    }

    /// Nil also for somebody who has not been let in yet.
    ///
    /// - Parameter domain: empty for this server.
    public func id(username: String, domain: String) async throws -> Int64? {
        let address = AcctAddress(username: Username.folded(username), domain: domain)
        if let id = names.value(for: address) { return id }
        let ticket = names.ticket(for: address)
        guard let id = try await database.read({ try AccountQueries.shownID(username: username, domain: domain, $0) })
        else {
            return nil
        }
        names.store(id, for: address, ticket: ticket)
        return id
    }

    func forget(_ id: Int64) { cached.invalidate(id) }

    /// An update, since what is being read at this moment may hold the counters from before.
    func take(_ counters: AccountCounters, of id: Int64) { cached.update(id) { $0.take(counters) } }

    func forgetAll() { cached.invalidateAll() }
}

extension Account {
    /// All in which emoji may stand.
    public var texts: [String] { [displayName, note] + fields.flatMap { [$0.name, $0.value] } }
}
