// Reading that takes long: over one snapshot, on a connection and a thread of its own.

internal import Foundation

extension Database {
    /// Runs a closure that reads everything as it was at one moment, for as long as it takes, and in nobody's way.
    ///
    /// Writers go on meanwhile. On SQLite, whose log can then not be emptied, the log grows by what they write; on
    /// PostgreSQL nothing is vacuumed that was deleted since. The thread comes after all others of this process.
    public func snapshot<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
            let thread = Thread { [self] in
                #if os(Linux)
                // Of this thread alone (https://man7.org/linux/man-pages/man2/nice.2.html, "C library/kernel differences").
                _ = nice(10)
                #endif
                continuation.resume(with: Result { try readSnapshot(body) })
            }
            thread.name = "chorus.snapshot"
            thread.start()
        }
    }

    private func readSnapshot<T>(_ body: (Connection) throws -> T) throws -> T {
        counters.read()
        switch place {
        case .sqlite(let path):
            let reader = try SQLiteConnection(path: path, tuning: .sqlite(path: path), readOnly: true)
            defer { reader.close() }
            try reader.beginTransaction()
            defer { reader.rollbackTransaction() }
            let connection = Connection(.sqlite(reader), counters: counters)
            return try connection.use { try body(connection) }
        case .postgres(let url, _):
            let reader = try PostgresConnection(url: url, durable: true, statementLimit: 16)
            defer { reader.close() }
            reader.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let connection = Connection(.postgres(reader), counters: counters)
            return try connection.use { try body(connection) }
        }
    }
}
