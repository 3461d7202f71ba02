// A session ends.

internal import Database
internal import Storage

extension Services {
    /// Forgets a session; one that is not there is no error.
    public func signOut(_ token: String) async throws {
        let hash = GrantCache.hash(token)
        try await change { try SessionQueries.delete(tokenHash: hash, $0.connection) }
    }
}
