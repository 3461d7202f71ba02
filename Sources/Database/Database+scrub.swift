// What was deleted also leaves the write-ahead log.

internal import Foundation

extension Database {
    /// Copies the write-ahead log into the file and empties it: until then the log holds what was deleted lately. False where
    /// somebody still reads what it holds, as a backup does for minutes; then it is to be tried again. On PostgreSQL, whose own
    /// vacuuming does this, nothing happens.
    public func emptyLog() async throws -> Bool {
        guard case .sqlite(let path) = place else { return true }
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Bool, any Error>) in
            Thread.detachNewThread {
                continuation.resume(with: Result { try SQLiteConnection.emptyLog(path: path) })
            }
        }
    }
}
