// Films, animations and sounds are processed beside the requests, and taken up again after a restart.

internal import Basics
internal import Database
internal import Domain
internal import Media
internal import Storage
internal import Synchronization

/// One file that is being processed by this process.
final class MediaTask: Sendable {
    private let done = Mutex(false)

    var isDone: Bool { done.withLock { $0 } }

    func finish() { done.withLock { $0 = true } }
}

/// What this process is working on.
final class MediaTasks: Sendable {
    private let tasks = Mutex<[Int64: MediaTask]>([:])

    /// The task for a file, and whether it is new.
    func begin(_ id: Int64) -> (task: MediaTask, isNew: Bool) {
        tasks.withLock { tasks in
            if let task = tasks[id] { return (task, false) }
            let task = MediaTask()
            tasks[id] = task
            return (task, true)
        }
    }

    func end(_ id: Int64) {
        tasks.withLock { $0.removeValue(forKey: id) }?.finish()
    }
}

extension Services {
    /// A file that brought the server down so often is not tried again.
    private static let mostAttempts: Int64 = 3
    /// How long faults that are not the file's are no reason to give it up.
    private static let patience = Duration.seconds(86_400)

    /// Begins to process a waiting file, unless that has begun already.
    @discardableResult
    func process(_ id: Int64, of account: Int64) -> MediaTask {
        let (task, isNew) = mediaTasks.begin(id)
        guard isNew else { return task }
        Task {
            await processNow(id, of: account)
            mediaTasks.end(id)
        }
        return task
    }

    private func processNow(_ id: Int64, of account: Int64) async {
        do {
            let begun = try await change { change in try MediaQueries.begin(id, change.connection) }
            guard let begun, let workshop = media else { return }
            guard begun.attempts <= Services.mostAttempts, let format = FileFormat(rawValue: begun.format),
                workshop.isWaiting(id), let media = try await self.media(id, of: account)
            else { return try await giveUp(id) }
            let made = try await self.made(from: workshop.waitingPath(id), format, media)
            let isWanted = try await change { change -> Bool in
                var made = made
                // Described, or given a thumbnail, in the meantime.
                if let now = try MediaQueries.media(id, of: account, change.connection),
                    now.previewPath != media.previewPath
                {
                    try MediaRemovalQueries.note([made.previewPath].compactMap { $0 }, change.connection)
                    made.previewPath = now.previewPath
                    made.blurhash = now.blurhash
                    made.measures.previewSize = now.measures.previewSize
                }
                let isWanted = try MediaQueries.finish(made, change.connection)
                if !isWanted {
                    let paths = [made.path, made.previewPath == media.previewPath ? nil : made.previewPath]
                    try MediaRemovalQueries.note(paths.compactMap { $0 }, change.connection)
                } else {
                    try change.settleNewFiles(of: account)
                }
                return isWanted
            }
            workshop.forget(id)
            if !isWanted { try await removeFiles() }
        } catch ServiceError.invalid {
            try? await giveUp(id)
        } catch {
            // The disk, the bucket, a program or the database: ours, so that the attempt is not held against the file.
            media?.report("A file stays unprocessed until the next upkeep: \(error)")
            try? await change { change in
                try MediaQueries.uncount(id, uploadedAfter: change.now - Services.patience, change.connection)
            }
        }
    }

    private func giveUp(_ id: Int64) async throws {
        try await change { change in try MediaQueries.fail(id, change.connection) }
        media?.forget(id)
    }

    /// Goes on with what was being processed when the server stopped.
    public func resumeMedia() async throws {
        guard media != nil else { return }
        let node = node
        for (id, account) in try await database.read({ try MediaQueries.processing(on: node, $0) }) {
            process(id, of: account)
        }
    }
}
