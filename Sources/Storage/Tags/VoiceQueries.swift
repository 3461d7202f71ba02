// SQL of who is shown beside numbers: statuses of people who chose to be found, from a bounded number of the newest.

public import Database

public enum VoiceQueries {
    private static let newest = SQL(
        """
        SELECT v.id FROM (
            SELECT t.status_id AS id FROM status_tags t WHERE t.tag_id = $1 AND t.is_listed
            ORDER BY t.status_id DESC LIMIT $2) v
        JOIN statuses s ON s.id = v.id JOIN accounts a ON a.id = s.account_id
        WHERE a.is_discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL ORDER BY v.id DESC LIMIT $3
        """
    )
    private static let supported = SQL(
        """
        SELECT v.id FROM (
            SELECT t.status_id AS id FROM status_tags t WHERE t.tag_id = $1 AND t.is_listed
            ORDER BY t.status_id DESC LIMIT $2) v
        JOIN status_counters k ON k.status_id = v.id AND k.reblogs_count + k.favourites_count > 0
        JOIN statuses s ON s.id = v.id JOIN accounts a ON a.id = s.account_id
        WHERE a.is_discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        ORDER BY k.reblogs_count + k.favourites_count DESC, v.id DESC LIMIT $3
        """
    )
    private static let lately = SQL(
        """
        SELECT k.status_id, s.account_id, s.created_at, k.reblogs_count + k.favourites_count FROM (
            SELECT r.reblog_of_id AS id FROM (
                SELECT x.reblog_of_id FROM statuses x WHERE x.id > $1 ORDER BY x.id DESC LIMIT $2) r
            WHERE r.reblog_of_id IS NOT NULL
            UNION
            SELECT f.status_id FROM (SELECT y.status_id FROM favourites y ORDER BY y.id DESC LIMIT $2) f) v
        JOIN status_counters k ON k.status_id = v.id JOIN statuses s ON s.id = v.id AND s.visibility = 0 AND s.id > $1
        JOIN accounts a ON a.id = s.account_id
        WHERE a.is_discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        """
    )

    /// The newest statuses with a tag by people who chose to be found, among the `among` newest of all.
    public static func newest(ofTag tag: Int64, among: Int, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(newest, .int(tag), .int(among), .int(limit)) { $0.int(0) }
    }

    /// Those with the most reblogs and favourites.
    public static func supported(ofTag tag: Int64, among: Int, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(supported, .int(tag), .int(among), .int(limit)) { $0.int(0) }
    }

    /// A public status that was reblogged or favourited lately, by somebody who chose to be found.
    public struct Supported: Sendable, Equatable {
        public var id: Int64
        public var accountID: Int64
        /// Milliseconds since 1970.
        public var createdAt: Int64
        /// Reblogs and favourites.
        public var support: Int64
    }

    /// Among the newest `among` reblogs and as many favourites: statuses with ids above `after`, in no particular order.
    public static func supportedLately(after: Int64, among: Int, _ connection: Connection) throws -> [Supported] {
        try connection.query(lately, .int(after), .int(among)) { row in
            Supported(id: row.int(0), accountID: row.int(1), createdAt: row.int(2), support: row.int(3))
        }
    }
}
