// What a status said before it was edited.

internal import Database
public import Domain
internal import Storage

/// All that a status said.
public struct StatusHistory: Sendable {
    /// The first version first, as it is now last.
    public var versions: [StatusEdit]
    /// What any of them shows; read where it was asked for.
    public var media: [MediaAttachment]
}

extension Services {
    /// - Parameter withMedia: also the files that only earlier versions show.
    public func history(of status: CachedStatus, withMedia: Bool = false) async throws -> StatusHistory {
        let id = status.status.id
        return try await database.read { connection in
            let earlier = try StatusQueries.edits(of: id, connection)
            let readsMedia = withMedia && earlier.contains { !$0.media.isEmpty }
            return StatusHistory(
                versions: earlier + [status.version],
                media: readsMedia ? try MediaQueries.all(of: id, connection) : status.media
            )
        }
    }
}
