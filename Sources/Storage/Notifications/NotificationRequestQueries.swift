// SQL of requests: who was held back and would be heard. What is held back is counted where it is shown, to a limit.

public import Basics
public import Database
public import Domain

public enum NotificationRequestQueries {
    /// More than this is not counted.
    public static let most = 100

    private static let ask = SQL(
        """
        INSERT INTO notification_requests (account_id, from_account_id, created_at, updated_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (account_id, from_account_id) DO UPDATE SET updated_at = excluded.updated_at
        """
    )
    private static let kinds = NotificationKind.allCases.filter(\.isRequest).map { "\($0.rawValue)" }
        .joined(separator: ", ")
    private static let columns = """
        r.id, r.from_account_id, r.created_at, r.updated_at,
        (SELECT COUNT(*) FROM (SELECT 1 FROM notifications n WHERE n.account_id = r.account_id
            AND n.from_account_id = r.from_account_id AND n.is_filtered AND n.kind IN (\(kinds)) LIMIT \(most)) x),
        (SELECT n.status_id FROM notifications n WHERE n.account_id = r.account_id
            AND n.from_account_id = r.from_account_id AND n.is_filtered AND n.kind IN (\(kinds))
            ORDER BY n.id DESC LIMIT 1)
        """
    private static func list(_ direction: String) -> String {
        """
        SELECT \(columns) FROM notification_requests r WHERE r.account_id = $1 AND r.id < $2 AND r.id > $3
        ORDER BY r.id \(direction) LIMIT $4
        """
    }
    private static let down = SQL(list("DESC"))
    private static let up = SQL(list("ASC"))
    private static let some = SQL(
        "SELECT \(columns) FROM notification_requests r WHERE r.account_id = $1 AND r.id {in $2}"
    )
    private static let end = SQL("DELETE FROM notification_requests WHERE account_id = $1 AND from_account_id = $2")
    private static let held = SQL(
        """
        SELECT id, kind, status_id, created_at FROM notifications
        WHERE account_id = $1 AND from_account_id = $2 AND is_filtered ORDER BY id LIMIT $3
        """
    )
    private static let show = SQL("UPDATE notifications SET is_filtered = FALSE, group_id = $1 WHERE id {in $2}")
    private static let discard = SQL(
        """
        DELETE FROM notifications WHERE id IN (SELECT id FROM notifications
            WHERE account_id = $1 AND from_account_id = $2 AND is_filtered ORDER BY id LIMIT $3)
        RETURNING id
        """
    )

    /// Notes that something of `from` was held back.
    public static func ask(_ account: Int64, from: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(ask, .int(account), .int(from), .int(now.milliseconds))
    }

    /// One page, newest first. Some may be empty by now, since statuses are deleted.
    public static func list(of account: Int64, _ page: PageBounds, _ connection: Connection) throws
        -> [NotificationRequest]
    {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(account),
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: request
            )
        )
    }

    /// Those of `ids` that the account has.
    public static func requests(_ ids: [Int64], of account: Int64, _ connection: Connection) throws
        -> [NotificationRequest]
    {
        try connection.query(some, .int(account), .ids(ids), row: request)
    }

    public static func end(_ account: Int64, from: Int64, _ connection: Connection) throws {
        try connection.execute(end, .int(account), .int(from))
    }

    /// What is held back of `from`, the oldest first: id, kind, status and moment.
    public static func held(
        of account: Int64,
        from: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [NotificationRecord] {
        try connection.query(held, .int(account), .int(from), .int(limit)) { row in
            NotificationRecord(
                id: row.int(0),
                accountID: account,
                kind: NotificationKind(rawValue: row.int(1)) ?? .mention,
                fromAccountID: from,
                statusID: row.intOrNil(2),
                createdAt: Timestamp(milliseconds: row.int(3)),
                isFiltered: true
            )
        }
    }

    /// Shows what was held back.
    public static func show(_ ids: [Int64], in group: Int64?, _ connection: Connection) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(show, .int(group), .ids(ids))
    }

    /// Deletes what was held back, at most `limit`. Returns how many.
    public static func discard(of account: Int64, from: Int64, limit: Int, _ connection: Connection) throws -> Int {
        try connection.query(discard, .int(account), .int(from), .int(limit)) { _ in true }.count
    }

    private static func request(_ row: Row) -> NotificationRequest {
        NotificationRequest(
            id: row.int(0),
            fromAccountID: row.int(1),
            createdAt: Timestamp(milliseconds: row.int(2)),
            updatedAt: Timestamp(milliseconds: row.int(3)),
            count: row.int(4),
            lastStatusID: row.intOrNil(5)
        )
    }
}
