// One SQLite connection: opened and configured by GRDB, stepped through SQLite's own C functions.
internal import Foundation
import GRDB
import GRDBSQLite

/// A connection to the SQLite file with its prepared statements.
///
/// Sendable because it is used by one thread at a time: the writer's own thread, or the holder of a lease given out
/// under the mutex of `SQLiteReaders`.
final class SQLiteConnection: @unchecked Sendable {
    let handle: OpaquePointer
    /// Keeps the handle open; GRDB owns its configuration and closes it.
    private let queue: DatabaseQueue
    var cache: StatementCache<SQLiteStatement>
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let rollback: SQLiteStatement

    /// Opens the file; the writer creates it if need be and must come before the first reader.
    init(path: String, tuning: Database.Configuration, readOnly: Bool) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = !tuning.isFilling
        configuration.busyMode = .timeout(5)
        configuration.label = readOnly ? "chorus.reader" : "chorus.writer"
        configuration.journalMode = readOnly || tuning.isFilling ? .default : .wal
        let isNew = Self.isNew(path)
        configuration.prepareDatabase { database in
            if isNew { try database.execute(sql: Self.givesBack) }
            for pragma in Self.pragmas(tuning, readOnly: readOnly) { try database.execute(sql: pragma) }
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            // GRDB checkpoints and sets `synchronous` when it turns WAL on, so ours comes last.
            if !readOnly {
                let isDurable = tuning.durable && !tuning.isFilling
                try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")") }
            }
            guard let handle = queue.inDatabase({ $0.sqliteConnection }) else { throw DatabaseError.closed }
            self.handle = handle
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure.error(code: error.extendedResultCode.rawValue, message: error.message ?? "", sql: nil)
        }
        // GRDB's observers would look at every statement and commit; nothing here observes.
        sqlite3_set_authorizer(handle, nil, nil)
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        cache = StatementCache(limit: tuning.statementLimit)
        begin = try SQLiteStatement(readOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE", handle: handle)
        commit = try SQLiteStatement("COMMIT", handle: handle)
        rollback = try SQLiteStatement("ROLLBACK", handle: handle)
    }

    /// Pages that are free can be given back a few at a time. Of use in a new file alone, and before anything is written into
    /// it (https://sqlite.org/pragma.html#pragma_auto_vacuum).
    private static let givesBack = "PRAGMA auto_vacuum = INCREMENTAL"

    private static func isNew(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    private static func pragmas(_ tuning: Database.Configuration, readOnly: Bool) -> [String] {
        // Indexes of large tables are sorted outside of memory.
        if tuning.isFilling {
            return ["PRAGMA journal_mode = OFF", "PRAGMA cache_size = -64000", "PRAGMA mmap_size = 0"]
        }
        var pragmas = ["PRAGMA temp_store = MEMORY", "PRAGMA mmap_size = 0"]
        if readOnly {
            // Negative: KiB rather than pages. A reader holds what its queries touch; the system's cache holds the rest.
            pragmas.append("PRAGMA cache_size = -2000")
        } else {
            pragmas.append("PRAGMA cache_size = -16000")
            // What is deleted is overwritten with zeros, so that nobody reads it out of the file's free pages.
            pragmas.append("PRAGMA secure_delete = ON")
            // A checkpoint writes each changed page once, however often the log holds it: rarer ones write less.
            pragmas.append("PRAGMA wal_autocheckpoint = \(tuning.checkpointPages)")
            pragmas.append("PRAGMA journal_size_limit = \(64 << 20)")
            if let pages = tuning.maxPageCount { pragmas.append("PRAGMA max_page_count = \(pages)") }
        }
        return pragmas
    }

    /// Whether a transaction is open. SQLite ends one by itself on some errors, such as a full disk
    /// (https://sqlite.org/lang_transaction.html, section 3.1).
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func beginTransaction() throws { try begin.runOnce(on: handle) }
    func commitTransaction() throws { try commit.runOnce(on: handle) }

    /// Ends an open transaction without its changes; if that fails too, the error that led here tells more.
    func rollbackTransaction() {
        if isInTransaction { try? rollback.runOnce(on: handle) }
    }

    private static let truncateLog = SQL("PRAGMA wal_checkpoint(TRUNCATE)")

    /// On a connection of its own, since it is done outside of transactions. False where readers were in its way
    /// (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
    static func emptyLog(path: String) throws -> Bool {
        let connection = try SQLiteConnection(path: path, tuning: .sqlite(path: path), readOnly: false)
        defer { connection.close() }
        // While it waits for readers no writer gets a turn (https://sqlite.org/c3ref/wal_checkpoint_v2.html).
        try connection.runScript("PRAGMA busy_timeout = 100")
        var isEmpty = false
        try connection.run(truncateLog, []) { row in
            isEmpty = row.int(0) == 0
            return true
        }
        return isEmpty
    }

    /// Finalises all statements and closes the file.
    func close() {
        cache.removeAll { $0.finalize() }
        begin.finalize()
        commit.finalize()
        rollback.finalize()
        try? queue.close()
    }
}
