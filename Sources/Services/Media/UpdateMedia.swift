// Description, focus and small picture of an upload, before it is attached; and taking it back.

internal import Basics
public import Domain
public import Media
internal import Storage

/// What is to be changed of an attachment; nil stays as it is.
public struct MediaChanges: Sendable {
    /// "" for none.
    public var description: String?
    public var focus: FocalPoint?
    public var thumbnail: IncomingFile?

    public init(description: String? = nil, focus: FocalPoint? = nil, thumbnail: IncomingFile? = nil) {
        self.description = description
        self.focus = focus
        self.thumbnail = thumbnail
    }
}

extension Services {
    /// Changes an own attachment that belongs to no status yet.
    public func updateMedia(_ id: Int64, _ changes: MediaChanges, by account: Int64) async throws -> MediaAttachment {
        guard let before = try await media(id, of: account), before.statusID == nil else { throw ServiceError.notFound }
        let description = try changes.description.map { try checked(description: $0) }
        var chosen = before
        if let thumbnail = changes.thumbnail { try await setThumbnail(thumbnail, of: &chosen) }
        let hasThumbnail = changes.thumbnail != nil
        let preview = chosen
        let changed = try await change { change -> MediaAttachment in
            // What waits to be posted was read as it is by a moderator, or by the guard.
            guard var media = try MediaQueries.media([id], of: account, change.connection).first, media.statusID == nil,
                try MediaQueries.reserved(among: [id], change.connection).isEmpty
            else { throw ServiceError.notFound }
            if let description { media.description = description }
            if let focus = changes.focus { media.focus = focus }
            try MediaQueries.describe(media, change.connection)
            if hasThumbnail {
                try MediaRemovalQueries.note([media.previewPath].compactMap { $0 }, change.connection)
                media.takePreview(of: preview)
                try MediaQueries.setPreview(media, change.connection)
                try change.settleNewFiles(of: account)
            }
            return media
        }
        if hasThumbnail { try await removeFiles() }
        return changed
    }

    /// Deletes an own attachment that belongs to no status.
    public func deleteMedia(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard let media = try MediaQueries.media([id], of: account, change.connection).first else {
                throw ServiceError.notFound
            }
            guard media.statusID == nil else {
                throw ServiceError.invalid("Media attachment is currently used by a status")
            }
            try MediaQueries.delete([id], change.connection)
        }
        media?.forget(id)
        try await removeFiles()
    }
}
