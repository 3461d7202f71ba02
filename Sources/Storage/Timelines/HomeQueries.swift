// SQL of the home timeline: used when a reader's feed is not in memory, or for pages further back than it reaches.

public import Database
public import Domain

public enum HomeQueries {
    /// The newest status of each followed account decides which accounts can have a part in the page at all; of those,
    /// each one's newest are taken by index. The cost is bounded by the follows and the page, not by the statuses.
    private static let down = SQL(
        """
        WITH recent (account_id, newest) AS MATERIALIZED (
            SELECT f.account_id, f.newest FROM (
                SELECT o.account_id AS account_id,
                    (SELECT MAX(x.id) FROM statuses x WHERE x.account_id = o.account_id AND x.id < $1 AND x.id > $2) AS newest
                FROM (SELECT target_id AS account_id FROM follows WHERE account_id = $3
                    UNION ALL SELECT CAST($3 AS BIGINT)) o) f
            WHERE f.newest IS NOT NULL ORDER BY f.newest DESC LIMIT $4)
        SELECT \(TimelineQueries.columns) FROM recent c JOIN statuses s ON s.id {in (}
                SELECT x.id FROM statuses x WHERE x.account_id = c.account_id AND x.id < $1 AND x.id > $2
                ORDER BY x.id DESC LIMIT $4{)}
            LEFT JOIN statuses r ON r.id = s.reblog_of_id
        ORDER BY s.id DESC LIMIT $4
        """
    )
    private static let up = SQL(
        """
        WITH recent (account_id, oldest) AS MATERIALIZED (
            SELECT f.account_id, f.oldest FROM (
                SELECT o.account_id AS account_id,
                    (SELECT MIN(x.id) FROM statuses x WHERE x.account_id = o.account_id AND x.id < $1 AND x.id > $2) AS oldest
                FROM (SELECT target_id AS account_id FROM follows WHERE account_id = $3
                    UNION ALL SELECT CAST($3 AS BIGINT)) o) f
            WHERE f.oldest IS NOT NULL ORDER BY f.oldest LIMIT $4)
        SELECT \(TimelineQueries.columns) FROM recent c JOIN statuses s ON s.id {in (}
                SELECT x.id FROM statuses x WHERE x.account_id = c.account_id AND x.id < $1 AND x.id > $2
                ORDER BY x.id LIMIT $4{)}
            LEFT JOIN statuses r ON r.id = s.reblog_of_id
        ORDER BY s.id LIMIT $4
        """
    )

    /// What those whom a reader follows, and the reader, posted: newest first, before any rule of the home timeline.
    public static func candidates(
        of reader: Int64,
        _ page: PageRequest,
        _ connection: Connection
    ) throws -> [TimelineEntry] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(page.below),
                .int(page.above),
                .int(reader),
                .int(page.limit),
                row: TimelineQueries.entry
            )
        )
    }
}
