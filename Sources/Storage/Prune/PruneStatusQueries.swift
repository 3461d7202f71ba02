// SQL of posts of other servers that nobody here has touched: found a few at a time, in the order of their ids.

public import Database
internal import Domain

public enum PruneStatusQueries {
    private static let page = SQL(
        """
        SELECT id, NOT is_local AND reblog_of_id IS NULL FROM statuses WHERE id > $1 AND id < $2 ORDER BY id LIMIT $3
        """
    )
    /// Boosts go with what they show. A post under a tag, or that answers a call, is counted there and stays.
    private static let untouched = SQL(
        """
        SELECT s.id, s.thread_path, LENGTH(s.content) + LENGTH(s.text) + LENGTH(s.spoiler_text) FROM statuses s
        WHERE s.id {in $1} AND NOT s.is_local AND s.reblog_of_id IS NULL AND s.marks = 0
            AND NOT EXISTS (SELECT 1 FROM favourites x JOIN users u ON u.account_id = x.account_id
                WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM bookmarks x WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM status_pins x WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM statuses x WHERE x.reblog_of_id = s.id AND (x.is_local OR x.id >= $2))
            AND NOT EXISTS (SELECT 1 FROM statuses x WHERE x.quote_of_id = s.id AND (x.is_local OR x.id >= $2))
            AND NOT EXISTS (SELECT 1 FROM status_mentions x JOIN users u ON u.account_id = x.account_id
                WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM notifications x WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM status_tags x WHERE x.status_id = s.id AND x.is_listed)
            AND NOT EXISTS (SELECT 1 FROM call_posts x WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM calls x WHERE x.id = s.id)
            AND NOT EXISTS (SELECT 1 FROM polls p JOIN poll_votes x ON x.poll_id = p.id
                JOIN users u ON u.account_id = x.account_id WHERE p.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM filter_statuses x WHERE x.status_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM report_statuses x WHERE x.status_id = s.id)
            AND (s.id < $3 OR NOT EXISTS (SELECT 1 FROM follows x JOIN users u ON u.account_id = x.account_id
                WHERE x.target_id = s.account_id))
        ORDER BY s.id
        """
    )
    private static let talkedHere = SQL(
        """
        SELECT 1 FROM statuses s WHERE s.thread_path > $1 AND s.thread_path < $2 AND s.is_local
        UNION ALL SELECT 1 FROM statuses s WHERE s.id = $3 AND s.is_local LIMIT 1
        """
    )

    /// Some statuses in the order of their ids.
    public struct Page: Sendable {
        /// The last one; nil where there is none.
        public var last: Int64?
        /// Original posts of other servers among them.
        public var remote: [Int64]
        public var isLast: Bool
    }

    /// A post that may go, and about how many bytes go with it.
    public struct Untouched: Sendable, Equatable {
        public var id: Int64
        public var bytes: Int64
    }

    /// What a row and its index entries take besides its words.
    private static let bytesOfRow: Int64 = 1000

    public static func page(after: Int64, before: Int64, limit: Int, _ connection: Connection) throws -> Page {
        let rows = try connection.query(page, .int(after), .int(before), .int(Int64(limit))) {
            (id: $0.int(0), isRemote: $0.bool(1))
        }
        return Page(last: rows.last?.id, remote: rows.filter(\.isRemote).map(\.id), isLast: rows.count < limit)
    }

    /// Those of `ids` that nobody of this server has favourited, bookmarked, boosted, quoted, voted in, filtered, reported or been
    /// mentioned or told of, whose thread nobody of this server has spoken in, that no tag or call counts, and that no
    /// boost or quote since `recent` shows.
    ///
    /// - Parameter followed: posts since then of those who are followed here stay as well.
    public static func untouched(
        among ids: [Int64],
        recent: Int64,
        followed: Int64,
        _ connection: Connection
    ) throws -> [Untouched] {
        guard !ids.isEmpty else { return [] }
        let found = try connection.query(untouched, .ids(ids), .int(recent), .int(followed)) { row in
            (Untouched(id: row.int(0), bytes: row.int(2) + bytesOfRow), ThreadPath(bytes: row.blobOrNil(1) ?? []))
        }
        var known: [Int64: Bool] = [:]
        return try found.compactMap { post, path in
            let root = path.ids.first ?? post.id
            if known[root] == nil { known[root] = try isTalkedIn(root, connection) }
            return known[root] == true ? nil : post
        }
    }

    /// Whether somebody of this server speaks in the thread that begins with a status, which may be gone.
    private static func isTalkedIn(_ root: Int64, _ connection: Connection) throws -> Bool {
        let range = ThreadPath().range(of: root)
        return try connection.first(talkedHere, .blob(range.start), .blob(range.end), .int(root)) { _ in true } ?? false
    }
}
