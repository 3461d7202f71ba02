// Which token stands for whom, kept in memory: asked once a request.

internal import Basics
internal import Crypto
internal import Database
public import Domain
internal import Storage

/// What a valid access token allows.
public struct Grant: Sendable, Equatable {
    public var tokenID: Int64
    public var tokenHash: [UInt8]
    public var appID: Int64
    public var scopes: Scopes
    /// The login behind the token; nil for a token of the app alone.
    public var user: User?
    public var accountID: Int64? { user?.accountID }
    public var isSuspended: Bool
    /// The person has hidden their account for a time.
    public var isDeactivated = false
}

public final class GrantCache: Sendable {
    private let database: Database
    private let cached = ReadThroughCache<[UInt8], Grant>(capacity: 16_384)

    init(database: Database) { self.database = database }

    /// SHA-256 of a secret: what is stored of tokens, codes, sessions and client secrets.
    public static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }

    /// What a bearer token allows; nil for one that is unknown or revoked.
    public func grant(token: String) async throws -> Grant? {
        // Longer than any token of ours: not worth hashing.
        guard token.utf8.count <= 256 else { return nil }
        return try await grant(hash: GrantCache.hash(token))
    }

    /// What a token allows, by the hash of its secret: for those who came with it and are still here.
    public func grant(hash: [UInt8]) async throws -> Grant? {
        if let grant = cached.value(for: hash) { return grant }
        let ticket = cached.ticket(for: hash)
        let grant = try await database.read { connection -> Grant? in
            guard let token = try OAuthQueries.token(hash: hash, connection), let scopes = Scopes(text: token.scopes)
            else {
                return nil
            }
            var grant = Grant(
                tokenID: token.id,
                tokenHash: hash,
                appID: token.appID,
                scopes: scopes,
                isSuspended: false
            )
            if let account = token.accountID {
                guard let user = try UserQueries.user(account, connection) else { return nil }
                grant.user = user
                let details = try AccountQueries.details(account, connection)?.account
                grant.isSuspended = details?.isSuspended ?? true
                grant.isDeactivated = details?.isDeactivated ?? false
            }
            return grant
        }
        // Whoever waits to be let in is looked up each time: another process may do it.
        if let grant, grant.user?.isNewcomer != true {
            cached.store(grant, for: hash, ticket: ticket)
        }
        return grant
    }

    func forget(_ hash: [UInt8]) { cached.invalidate(hash) }

    func forgetAll() { cached.invalidateAll() }
}
