// SQL of threads: what is above a status, and what is below it, a page at a time.

public import Database
public import Domain

public enum ThreadQueries {
    /// Upward by the reply chain; it ends at the first status or where one was deleted.
    private static let chain = SQL(
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
        SELECT s.id, s.account_id, s.visibility, s.in_reply_to_id, s.thread_path, s.hidden_by FROM statuses s
        WHERE s.thread_path > $1 AND s.thread_path < $2 ORDER BY s.thread_path LIMIT $3
        """
    )

    private static let existing = SQL("SELECT id FROM statuses WHERE id {in $1}")
    private static let orphan = SQL(
        """
        UPDATE statuses SET in_reply_to_id = NULL
        WHERE thread_path > $1 AND thread_path < $2 AND in_reply_to_id = $3
        """
    )

    /// What has to be known of a reply to place it and to decide who sees it.
    public struct Reply: Sendable {
        public var id: Int64
        public var accountID: Int64
        public var visibility: Visibility
        public var inReplyToID: Int64?
        public var path: ThreadPath
        /// Somebody has hidden it from the thread.
        public var isHidden: Bool
    }

    /// Ids above a status, the first of the thread first: all that are still there, whatever was deleted in between.
    public static func ancestors(of status: Status, limit: Int, _ connection: Connection) throws -> [Int64] {
        let path = status.threadPath
        guard !path.isEmpty else { return [] }
        // A path ends at the greatest depth: what is between is found by the chain alone.
        let below = path.isFull ? try connection.query(chain, .int(status.id), .int(limit)) { $0.int(0) } : []
        let above = path.ids.dropLast().filter { !below.contains($0) }
        let there = Set(try connection.query(existing, .ids(above)) { $0.int(0) })
        return Array((above.filter(there.contains) + below).suffix(limit))
    }

    /// Lets the answers to a status that was deleted answer nothing; their place in the thread stays. Returns whether there
    /// were any.
    public static func orphanReplies(to status: Status, _ connection: Connection) throws -> Bool {
        // Answers to what is at the greatest depth stand beside it.
        var path = status.threadPath
        if path.isFull { path.bytes.removeLast(8) }
        let range = path.range(of: status.id)
        return try connection.execute(orphan, .blob(range.start), .blob(range.end), .int(status.id)) > 0
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
                path: ThreadPath(bytes: row.blob(4)),
                isHidden: !row.isNull(5)
            )
        }
    }
}
