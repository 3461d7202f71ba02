// Attachments of a status that is written, edited or deleted, in its transaction.

internal import Basics
public import Domain
public import Media
internal import Storage

extension Change {
    /// Looks whether an account may attach these, in this order.
    ///
    /// - Parameter status: whose own attachments may be among them; nil for a new status.
    func attachable(_ ids: [Int64], by account: Int64, status: Int64? = nil) throws -> [MediaAttachment] {
        guard !ids.isEmpty else { return [] }
        let media = try MediaQueries.media(ids, of: account, connection)
        let reserved = try MediaQueries.reserved(among: ids, connection)
        let free = media.filter { media in
            (media.statusID == nil || media.statusID == status) && !reserved.contains(media.id)
        }
        guard free.count == ids.count else {
            let known = Set(free.map(\.id))
            let missing = ids.filter { !known.contains($0) }.map(String.init).joined(separator: ", ")
            throw ServiceError.invalid("Media \(text: String(missing)) not found or already attached to another post")
        }
        if let problem = MediaPolicy.problem(of: media) { throw ServiceError.invalid(problem) }
        return media
    }

    /// Puts them under a status; returns them as they are from now on.
    func attach(_ media: [MediaAttachment], to status: Int64) throws -> [MediaAttachment] {
        try MediaQueries.attach(media.map(\.id), to: status, connection)
        return media.enumerated().map { position, media in
            var media = media
            media.statusID = status
            media.position = Int64(position)
            return media
        }
    }

    func media(of details: StatusDetails, _ new: StatusRevision.Media) throws -> [MediaAttachment] {
        switch new {
        case .draft(let draft, let descriptions, let thumbnails):
            try media(of: details, draft, descriptions, thumbnails)
        case .remote(let files): remoteMedia(of: details, files)
        }
    }

    /// What an edit at its origin leaves a status with; files that stay keep their rows.
    private func remoteMedia(of details: StatusDetails, _ files: [RemoteAttachment]) -> [MediaAttachment] {
        files.enumerated().map { position, file in
            var media = MediaAttachment(file, id: ids.next(), by: details.status.accountID)
            if let old = details.media.first(where: { $0.remoteURL == file.url }) {
                let (description, focus) = (media.description, media.focus)
                media = old
                (media.description, media.focus) = (description, focus)
            }
            media.statusID = details.status.id
            media.position = Int64(position)
            return media
        }
    }

    /// What an edit leaves a status with: its attachments in the order of the draft, described anew.
    ///
    /// - Parameters:
    ///   - descriptions: of `draft.mediaEdits`, checked.
    ///   - thumbnails: attachments with another small picture, which is stored already.
    func media(
        of details: StatusDetails,
        _ draft: StatusDraft,
        _ descriptions: [String??],
        _ thumbnails: [MediaAttachment]
    ) throws -> [MediaAttachment] {
        let status = details.status
        var media = try attachable(draft.mediaIDs, by: status.accountID, status: status.id)
        for place in media.indices {
            media[place].statusID = status.id
            media[place].position = Int64(place)
            for (edit, description) in zip(draft.mediaEdits, descriptions) where edit.id == media[place].id {
                if let description { media[place].description = description }
                if let focus = edit.focus { media[place].focus = focus }
            }
            if let chosen = thumbnails.first(where: { $0.id == media[place].id }) {
                media[place].takePreview(of: chosen)
            }
        }
        return media
    }

    /// Writes what an edit changes of the attachments.
    mutating func replaceMedia(_ old: [MediaAttachment], by new: [MediaAttachment], of status: Int64) throws {
        guard old != new else { return }
        var replaced: [String] = []
        for media in new {
            guard let before = old.first(where: { $0.id == media.id }), before.previewPath != media.previewPath
            else { continue }
            replaced += [before.previewPath].compactMap { $0 }
            try MediaQueries.setPreview(media, connection)
        }
        for media in old where !new.contains(where: { $0.id == media.id }) {
            try MediaQueries.hide(media.id, connection)
        }
        for media in new where media.remoteURL != nil && !old.contains(where: { $0.id == media.id }) {
            try MediaQueries.insert(media, format: "", node: 0, at: now, connection)
        }
        if old.map(\.id) != new.map(\.id) { try MediaQueries.attach(new.map(\.id), to: status, connection) }
        for media in new {
            try MediaQueries.describe(media, connection)
        }
        try MediaRemovalQueries.note(replaced, connection)
        if let account = new.first?.accountID, !replaced.isEmpty { try settleNewFiles(of: account) }
    }

    /// What becomes of the attachments of a status that is deleted: they can be posted anew, or go with it.
    func releaseMedia(of status: Int64, deleting: Bool) throws {
        guard deleting else { return try MediaQueries.loosen(from: status, at: now, connection) }
        try MediaQueries.delete(try MediaQueries.all(of: status, connection).map(\.id), connection)
    }
}

/// What an edit of a status says of its attachments; nil stays as it is.
public struct MediaEdit: Sendable, Equatable {
    public var id: Int64
    /// "" for none.
    public var description: String?
    public var focus: FocalPoint?
    /// Another small picture.
    public var thumbnail: IncomingFile?

    public init(
        id: Int64,
        description: String? = nil,
        focus: FocalPoint? = nil,
        thumbnail: IncomingFile? = nil
    ) {
        self.id = id
        self.description = description
        self.focus = focus
        self.thumbnail = thumbnail
    }
}

extension MediaAttachment {
    /// Takes over the small picture of another.
    mutating func takePreview(of other: MediaAttachment) {
        previewPath = other.previewPath
        blurhash = other.blurhash
        measures.previewSize = other.measures.previewSize
    }
}

extension Services {
    /// Makes and stores the small pictures that somebody chose; they belong to nothing yet.
    func thumbnails(_ edits: [MediaEdit], by account: Int64) async throws -> [MediaAttachment] {
        var chosen: [MediaAttachment] = []
        do {
            for edit in edits {
                guard let file = edit.thumbnail, var media = try await media(edit.id, of: account) else { continue }
                try await setThumbnail(file, of: &media)
                chosen.append(media)
            }
        } catch {
            await discard(paths: chosen.compactMap(\.previewPath))
            throw error
        }
        return chosen
    }

    /// A transaction after which small pictures belong to attachments, or are gone.
    func change(
        taking thumbnails: [MediaAttachment],
        _ body: @escaping @Sendable (inout Change) throws -> Void
    ) async throws {
        do { try await change(body) } catch {
            await discard(paths: thumbnails.compactMap(\.previewPath))
            throw error
        }
        if !thumbnails.isEmpty { try await removeFiles() }
    }
}
