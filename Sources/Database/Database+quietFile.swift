// SQLite's file while nobody writes to it, to be copied.

internal import Foundation

extension Database {
    /// Gives the path of SQLite's file to `body` while nothing writes to it and its log is empty: it alone is the database
    /// then. Nil on PostgreSQL, and where somebody reads what the log holds. `body` may run more than once.
    public func withQuietFile<T: Sendable>(_ body: @escaping @Sendable (String) throws -> T) async throws -> T? {
        guard case .sqlite(let path) = place, try await emptyLog() else { return nil }
        return try await write { _ in
            // Nobody else begins to write now; what was written since the log was emptied is in the log.
            var status = stat()
            guard stat(path + "-wal", &status) != 0 || status.st_size == 0 else { return nil }
            return try body(path)
        }
    }
}
