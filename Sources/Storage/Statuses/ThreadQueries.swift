// SQL of threads: what is above a status, and what is below it, a page at a time.

public import Database
public import Domain

public enum ThreadQueries {
    /// Upward by the reply chain; it ends at the first status or where one was deleted.
    private static let ancestors = SQL(
        """
        WITH RECURSIVE above (id, in_reply_to_id, distance) AS (
            SELECT s.id, s.in_reply_to_id, 0 FROM statuses s WHERE s.id = $1
            UNION ALL
            SELECT s.id, s.in_reply_to_id, a.distance + 1 FROM above a JOIN statuses s ON s.id = a.in_reply_to_id
            WHERE a.distance < $2
        )
        SELECT id FROM above WHERE distance > 0 ORDER BY distance DESC
        """
    )
    private static let descendants = SQL(
        """
        SELECT s.id, s.account_id, s.visibility, s.in_reply_to_id, s.thread_path FROM statuses s
        WHERE s.thread_path > $1 AND s.thread_path < $2 ORDER BY s.thread_path LIMIT $3
        """
    )

    /// What has to be known of a reply to place it and to decide who sees it.
    public struct Reply: Sendable {
        public var id: Int64
        public var accountID: Int64
        public var visibility: Visibility
        public var inReplyToID: Int64?
        public var path: ThreadPath
    }

    /// Ids above a status, the first of the thread first.
    public static func ancestors(of status: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(ancestors, .int(status), .int(limit)) { $0.int(0) }
    }

    /// Replies below a status in reading order (depth first, older siblings first).
    ///
    /// - Parameters:
    ///   - after: path of the last reply of the page before, nil for the first page.
    ///   - limit: the most rows read, whatever the size of the thread.
    public static func descendants(
        of status: Status,
        after: ThreadPath?,
        limit: Int,
        _ connection: Connection
    ) throws -> [Reply] {
        let range = status.threadPath.range(of: status.id)
        return try connection.query(
            descendants,
            .blob(after?.bytes ?? range.start),
            .blob(range.end),
            .int(limit)
        ) { row in
            Reply(
                id: row.int(0),
                accountID: row.int(1),
                visibility: Visibility(rawValue: row.int(2)) ?? .direct,
                inReplyToID: row.intOrNil(3),
                path: ThreadPath(bytes: row.blob(4))
            )
        }
    }
}
