// What is known of an account as its own server names it.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// Nil for accounts of this server.
    public func remoteAccount(_ id: Int64) async throws -> RemoteAccount? {
        try await database.read { try RemoteAccountQueries.account(id, $0) }
    }
}
