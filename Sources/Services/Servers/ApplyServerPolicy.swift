// A decision about a server reaches the accounts that are known of it: limited, suspended, and given back.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// Work on the accounts of a domain about which something was decided.
public enum ServerPolicyJob {
    public static let kind = "server-policy"

    static func draft(_ domain: String) -> JobDraft { JobDraft(kind: kind, payload: domain, key: domain) }
}

extension Services {
    /// The handler of `ServerPolicyJob`: brings every account of the domain and of those below it to what holds now. What was
    /// decided about single accounts stays; follows wait while a server is suspended, and are there again afterwards.
    public func applyServerPolicy(to domain: String) async throws {
        try await servers.reload()
        for host in try await database.read({ try RemoteAccountQueries.hosts($0) })
        where HostName.isUnder(domain, host.prefix { $0 != ":" }) {
            let policy = servers.policy(of: host)
            var last: Int64 = 0
            while true {
                let after = last
                let some = try await database.read { connection in
                    try RemoteAccountQueries.accounts(on: host, after: after, limit: 100, connection)
                }
                for account in some { try await apply(policy, to: account) }
                guard let next = some.last else { break }
                last = next
            }
            if policy.isSuspended {
                try await database.write { try DeliveryQueries.giveUp(host: host, error: "suspended", $0) }
            }
        }
    }

    private func apply(_ policy: ServerPolicy, to account: Int64) async throws {
        try await change { change in
            let marks = try RemoteAccountQueries.hostMarks(of: account, change.connection)
            guard let state = try AccountQueries.restrictions(of: account, change.connection) else { return }
            var (silenced, suspended) = marks
            if policy.isSilenced, state.silencedAt == nil {
                silenced = true
                _ = try change.moderate(account, .silence)
            } else if !policy.isSilenced, silenced {
                silenced = false
                _ = try change.moderate(account, .unsilence)
            }
            if policy.isSuspended, state.suspendedAt == nil {
                suspended = true
                _ = try change.moderate(account, .suspend)
            } else if !policy.isSuspended, suspended {
                suspended = false
                _ = try change.moderate(account, .unsuspend)
            }
            try RemoteAccountQueries.setHostMarks(
                silenced: silenced,
                suspended: suspended,
                of: account,
                change.connection
            )
        }
    }
}

extension Services {
    /// How many follows there are between people of this server and of a domain with all below it.
    public func followsAffected(by domain: String) async throws -> Int64 {
        try await database.read { connection in
            try RemoteAccountQueries.hosts(connection).filter { HostName.isUnder(domain, $0.prefix { $0 != ":" }) }
                .reduce(0) { $0 + (try RemoteAccountQueries.followCount(on: $1, connection)) }
        }
    }
}
