// SQL of the timelines of those whom one follows, home and lists: used when a feed is not in memory, or for pages
// further back than it reaches.

public import Database
public import Domain

public enum HomeQueries {
    /// The newest status of each author decides which authors can have a part in the page at all; of those, each one's
    /// newest are taken by index. The cost is bounded by the authors and the page, not by the statuses.
    ///
    /// - Parameter authors: a query of account ids, as `account_id`; `$3` is whose timeline it is.
    private static func candidates(_ authors: String, isAscending: Bool) -> SQL {
        let (edge, order) = isAscending ? ("MIN", "") : ("MAX", " DESC")
        return SQL(
            """
            WITH recent (account_id, edge) AS MATERIALIZED (
                SELECT f.account_id, f.edge FROM (
                    SELECT o.account_id AS account_id, (SELECT \(edge)(x.id) FROM statuses x
                        WHERE x.account_id = o.account_id AND x.id < $1 AND x.id > $2) AS edge
                    FROM (\(authors)) o) f
                WHERE f.edge IS NOT NULL ORDER BY f.edge\(order) LIMIT $4)
            SELECT \(TimelineQueries.columns) FROM recent c JOIN statuses s ON s.id {in (}
                    SELECT x.id FROM statuses x WHERE x.account_id = c.account_id AND x.id < $1 AND x.id > $2
                    ORDER BY x.id\(order) LIMIT $4{)}
                LEFT JOIN statuses r ON r.id = s.reblog_of_id
            ORDER BY s.id\(order) LIMIT $4
            """
        )
    }
    private static let followed = """
        SELECT target_id AS account_id FROM follows WHERE account_id = $3 UNION ALL SELECT CAST($3 AS BIGINT)
        """
    private static let listed = "SELECT account_id FROM list_accounts WHERE list_id = $3"
    private static let down = candidates(followed, isAscending: false)
    private static let up = candidates(followed, isAscending: true)
    private static let listDown = candidates(listed, isAscending: false)
    private static let listUp = candidates(listed, isAscending: true)

    /// The same for the tags that a reader follows.
    private static func tagged(isAscending: Bool) -> SQL {
        let (edge, order) = isAscending ? ("MIN", "") : ("MAX", " DESC")
        return SQL(
            """
            WITH recent (tag_id, edge) AS MATERIALIZED (
                SELECT f.tag_id, f.edge FROM (
                    SELECT g.tag_id AS tag_id, (SELECT \(edge)(x.status_id) FROM status_tags x
                        WHERE x.tag_id = g.tag_id AND x.is_listed AND x.status_id < $1 AND x.status_id > $2) AS edge
                    FROM tag_follows g WHERE g.account_id = $3) f
                WHERE f.edge IS NOT NULL ORDER BY f.edge\(order) LIMIT $4)
            SELECT DISTINCT t.status_id FROM recent c JOIN status_tags t ON t.tag_id = c.tag_id AND t.is_listed
                AND t.status_id {in (}
                    SELECT x.status_id FROM status_tags x WHERE x.tag_id = c.tag_id AND x.is_listed
                        AND x.status_id < $1 AND x.status_id > $2
                    ORDER BY x.status_id\(order) LIMIT $4{)}
            ORDER BY t.status_id\(order) LIMIT $4
            """
        )
    }
    private static let taggedDown = tagged(isAscending: false)
    private static let taggedUp = tagged(isAscending: true)

    /// What those whom a reader follows, and the reader, posted: newest first, before any rule of the home timeline.
    public static func candidates(
        of reader: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        try entries(page.isAscending ? up : down, of: reader, page, connection)
    }

    /// What the members of a list posted: newest first, before any rule of its timeline.
    public static func candidates(
        ofList list: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        try entries(page.isAscending ? listUp : listDown, of: list, page, connection)
    }

    /// What tag timelines show of the tags that a reader follows: newest first, before any rule of the home timeline.
    public static func taggedCandidates(
        of reader: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        let ids = try connection.query(
            page.isAscending ? taggedUp : taggedDown,
            .int(page.below),
            .int(page.above),
            .int(reader),
            .int(page.limit)
        ) { $0.int(0) }
        return try TimelineQueries.entries(ids, connection).sorted { $0.id > $1.id }
    }

    private static func entries(
        _ sql: SQL,
        of owner: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        page.newestFirst(
            try connection.query(
                sql,
                .int(page.below),
                .int(page.above),
                .int(owner),
                .int(page.limit),
                row: TimelineQueries.entry
            )
        )
    }
}
