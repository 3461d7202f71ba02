// Having nothing to do with a whole server.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Blocks a domain: follows and requests with anybody there end both ways, and what was told of them is deleted.
    ///
    /// Throws `.invalid` for what is no domain, and for the domain of this server.
    public func blockDomain(_ written: String, by account: Int64) async throws {
        let domain = try domain(written)
        guard !site.isOwn(domain) else { throw ServiceError.invalid("Domain is this server's own") }
        let most = limits.domainBlocks
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            guard try DomainBlockQueries.insert(domain, by: account, at: change.now, change.connection) else { return }
            guard try DomainBlockQueries.count(by: account, change.connection) <= most else {
                throw ServiceError.invalid("You cannot block more than \(most: most) domains")
            }
            try DomainBlockQueries.deleteNotifications(of: account, from: domain, change.connection)
            change.record(.domainBlockChanged(account: account, domain: domain))
        }
        try await endTies(of: account, on: domain)
    }

    /// Some at a time, so that no transaction is long.
    private func endTies(of account: Int64, on domain: String, atOnce: Int = 100) async throws {
        while true {
            let ended = try await change { change in
                let others = try DomainBlockQueries.tied(to: account, on: domain, limit: atOnce, change.connection)
                guard !others.isEmpty else { return 0 }
                try CounterQueries.lock(others + [account], change.connection)
                let people = try AccountQueries.details(others + [account], change.connection).map(\.account)
                guard let blocker = people.first(where: { $0.id == account }) else { throw ServiceError.notFound }
                for other in people where other.id != account { try change.endTies(of: blocker, with: other) }
                return others.count
            }
            if ended < atOnce { return }
        }
    }

    /// Lifts the block; what it ended does not come back.
    public func unblockDomain(_ written: String, by account: Int64) async throws {
        let domain = try domain(written)
        try await change { change in
            guard try DomainBlockQueries.delete(domain, by: account, change.connection) else { return }
            change.record(.domainBlockChanged(account: account, domain: domain))
        }
    }

    /// What a block of a domain would end: how many there the account follows, and how many follow it.
    public func domainBlockPreview(
        _ written: String,
        for account: Int64
    ) async throws -> (following: Int64, followers: Int64) {
        let domain = try domain(written)
        return try await database.read { try DomainBlockQueries.follows(of: account, on: domain, $0) }
    }

    /// In lower case; only what can stand in an address.
    private func domain(_ written: String) throws -> String {
        guard let domain = AcctAddress.domain(written) else {
            throw ServiceError.invalid("Domain is not a valid domain name")
        }
        return domain
    }
}
