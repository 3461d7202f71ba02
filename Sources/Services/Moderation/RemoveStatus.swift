// A moderator removes a post: counts and timelines follow as when its author deletes it, and the author is told why.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// Removes a post with its files and lets its author know.
    ///
    /// - Parameter text: a word to the author: the reason.
    /// Throws `ServiceError.notFound`.
    public func removeStatus(_ id: Int64, text: String = "") async throws {
        guard text.unicodeScalars.count <= ModerationOptions.textLimit else {
            throw ServiceError.invalid("Text must have \(ModerationOptions.textLimit) characters or fewer")
        }
        guard let kept = try await statuses.status(id) else { throw ServiceError.notFound }
        try await change { change in
            try StatusQueries.lock(kept.status.reblogOfID ?? id, change.connection)
            guard let status = try StatusQueries.status(id, change.connection) else { throw ServiceError.notFound }
            if status.hasMedia { try change.releaseMedia(of: id, deleting: true) }
            try change.delete(status)
            try change.warn(status.accountID, "delete_statuses", text, about: id)
        }
        try await removeFiles()
    }
}
