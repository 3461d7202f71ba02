// SQL of timelines: public, tag and account, by index and a page at a time. The home timeline is in `HomeQueries`.

public import Database
public import Domain

public enum TimelineQueries {
    static let columns =
        "s.id, s.account_id, s.visibility, s.in_reply_to_account_id, s.reblog_of_id, r.account_id, s.language"
    static let tables = "statuses s LEFT JOIN statuses r ON r.id = s.reblog_of_id"

    private static let entriesByID = SQL("SELECT \(columns) FROM \(tables) WHERE s.id {in $1}")
    private static let publicDown = SQL(
        """
        SELECT \(columns) FROM \(tables)
        WHERE s.in_public_timeline AND s.id < $1 AND s.id > $2 ORDER BY s.id DESC LIMIT $3
        """
    )
    private static func publicMedia(_ direction: String) -> SQL {
        SQL(
            """
            SELECT s.id FROM statuses s WHERE s.in_public_timeline AND s.has_media AND s.id < $1 AND s.id > $2
            ORDER BY s.id \(direction) LIMIT $3
            """
        )
    }
    private static let publicMediaDown = publicMedia("DESC")
    private static let publicMediaUp = publicMedia("ASC")
    private static func tagMedia(_ direction: String) -> SQL {
        SQL(
            """
            SELECT t.status_id FROM status_tags t
            WHERE t.tag_id = $1 AND t.is_listed AND t.has_media AND t.status_id < $2 AND t.status_id > $3
            ORDER BY t.status_id \(direction) LIMIT $4
            """
        )
    }
    private static let tagMediaDown = tagMedia("DESC")
    private static let tagMediaUp = tagMedia("ASC")
    private static let publicUp = SQL(
        """
        SELECT \(columns) FROM \(tables)
        WHERE s.in_public_timeline AND s.id < $1 AND s.id > $2 ORDER BY s.id LIMIT $3
        """
    )
    private static let tagDown = SQL(
        """
        SELECT t.status_id FROM status_tags t
        WHERE t.tag_id = $1 AND t.is_listed AND t.status_id < $2 AND t.status_id > $3 ORDER BY t.status_id DESC LIMIT $4
        """
    )
    private static let tagUp = SQL(
        """
        SELECT t.status_id FROM status_tags t
        WHERE t.tag_id = $1 AND t.is_listed AND t.status_id < $2 AND t.status_id > $3 ORDER BY t.status_id LIMIT $4
        """
    )

    /// Several tags at once: each tag's own page is selected by index, then the pages are joined.
    private static func tags(_ direction: String, onlyMedia: Bool = false) -> SQL {
        SQL(
            """
            SELECT DISTINCT t.status_id FROM tags g JOIN status_tags t ON t.tag_id = g.id AND t.is_listed
                AND t.status_id {in (}
                    SELECT x.status_id FROM status_tags x
                    WHERE x.tag_id = g.id AND x.is_listed\(onlyMedia ? " AND x.has_media" : "")
                        AND x.status_id < $1 AND x.status_id > $2
                        AND (SELECT COUNT(*) FROM status_tags y WHERE y.status_id = x.status_id AND y.tag_id {in $3}) = $4
                        AND NOT EXISTS (SELECT 1 FROM status_tags z WHERE z.status_id = x.status_id AND z.tag_id {in $5})
                    ORDER BY x.status_id \(direction) LIMIT $6{)}
            WHERE g.id {in $7} ORDER BY t.status_id \(direction) LIMIT $6
            """
        )
    }
    private static let tagsDown = tags("DESC")
    private static let tagsUp = tags("ASC")
    private static let tagsMediaDown = tags("DESC", onlyMedia: true)
    private static let tagsMediaUp = tags("ASC", onlyMedia: true)

    private static func account(_ direction: String, onlyMedia: Bool = false) -> SQL {
        SQL(
            """
            SELECT \(columns) FROM \(tables)
            WHERE s.account_id = $1\(onlyMedia ? " AND s.has_media" : "") AND s.id < $2 AND s.id > $3
                AND (s.visibility <= $4 OR EXISTS (
                    SELECT 1 FROM status_mentions m WHERE m.status_id = s.id AND m.account_id = $5))
                AND (CAST($6 AS BOOLEAN) OR s.reblog_of_id IS NULL)
                AND (CAST($7 AS BOOLEAN) OR s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)
                AND (CAST($8 AS BIGINT) = 0 OR EXISTS (
                    SELECT 1 FROM status_tags t WHERE t.status_id = s.id AND t.tag_id = $8))
            ORDER BY s.id \(direction) LIMIT $9
            """
        )
    }
    private static let accountDown = account("DESC")
    private static let accountUp = account("ASC")
    private static let accountMediaDown = account("DESC", onlyMedia: true)
    private static let accountMediaUp = account("ASC", onlyMedia: true)
    private static let pinned = SQL(
        """
        SELECT \(columns) FROM status_pins p JOIN statuses s ON s.id = p.status_id
        LEFT JOIN statuses r ON r.id = s.reblog_of_id
        WHERE p.account_id = $1 AND s.visibility <= $2 ORDER BY p.id DESC LIMIT $3
        """
    )

    /// Entries of statuses by id, in no particular order.
    public static func entries(_ ids: [Int64], _ connection: Connection) throws -> [TimelineEntry] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(entriesByID, .ids(ids), row: entry)
    }

    /// The public timeline, newest first.
    public static func publicTimeline(_ page: PageRequest, _ connection: Connection) throws -> [TimelineEntry] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? publicUp : publicDown,
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: entry
            )
        )
    }

    /// Ids of the statuses of the public timeline that have attachments, newest first.
    public static func publicMedia(_ page: PageRequest, _ connection: Connection) throws -> [Int64] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? publicMediaUp : publicMediaDown,
                .int(page.below),
                .int(page.above),
                .int(page.limit)
            ) { $0.int(0) }
        )
    }

    /// Ids of the public statuses with a tag, newest first.
    public static func tag(
        _ tag: Int64,
        onlyMedia: Bool = false,
        _ page: PageRequest,
        _ connection: Connection
    ) throws -> [Int64] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? (onlyMedia ? tagMediaUp : tagUp) : (onlyMedia ? tagMediaDown : tagDown),
                .int(tag),
                .int(page.below),
                .int(page.above),
                .int(page.limit)
            ) { $0.int(0) }
        )
    }

    /// Ids of the public statuses with one of the tags `any`, each of `all` and none of `none`, newest first.
    public static func tags(
        any: [Int64],
        all: [Int64],
        none: [Int64],
        onlyMedia: Bool = false,
        _ page: PageRequest,
        _ connection: Connection
    ) throws -> [Int64] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? (onlyMedia ? tagsMediaUp : tagsUp) : (onlyMedia ? tagsMediaDown : tagsDown),
                .int(page.below),
                .int(page.above),
                .ids(all),
                .int(all.count),
                .ids(none),
                .int(page.limit),
                .ids(any)
            ) { $0.int(0) }
        )
    }

    /// What narrows the list of one account's statuses.
    public struct AccountFilter: Sendable, Equatable {
        public var includesReblogs = true
        /// Answers to others; those to oneself always stay.
        public var includesReplies = true
        /// Only with this tag.
        public var tag: Int64?
        /// Only with attachments.
        public var onlyMedia: Bool

        public init(
            includesReblogs: Bool = true,
            includesReplies: Bool = true,
            tag: Int64? = nil,
            onlyMedia: Bool = false
        ) {
            self.onlyMedia = onlyMedia
            self.includesReblogs = includesReblogs
            self.includesReplies = includesReplies
            self.tag = tag
        }
    }

    /// Statuses of an account up to a visibility, and those that mention the viewer whatever their visibility.
    public static func account(
        _ account: Int64,
        upTo visibility: Visibility,
        viewer: Int64?,
        filter: AccountFilter,
        _ page: PageRequest,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        page.newestFirst(
            try connection.query(
                page.isAscending
                    ? (filter.onlyMedia ? accountMediaUp : accountUp)
                    : (filter.onlyMedia ? accountMediaDown : accountDown),
                .int(account),
                .int(page.below),
                .int(page.above),
                .int(visibility.rawValue),
                .int(viewer ?? 0),
                .bool(filter.includesReblogs),
                .bool(filter.includesReplies),
                .int(filter.tag ?? 0),
                .int(page.limit),
                row: entry
            )
        )
    }

    /// Pinned statuses, the last pinned first.
    public static func pinned(
        by account: Int64,
        upTo visibility: Visibility,
        limit: Int,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        try connection.query(pinned, .int(account), .int(visibility.rawValue), .int(limit), row: entry)
    }

    static func entry(_ row: Row) -> TimelineEntry {
        TimelineEntry(
            id: row.int(0),
            accountID: row.int(1),
            visibility: Visibility(rawValue: row.int(2)) ?? .direct,
            inReplyToAccountID: row.intOrNil(3),
            reblogOfID: row.intOrNil(4),
            reblogOfAccountID: row.intOrNil(5),
            language: row.textOrNil(6)
        )
    }
}
