// What was deleted is also to be gone from the bytes of the database: SQLite overwrites what it frees, but its log and the
// index of search hold it a while longer.

internal import Database
internal import Domain
internal import Storage
internal import Synchronization

/// Whether anything was deleted since the database was scrubbed.
final class DeletedSince: Sendable {
    /// Nobody knows what was deleted before this process began.
    private let isAny = Mutex(true)

    func handle(_ event: DomainEvent) {
        if event.withdrawn != nil || event.changedAccount != nil { note() }
    }

    func note() { isAny.withLock { $0 = true } }

    func take() -> Bool {
        isAny.withLock { isAny in
            defer { isAny = false }
            return isAny
        }
    }
}

extension Services {
    /// Pages of the index merged in one transaction, and how often at a time: posting goes on between.
    private static let mergedPages = 64
    private static let merges = 200

    /// Takes what was deleted lately out of the index of search and out of the log. A large index takes several calls, and so
    /// does a log that somebody reads meanwhile, as a backup does.
    public func scrubDeleted() async throws {
        guard deletedSince.take() else { return }
        var hasMore = true
        for _ in 0..<Services.merges where hasMore {
            hasMore = try await database.write { try SearchMergeQueries.merge(pages: Services.mergedPages, $0) }
        }
        if hasMore { deletedSince.note() }
        if try await !database.emptyLog() { deletedSince.note() }
    }
}
