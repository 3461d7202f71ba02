// SQL of timelines: public, tag and account, by index and a page at a time. The home timeline is in `HomeQueries`.

public import Database
public import Domain

public enum TimelineQueries {
    static let columns =
        "s.id, s.account_id, s.visibility, s.in_reply_to_account_id, s.reblog_of_id, r.account_id, s.language, s.is_local"
    static let tables = "statuses s LEFT JOIN statuses r ON r.id = s.reblog_of_id"

    private static let entriesByID = SQL("SELECT \(columns) FROM \(tables) WHERE s.id {in $1}")
    /// A page of a list, by what it shows and in which direction it is read.
    private struct ListPage: Hashable {
        var origin = TimelineOrigin.all
        var onlyMedia = false
        var isAscending: Bool

        var direction: String { isAscending ? "ASC" : "DESC" }

        static func each(_ make: (ListPage) -> SQL) -> [ListPage: SQL] {
            var pages: [ListPage: SQL] = [:]
            for origin in TimelineOrigin.allCases {
                for (onlyMedia, isAscending) in [(false, false), (false, true), (true, false), (true, true)] {
                    let page = ListPage(origin: origin, onlyMedia: onlyMedia, isAscending: isAscending)
                    pages[page] = make(page)
                }
            }
            return pages
        }
    }

    /// For the alias of `statuses`.
    private static func condition(_ origin: TimelineOrigin, _ alias: String = "s") -> String {
        switch origin {
        case .all: ""
        case .local: " AND \(alias).is_local"
        case .remote: " AND NOT \(alias).is_local"
        }
    }
    private static let publicPages = ListPage.each { page in
        SQL(
            """
            SELECT \(columns) FROM \(tables)
            WHERE s.in_public_timeline\(page.onlyMedia ? " AND s.has_media" : "")\(condition(page.origin))
                AND s.id < $1 AND s.id > $2 ORDER BY s.id \(page.direction) LIMIT $3
            """
        )
    }
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
    private static let tagsPages = ListPage.each { page in
        SQL(
            """
            SELECT DISTINCT t.status_id FROM tags g JOIN status_tags t ON t.tag_id = g.id AND t.is_listed
                AND t.status_id {in (}
                    SELECT x.status_id FROM status_tags x\(page.origin == .all ? "" : " JOIN statuses s ON s.id = x.status_id")
                    WHERE x.tag_id = g.id AND x.is_listed\(page.onlyMedia ? " AND x.has_media" : "")
                        AND x.status_id < $1 AND x.status_id > $2\(condition(page.origin))
                        AND (SELECT COUNT(*) FROM status_tags y WHERE y.status_id = x.status_id AND y.tag_id {in $3}) = $4
                        AND NOT EXISTS (SELECT 1 FROM status_tags z WHERE z.status_id = x.status_id AND z.tag_id {in $5})
                    ORDER BY x.status_id \(page.direction) LIMIT $6{)}
            WHERE g.id {in $7} ORDER BY t.status_id \(page.direction) LIMIT $6
            """
        )
    }

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
    public static func publicTimeline(
        _ page: PageBounds,
        from origin: TimelineOrigin = .all,
        onlyMedia: Bool = false,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        let list = ListPage(origin: origin, onlyMedia: onlyMedia, isAscending: page.isAscending)
        guard let sql = publicPages[list] else { return [] }
        return page.newestFirst(
            try connection.query(sql, .int(page.below), .int(page.above), .int(page.limit), row: entry)
        )
    }

    /// Ids of the public statuses with a tag, newest first.
    public static func tag(
        _ tag: Int64,
        onlyMedia: Bool = false,
        _ page: PageBounds,
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
        from origin: TimelineOrigin = .all,
        onlyMedia: Bool = false,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [Int64] {
        let list = ListPage(origin: origin, onlyMedia: onlyMedia, isAscending: page.isAscending)
        guard let sql = tagsPages[list] else { return [] }
        return page.newestFirst(
            try connection.query(
                sql,
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
        _ page: PageBounds,
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
            language: row.textOrNil(6),
            isLocal: row.bool(7)
        )
    }
}
