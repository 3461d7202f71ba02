// What was deleted also leaves the write-ahead log.

internal import Foundation

extension Database {
    /// Copies the write-ahead log into the file and empties it: until then the log holds what was deleted lately. Waits
    /// some seconds for readers; nothing happens where they take longer, and on PostgreSQL, whose own vacuuming does this.
    public func emptyLog() async throws {
        guard case .sqlite(let path) = place else { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                continuation.resume(with: Result { try SQLiteConnection.emptyLog(path: path) })
            }
        }
    }
}
