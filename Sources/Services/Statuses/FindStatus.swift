// A status by its ActivityPub id, wherever it is from.

internal import Database
internal import Domain
internal import Storage

extension Services {
    /// The status or boost with this id; of this server also by the address of its page. Nil where none is known. Whether somebody
    /// may see it is not asked.
    public func status(uri: String) async throws -> CachedStatus? {
        guard let (username, id) = site.local(statusURI: uri) else {
            guard let id = try await database.read({ try StatusQueries.id(uri: uri, $0) }) else { return nil }
            return try await statuses.status(id)
        }
        guard let status = try await statuses.status(id), status.status.isLocal,
            let author = try await accounts.account(status.status.accountID)?.account,
            Username.folded(author.username) == Username.folded(username)
        else { return nil }
        return status
    }
}
