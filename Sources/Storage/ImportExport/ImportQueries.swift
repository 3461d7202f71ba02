// SQL of imports: offered, begun, taken a few lines further, ended, forgotten.

public import Basics
public import Database
public import Domain

public enum ImportQueries {
    private static let columns = """
        id, kind, overwrites, state, file_name, total, misunderstood, reached, failed, created_at
        """
    private static let insert = SQL(
        """
        INSERT INTO imports (account_id, kind, overwrites, state, file_name, total, misunderstood, created_at, content)
        VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8) RETURNING id
        """
    )
    private static let withdraw = SQL("DELETE FROM imports WHERE account_id = $1 AND state = 0")
    private static let find = SQL("SELECT \(columns) FROM imports WHERE id = $1 AND account_id = $2")
    private static let list = SQL(
        "SELECT \(columns) FROM imports WHERE account_id = $1 AND state <> 0 ORDER BY id DESC LIMIT $2"
    )
    private static let isRunning = SQL("SELECT 1 FROM imports WHERE account_id = $1 AND kind = $2 AND state = 1")
    private static let begin = SQL("UPDATE imports SET state = 1 WHERE id = $1 AND account_id = $2 AND state = 0")
    private static let work = SQL(
        """
        SELECT \(columns), account_id, is_cleared, content FROM imports WHERE id = $1 AND state = 1
        """
    )
    private static let cleared = SQL("UPDATE imports SET is_cleared = TRUE WHERE id = $1")
    private static let advance = SQL(
        "UPDATE imports SET reached = $1, failed = failed + $2 WHERE id = $3 AND reached = $4 AND state = 1"
    )
    private static let insertFailure = SQL(
        "INSERT INTO import_failures (import_id, line, fields, reason) VALUES ($1, $2, $3, $4)"
    )
    private static let end = SQL("UPDATE imports SET state = $1, content = '' WHERE id = $2 AND state = 1")
    private static let failures = SQL(
        "SELECT line, fields, reason FROM import_failures WHERE import_id = $1 ORDER BY line"
    )
    private static let forget = SQL(
        """
        DELETE FROM imports WHERE id IN
            (SELECT id FROM imports WHERE created_at < $1 AND state <> 1 ORDER BY created_at LIMIT $2)
        """
    )
    private static let forgetOffered = SQL(
        """
        DELETE FROM imports WHERE id IN
            (SELECT id FROM imports WHERE created_at < $1 AND state = 0 ORDER BY created_at LIMIT $2)
        """
    )

    /// Keeps a file until its owner says yes, in place of another that waited so. Returns the id.
    ///
    /// - Parameter content: the lines as CSV.
    public static func offer(
        _ offered: ImportRecord,
        content: String,
        by account: Int64,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.execute(withdraw, .int(account))
        return try connection.first(
            insert,
            .int(account),
            .text(offered.kind.rawValue),
            .bool(offered.overwrites),
            .text(offered.fileName),
            .int(offered.total),
            .int(offered.misunderstood),
            .int(offered.createdAt.milliseconds),
            .text(content)
        ) { $0.int(0) } ?? 0
    }

    public static func record(_ id: Int64, of account: Int64, _ connection: Connection) throws -> ImportRecord? {
        try connection.first(find, .int(id), .int(account), row: record)
    }

    /// The newest that were begun, the last first.
    public static func begun(by account: Int64, limit: Int, _ connection: Connection) throws -> [ImportRecord] {
        try connection.query(list, .int(account), .int(limit), row: record)
    }

    public static func isRunning(_ kind: ImportKind, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isRunning, .int(account), .text(kind.rawValue)) { _ in true } ?? false
    }

    /// Returns whether it waited to be begun.
    public static func begin(_ id: Int64, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(begin, .int(id), .int(account)) > 0
    }

    /// A running import with all that is needed to go on with it.
    public struct Work: Sendable {
        public var record: ImportRecord
        public var account: Int64
        /// What the file does not hold is gone already.
        public var isCleared: Bool
        public var content: String
    }

    /// Nil where it does not run.
    public static func work(_ id: Int64, _ connection: Connection) throws -> Work? {
        try connection.first(work, .int(id)) { row in
            Work(record: record(row), account: row.int(10), isCleared: row.bool(11), content: row.text(12))
        }
    }

    public static func setCleared(_ id: Int64, _ connection: Connection) throws {
        try connection.execute(cleared, .int(id))
    }

    /// Notes that the lines from `reached` to `next` were looked at. Returns false, and notes nothing, where the import
    /// ended or somebody else has come further.
    public static func advance(
        _ id: Int64,
        from reached: Int64,
        to next: Int64,
        failures: [ImportFailure],
        _ connection: Connection
    ) throws -> Bool {
        let changed = try connection.execute(
            advance,
            .int(next),
            .int(Int64(failures.count)),
            .int(id),
            .int(reached)
        )
        guard changed > 0 else { return false }
        for failure in failures {
            try connection.execute(
                insertFailure,
                .int(id),
                .int(failure.line),
                .text(failure.fields),
                .text(failure.reason)
            )
        }
        return true
    }

    /// Ends a running import, and forgets its lines.
    public static func end(_ id: Int64, as state: ImportState, _ connection: Connection) throws {
        try connection.execute(end, .int(state.rawValue), .int(id))
    }

    /// In the order of the file.
    public static func failures(of id: Int64, _ connection: Connection) throws -> [ImportFailure] {
        try connection.query(failures, .int(id)) { row in
            ImportFailure(line: row.int(0), fields: row.text(1), reason: row.text(2))
        }
    }

    /// Forgets some that do not run: those made before `moment`, and those made before `offeredBefore` of which nobody
    /// said yes.
    public static func forget(
        before moment: Timestamp,
        offeredBefore: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
        try connection.execute(forgetOffered, .int(offeredBefore.milliseconds), .int(limit))
    }

    private static func record(_ row: Row) -> ImportRecord {
        ImportRecord(
            id: row.int(0),
            kind: ImportKind(rawValue: row.text(1)) ?? .bookmarks,
            overwrites: row.bool(2),
            state: ImportState(rawValue: row.int(3)) ?? .stopped,
            fileName: row.text(4),
            total: row.int(5),
            misunderstood: row.int(6),
            reached: row.int(7),
            failed: row.int(8),
            createdAt: Timestamp(milliseconds: row.int(9))
        )
    }
}
