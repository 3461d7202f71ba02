// SQL of notifications and markers.

public import Basics
public import Database
public import Domain

public enum NotificationQueries {
    private static let columns = "id, account_id, kind, from_account_id, status_id, created_at"
    private static let wanted = SQL(
        """
        SELECT NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $1 AND target_id = $2)
            AND NOT EXISTS (SELECT 1 FROM mutes WHERE account_id = $1 AND target_id = $2 AND hides_notifications
                AND (expires_at IS NULL OR expires_at > $3))
            AND NOT EXISTS (SELECT 1 FROM thread_mutes WHERE account_id = $1 AND conversation_id = $4)
            AND NOT EXISTS (SELECT 1 FROM accounts a JOIN account_domain_blocks d ON d.account_id = $1
                AND d.domain = a.domain WHERE a.id = $2)
        """
    )
    private static let insert = SQL(
        """
        INSERT INTO notifications (account_id, kind, from_account_id, status_id, created_at) VALUES ($1, $2, $3, $4, $5)
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
    private static func list(_ direction: String) -> SQL {
        SQL(
            """
            SELECT \(columns) FROM notifications WHERE account_id = $1 AND id < $2 AND id > $3 AND kind {in $4}
                AND (CAST($5 AS BIGINT) = 0 OR from_account_id = $5)
            ORDER BY id \(direction) LIMIT $6
            """
        )
    }
    private static let down = list("DESC")
    private static let up = list("ASC")
    private static let one = SQL("SELECT \(columns) FROM notifications WHERE id = $1 AND account_id = $2")
    private static let unread = SQL(
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM notifications WHERE account_id = $1 AND id > $2 AND kind {in $3}
            AND (CAST($4 AS BIGINT) = 0 OR from_account_id = $4) LIMIT $5) x
        """
    )
    private static let dismiss = SQL("DELETE FROM notifications WHERE id = $1 AND account_id = $2")
    private static let clear = SQL("DELETE FROM notifications WHERE account_id = $1")
    private static let withdraw = SQL(
        """
        DELETE FROM notifications WHERE from_account_id = $1 AND account_id = $2 AND kind = $3
            AND (CAST($4 AS BIGINT) = 0 OR status_id = $4)
        """
    )
    private static let betweenAccounts = SQL("DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2")

    /// Does `account` want to hear of what `from` did? `conversation` is 0 where there is none.
    ///
    /// Only people of this server are told; the caller knows that `account` is local.
    public static func wants(
        _ account: Int64,
        from: Int64,
        conversation: Int64,
        now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.first(wanted, .int(account), .int(from), .int(now.milliseconds), .int(conversation)) {
            $0.bool(0)
        } ?? false
    }

    /// Returns the id of the notification.
    public static func insert(
        _ kind: NotificationKind,
        for account: Int64,
        from: Int64,
        status: Int64?,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            insert,
            .int(account),
            .int(kind.rawValue),
            .int(from),
            .int(status),
            .int(now.milliseconds)
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

    /// What narrows a list of notifications.
    public struct Filter: Sendable, Equatable {
        public var kinds: [NotificationKind]
        /// Only from this account.
        public var from: Int64?

        public init(kinds: [NotificationKind] = NotificationKind.allCases, from: Int64? = nil) {
            self.kinds = kinds
            self.from = from
        }
    }

    /// One page, newest first.
    public static func list(
        of account: Int64,
        _ filter: Filter,
        _ page: PageRequest,
        _ connection: Connection
    ) throws -> [NotificationRecord] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(account),
                .int(page.below),
                .int(page.above),
                .ids(filter.kinds.map(\.rawValue)),
                .int(filter.from ?? 0),
                .int(page.limit),
                row: record
            )
        )
    }

    public static func notification(_ id: Int64, of account: Int64, _ connection: Connection) throws
        -> NotificationRecord?
    {
        try connection.first(one, .int(id), .int(account), row: record)
    }

    /// How many are newer than `after`, at most `limit`.
    public static func unreadCount(
        of account: Int64,
        after: Int64,
        _ filter: Filter,
        limit: Int,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            unread,
            .int(account),
            .int(after),
            .ids(filter.kinds.map(\.rawValue)),
            .int(filter.from ?? 0),
            .int(limit)
        ) { $0.int(0) } ?? 0
    }

    /// Returns whether there was one.
    public static func dismiss(_ id: Int64, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(dismiss, .int(id), .int(account)) > 0
    }

    public static func clear(of account: Int64, _ connection: Connection) throws {
        try connection.execute(clear, .int(account))
    }

    /// Takes back what told `account` of something that `from` has undone.
    public static func withdraw(
        _ kind: NotificationKind,
        for account: Int64,
        from: Int64,
        status: Int64?,
        _ connection: Connection
    ) throws {
        try connection.execute(withdraw, .int(from), .int(account), .int(kind.rawValue), .int(status ?? 0))
    }

    /// Deletes what `account` was told of `from`, as a block does.
    public static func deleteAll(of account: Int64, from: Int64, _ connection: Connection) throws {
        try connection.execute(betweenAccounts, .int(account), .int(from))
    }

    private static func record(_ row: Row) -> NotificationRecord {
        NotificationRecord(
            id: row.int(0),
            accountID: row.int(1),
            kind: NotificationKind(rawValue: row.int(2)) ?? .mention,
            fromAccountID: row.int(3),
            statusID: row.intOrNil(4),
            createdAt: Timestamp(milliseconds: row.int(5))
        )
    }
}

/// How far somebody has read a timeline.
public struct Marker: Sendable, Equatable {
    /// `home` or `notifications`.
    public var timeline: String
    public var lastReadID: Int64
    /// Rises with each change.
    public var version: Int64
    public var updatedAt: Timestamp
}

public enum MarkerQueries {
    private static let find = SQL(
        """
        SELECT timeline, last_read_id, version, updated_at FROM markers
        WHERE account_id = $1 AND timeline {in_text $2} ORDER BY timeline
        """
    )
    private static let set = SQL(
        """
        INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 0, $4)
        ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id,
            version = markers.version + 1, updated_at = excluded.updated_at
        RETURNING timeline, last_read_id, version, updated_at
        """
    )

    public static func markers(of account: Int64, timelines: [String], _ connection: Connection) throws -> [Marker] {
        try connection.query(find, .int(account), .texts(timelines), row: marker)
    }

    public static func set(
        _ timeline: String,
        of account: Int64,
        lastReadID: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Marker? {
        try connection.first(
            set,
            .int(account),
            .text(timeline),
            .int(lastReadID),
            .int(now.milliseconds),
            row: marker
        )
    }

    private static func marker(_ row: Row) -> Marker {
        Marker(
            timeline: row.text(0),
            lastReadID: row.int(1),
            version: row.int(2),
            updatedAt: Timestamp(milliseconds: row.int(3))
        )
    }
}
