// Uploads that nobody attached go after a day, and so do files that nothing points at.

internal import Basics
internal import Database
internal import Domain
internal import Media
internal import Storage

extension Services {
    /// Forgets old uploads and removes files, a little at a time; goes on with what is unprocessed.
    public func purgeMedia() async throws {
        guard media != nil else { return }
        let before = clock.now() - .seconds(limits.media.looseSeconds)
        try await giveUpPutOffMedia(uploadedBefore: before)
        while true {
            let ids = try await change { change -> [Int64] in
                let ids = try MediaQueries.loose(since: before, limit: 100, change.connection)
                try MediaQueries.delete(ids, change.connection)
                return ids
            }
            for id in ids { media?.forget(id) }
            guard ids.count == 100 else { break }
        }
        try await removeFiles()
        try await resumeMovingFiles()
        try await retryMedia()
    }

    /// Removes files whose rows are gone. What cannot be removed now stays noted.
    func removeFiles() async throws {
        guard let store = media?.store else { return }
        while true {
            let noted = try await database.read { try MediaRemovalQueries.noted(limit: 100, $0) }
            var removed: [Int64] = []
            var failure: (any Error)?
            for (id, path) in noted {
                do {
                    try await store.remove(path)
                    removed.append(id)
                } catch { failure = error }
            }
            if let failure {
                let count = noted.count - removed.count
                media?.report("\(count) of \(noted.count) files stay until the next upkeep: \(failure)")
            }
            guard !removed.isEmpty else { return }
            let done = removed
            try await change { change in try MediaRemovalQueries.done(done, change.connection) }
            guard removed.count == 100 else { return }
        }
    }
}
