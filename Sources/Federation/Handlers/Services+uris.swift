// From the ids of others to what is known here.

internal import ActivityPub
internal import Domain
internal import Services

extension Services {
    /// The account of this server with that actor id; nil for all others, and for those who are suspended.
    ///
    /// - Parameter evenSecret: also one that its person has hidden: what ends between two people ends meanwhile, too.
    func localAccount(uri: ObjectID, evenSecret: Bool = false) async throws -> Int64? {
        guard let name = site.localUsername(of: uri.text), let id = try await accounts.id(username: name, domain: ""),
            let account = try await accounts.account(id, evenSecret: evenSecret)?.account, !account.isSuspended
        else { return nil }
        return id
    }

    /// The collection of its followers, as its server names it; who a post is for hangs on it.
    func followersURI(of account: Int64) async throws -> String? {
        try await remoteAccount(account)?.followers
    }

    func featuredURI(of account: Int64) async throws -> String? {
        try await remoteAccount(account)?.featured
    }

    /// Of an account of another server, those followers are counted who are here.
    func hasLocalFollowers(_ account: Int64) async throws -> Bool {
        try await accounts.account(account)?.counters.followers ?? 0 > 0
    }
}
