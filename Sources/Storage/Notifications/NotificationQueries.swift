// SQL that writes notifications and takes them back. Lists are in NotificationQueries+lists.swift.

public import Basics
public import Database
public import Domain

/// A notification that was deleted, and the group that is smaller by it.
public struct RemovedNotification: Sendable, Equatable {
    public var id: Int64
    public var groupID: Int64?
}

public enum NotificationQueries {
    private static let insert = SQL(
        """
        INSERT INTO notifications (account_id, kind, from_account_id, status_id, created_at, group_id, is_filtered,
            subject_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING id
        """
    )
    private static let insertForSubscribers = SQL(
        """
        INSERT INTO notifications (account_id, kind, from_account_id, status_id, created_at)
        SELECT f.account_id, $1, $2, $3, $4 FROM follows f WHERE f.target_id = $2 AND f.notify
            AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = f.account_id AND m.target_id = $2
                AND m.hides_notifications AND (m.expires_at IS NULL OR m.expires_at > $4))
            AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.status_id = $3 AND n.account_id = f.account_id)
        RETURNING id, account_id
        """
    )
    /// Each account reblogs a status at most once (index `statuses_one_reblog`).
    private static let insertForRebloggers = SQL(
        """
        INSERT INTO notifications (account_id, kind, from_account_id, status_id, created_at)
        SELECT r.account_id, CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
        FROM statuses r JOIN users u ON u.account_id = r.account_id
        WHERE r.reblog_of_id = $3 AND r.account_id <> $2
        RETURNING id, account_id
        """
    )
    private static let dismiss = SQL(
        "DELETE FROM notifications WHERE account_id = $1 AND id {in $2} RETURNING id, group_id"
    )
    private static let dismissGroup = SQL(
        """
        DELETE FROM notifications WHERE id IN (
            SELECT id FROM notifications WHERE group_id = $1 ORDER BY id LIMIT $2)
        RETURNING id, group_id
        """
    )
    private static let clear = SQL(
        """
        DELETE FROM notifications WHERE id IN (SELECT id FROM notifications
            WHERE account_id = $1 AND id <= $2 LIMIT $3)
        RETURNING id, group_id
        """
    )
    private static let withdraw = SQL(
        """
        DELETE FROM notifications WHERE from_account_id = $1 AND account_id = $2 AND kind = $3
            AND (CAST($4 AS BIGINT) = 0 OR status_id = $4)
        RETURNING id, group_id
        """
    )
    private static let byAccount = SQL(
        """
        DELETE FROM notifications WHERE id IN (
            SELECT id FROM notifications WHERE from_account_id = $1 ORDER BY account_id, id LIMIT $2)
        RETURNING id, group_id
        """
    )
    private static let betweenAccounts = SQL(
        "DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2 RETURNING id, group_id"
    )

    /// Returns the id of the notification.
    public static func insert(
        _ kind: NotificationKind,
        for account: Int64,
        from: Int64,
        status: Int64?,
        group: Int64? = nil,
        isFiltered: Bool = false,
        subject: Int64? = nil,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            insert,
            .int(account),
            .int(kind.rawValue),
            .int(from),
            .int(status),
            .int(now.milliseconds),
            .int(group),
            .bool(isFiltered),
            .int(subject)
        ) { $0.int(0) } ?? 0
    }

    /// Tells those who asked to hear of every post of `author`, unless this post has told them something already.
    public static func insertForSubscribers(
        of author: Int64,
        status: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [(id: Int64, account: Int64)] {
        try connection.query(
            insertForSubscribers,
            .int(NotificationKind.status.rawValue),
            .int(author),
            .int(status),
            .int(now.milliseconds)
        ) { ($0.int(0), $0.int(1)) }
    }

    /// Tells the local people who reblogged a status that it was edited.
    public static func insertForRebloggers(
        of status: Int64,
        author: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [(id: Int64, account: Int64)] {
        try connection.query(
            insertForRebloggers,
            .int(NotificationKind.update.rawValue),
            .int(author),
            .int(status),
            .int(now.milliseconds)
        ) { ($0.int(0), $0.int(1)) }
    }

    // MARK: Taking back. What is deleted must be taken out of its group: `NotificationGroupQueries.settle`.

    public static func dismiss(_ ids: [Int64], of account: Int64, _ connection: Connection) throws
        -> [RemovedNotification]
    {
        try connection.query(dismiss, .int(account), .ids(ids), row: removed)
    }

    /// Deletes the oldest of a group, at most `limit`.
    public static func dismissGroup(_ group: Int64, limit: Int, _ connection: Connection) throws
        -> [RemovedNotification]
    {
        try connection.query(dismissGroup, .int(group), .int(limit), row: removed)
    }

    /// Deletes some that are not newer than `newest`, at most `limit`.
    public static func clear(of account: Int64, upTo newest: Int64, limit: Int, _ connection: Connection) throws
        -> [RemovedNotification]
    {
        try connection.query(clear, .int(account), .int(newest), .int(limit), row: removed)
    }

    /// Takes back what told `account` of something that `from` has undone.
    public static func withdraw(
        _ kind: NotificationKind,
        for account: Int64,
        from: Int64,
        status: Int64?,
        _ connection: Connection
    ) throws {
        let removed = try connection.query(
            withdraw,
            .int(from),
            .int(account),
            .int(kind.rawValue),
            .int(status ?? 0),
            row: removed
        )
        try NotificationGroupQueries.settle(removed, connection)
    }

    /// Deletes what `account` was told of `from`, as a block does.
    public static func deleteAll(of account: Int64, from: Int64, _ connection: Connection) throws {
        let removed = try connection.query(betweenAccounts, .int(account), .int(from), row: removed)
        try NotificationGroupQueries.settle(removed, connection)
    }

    /// Deletes some of what anybody was told of `from`, at most `limit`. Returns how many.
    public static func deleteAll(from: Int64, limit: Int, _ connection: Connection) throws -> Int {
        let removed = try connection.query(byAccount, .int(from), .int(limit), row: removed)
        try NotificationGroupQueries.settle(removed, connection)
        return removed.count
    }

    static func removed(_ row: Row) -> RemovedNotification {
        RemovedNotification(id: row.int(0), groupID: row.intOrNil(1))
    }
}
