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
    /// What the admin was told of what stops files, by its kind.
    private let told = Mutex<Set<String>>([])

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

    /// Whether the admin has to be told: once of each kind of fault, until files are processed that it had stopped.
    func isNew(_ fault: MediaFault) -> Bool { told.withLock { $0.count < 16 && $0.insert(fault.kind).inserted } }

    func mended() { told.withLock { $0.removeAll() } }
}

extension Services {
    /// A file that brought the server down so often is not tried again.
    private static let mostAttempts: Int64 = 3

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
        var faults: Int64 = 0
        do {
            let begun = try await change { change in try MediaQueries.begin(id, change.connection) }
            guard let begun, let workshop = media else { return }
            faults = begun.faults
            guard begun.attempts <= Services.mostAttempts else { return try await giveUp(id, as: .failed) }
            guard let format = FileFormat(rawValue: begun.format), workshop.isWaiting(id),
                let media = try await self.media(id, of: account)
            else { return try await giveUp(id, as: .unprocessed) }
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
            if faults > 0 { mediaTasks.mended() }
            if !isWanted { try await removeFiles() }
        } catch ServiceError.invalid {
            try? await giveUp(id, as: .failed)
        } catch {
            // The disk, the bucket, a program or the database: ours, so that the attempt is not held against the file.
            let fault = MediaFault("\(error)")
            let pause = MediaFault.pause(after: Int(faults) + 1)
            let isWanted = try? await change { change in
                try MediaQueries.putOff(id, until: change.now + pause, because: fault.reason, change.connection)
            }
            // One that was deleted meanwhile fails because its file is gone.
            guard isWanted != false, mediaTasks.isNew(fault) else { return }
            media?.report("Files cannot be processed now, and are tried again later and later: \(fault.reason)")
        }
    }

    private func giveUp(_ id: Int64, as state: MediaState) async throws {
        try await change { change in try MediaQueries.giveUp(id, as: state, change.connection) }
        media?.forget(id)
    }

    /// Goes on with what was being processed when the server stopped, and with all that was put off: what was wrong may have
    /// been mended meanwhile.
    public func resumeMedia() async throws { try await process(dueBy: Timestamp(milliseconds: .max)) }

    /// Goes on with what is not processed yet, unless it was put off.
    func retryMedia() async throws { try await process(dueBy: clock.now()) }

    private func process(dueBy moment: Timestamp) async throws {
        guard media != nil else { return }
        let node = node
        for (id, account) in try await database.read({ try MediaQueries.processing(on: node, dueBy: moment, $0) }) {
            process(id, of: account)
        }
    }

    /// Ends what could not be processed for too long. Its owner hears that it was not the file's fault.
    func giveUpPutOffMedia(uploadedBefore moment: Timestamp) async throws {
        let node = node
        let ids = try await change { change in
            try MediaQueries.giveUpPutOff(on: node, uploadedBefore: moment, at: change.now, change.connection)
        }
        for id in ids { media?.forget(id) }
    }

    /// What stops files now, a line for each kind: how many wait, since when, and why.
    public func mediaFaults() async throws -> [String] {
        let waiting = try await database.read { try MediaQueries.faults(limit: 1000, $0) }
        let kinds = Dictionary(grouping: waiting) { MediaFault($0.fault).kind }
        return kinds.values.compactMap { files in
            files.min { $0.since < $1.since }.map { oldest in
                "\(files.count) file\(files.count == 1 ? "" : "s") not processed, the oldest since \(oldest.since.iso8601): \(oldest.fault)"
            }
        }.sorted()
    }
}
