// SQL of statuses that are to be posted later.

public import Basics
public import Database
public import Domain

/// A status for later as stored; the draft is JSON that Services alone reads.
public struct ScheduledRow: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var scheduledAt: Timestamp
    public var draft: String
    public var idempotencyKey: String?
    public var createdAt: Timestamp

    public init(
        id: Int64,
        accountID: Int64,
        scheduledAt: Timestamp,
        draft: String,
        idempotencyKey: String?,
        createdAt: Timestamp
    ) {
        self.id = id
        self.accountID = accountID
        self.scheduledAt = scheduledAt
        self.draft = draft
        self.idempotencyKey = idempotencyKey
        self.createdAt = createdAt
    }
}

public enum ScheduledQueries {
    private static let columns = "id, account_id, scheduled_at, draft, idempotency_key, created_at"
    private static let insert = SQL(
        """
        INSERT INTO scheduled_statuses (\(columns)) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        """
    )
    private static let one = SQL("SELECT \(columns) FROM scheduled_statuses WHERE id = $1 AND held_for IS NULL")
    private static let byKey = SQL(
        "SELECT \(columns) FROM scheduled_statuses WHERE account_id = $1 AND idempotency_key = $2"
    )
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT \(columns) FROM scheduled_statuses WHERE account_id = $1 AND held_for IS NULL AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let count = SQL(
        "SELECT COUNT(*) FROM scheduled_statuses WHERE account_id = $1 AND held_for IS NULL"
    )
    private static let countBetween = SQL(
        """
        SELECT COUNT(*) FROM scheduled_statuses
        WHERE account_id = $1 AND held_for IS NULL AND scheduled_at >= $2 AND scheduled_at < $3 AND id <> $4
        """
    )
    private static let overdue = SQL(
        """
        SELECT \(columns) FROM scheduled_statuses WHERE account_id = $1 AND held_for IS NULL AND scheduled_at <= $2
        ORDER BY scheduled_at
        """
    )
    private static let move = SQL("UPDATE scheduled_statuses SET scheduled_at = $1 WHERE id = $2")
    private static let delete = SQL("DELETE FROM scheduled_statuses WHERE id = $1")

    /// Returns false where the account has one with the same idempotency key.
    public static func insert(_ row: ScheduledRow, _ connection: Connection) throws -> Bool {
        try connection.execute(
            insert,
            .int(row.id),
            .int(row.accountID),
            .int(row.scheduledAt.milliseconds),
            .text(row.draft),
            .text(row.idempotencyKey),
            .int(row.createdAt.milliseconds)
        ) > 0
    }

    public static func scheduled(_ id: Int64, _ connection: Connection) throws -> ScheduledRow? {
        try connection.first(one, .int(id), row: row)
    }

    public static func scheduled(key: String, of account: Int64, _ connection: Connection) throws -> ScheduledRow? {
        try connection.first(byKey, .int(account), .text(key), row: row)
    }

    public static func list(of account: Int64, _ page: PageBounds, _ connection: Connection) throws -> [ScheduledRow] {
        try paged.rows(of: account, page, connection, row: row)
    }

    public static func count(of account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(account)) { $0.int(0) } ?? 0
    }

    /// How many are due from one moment to another, but for one.
    public static func count(
        of account: Int64,
        from start: Timestamp,
        to end: Timestamp,
        except id: Int64,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            countBetween,
            .int(account),
            .int(start.milliseconds),
            .int(end.milliseconds),
            .int(id)
        ) { $0.int(0) } ?? 0
    }

    /// Those whose time has come and that still wait, in the order of their times.
    public static func overdue(of account: Int64, at now: Timestamp, _ connection: Connection) throws -> [ScheduledRow]
    {
        try connection.query(overdue, .int(account), .int(now.milliseconds), row: row)
    }

    public static func move(_ id: Int64, to moment: Timestamp, _ connection: Connection) throws {
        try connection.execute(move, .int(moment.milliseconds), .int(id))
    }

    /// Returns whether it was there: of several who try, one alone has posted it.
    public static func delete(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id)) > 0
    }

    private static func row(_ row: Row) -> ScheduledRow {
        ScheduledRow(
            id: row.int(0),
            accountID: row.int(1),
            scheduledAt: Timestamp(milliseconds: row.int(2)),
            draft: row.text(3),
            idempotencyKey: row.textOrNil(4),
            createdAt: Timestamp(milliseconds: row.int(5))
        )
    }
}
