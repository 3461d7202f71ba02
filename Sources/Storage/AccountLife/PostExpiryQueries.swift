// SQL of posts that go when they are old: the wishes, how far each was followed, and the posts that come next.

public import Basics
public import Database
public import Domain

public enum PostExpiryQueries {
    private static let find = SQL(
        "SELECT age_seconds, keeps, least_favourites, least_reblogs FROM post_expiries WHERE account_id = $1"
    )
    private static let set = SQL(
        """
        INSERT INTO post_expiries (account_id, age_seconds, keeps, least_favourites, least_reblogs, next_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id) DO UPDATE SET age_seconds = excluded.age_seconds, keeps = excluded.keeps,
            least_favourites = excluded.least_favourites, least_reblogs = excluded.least_reblogs, reached = 0,
            next_at = excluded.next_at
        """
    )
    private static let delete = SQL("DELETE FROM post_expiries WHERE account_id = $1")
    private static let due = SQL(
        """
        SELECT account_id, age_seconds, keeps, least_favourites, least_reblogs, reached FROM post_expiries
        WHERE next_at <= $1 ORDER BY next_at LIMIT $2 {skiplocked}
        """
    )
    private static let reach = SQL("UPDATE post_expiries SET reached = $1, next_at = $2 WHERE account_id = $3")
    private static let old = SQL(
        """
        SELECT s.id, s.visibility, COALESCE(k.favourites_count, 0), COALESCE(k.reblogs_count, 0),
            EXISTS (SELECT 1 FROM status_pins x WHERE x.account_id = s.account_id AND x.status_id = s.id),
            EXISTS (SELECT 1 FROM favourites x WHERE x.account_id = s.account_id AND x.status_id = s.id),
            EXISTS (SELECT 1 FROM bookmarks x WHERE x.account_id = s.account_id AND x.status_id = s.id),
            EXISTS (SELECT 1 FROM polls x WHERE x.status_id = s.id), s.has_media
        FROM statuses s LEFT JOIN status_counters k ON k.status_id = s.id
        WHERE s.account_id = $1 AND s.id > $2 AND s.id < $3 AND s.reblog_of_id IS NULL ORDER BY s.id LIMIT $4
        """
    )

    /// A wish that is to be followed now.
    public struct Due: Sendable {
        public var account: Int64
        public var expiry: PostExpiry
        /// The last post that was looked at in this round.
        public var reached: Int64
    }

    public static func expiry(of account: Int64, _ connection: Connection) throws -> PostExpiry? {
        try connection.first(find, .int(account)) { expiry($0, from: 0) }
    }

    /// Nil ends the wish. A new one is followed from the oldest post on.
    public static func set(
        _ expiry: PostExpiry?,
        of account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        guard let expiry else {
            try connection.execute(delete, .int(account))
            return
        }
        try connection.execute(
            set,
            .int(account),
            .int(expiry.days * 86_400),
            .int(expiry.keeps.rawValue),
            .int(expiry.leastFavourites),
            .int(expiry.leastReblogs),
            .int(now.milliseconds)
        )
    }

    /// Wishes that are due, held until this transaction ends.
    public static func due(at now: Timestamp, limit: Int, _ connection: Connection) throws -> [Due] {
        try connection.query(due, .int(now.milliseconds), .int(limit)) { row in
            Due(account: row.int(0), expiry: expiry(row, from: 1), reached: row.int(5))
        }
    }

    /// Own posts older than `before`, the oldest first.
    public static func posts(
        of account: Int64,
        after: Int64,
        before: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [PostExpiry.Post] {
        let end = Snowflake.least(at: before)
        return try connection.query(old, .int(account), .int(after), .int(end), .int(limit)) { row in
            var traits: PostExpiry.Keeps = []
            if row.int(1) == Visibility.direct.rawValue { traits.insert(.direct) }
            for (column, trait) in [(4, .pinned), (5, .favourited), (6, .bookmarked), (7, .polls), (8, .media)]
                as [(Int, PostExpiry.Keeps)] where row.bool(column)
            { traits.insert(trait) }
            return PostExpiry.Post(id: row.int(0), traits: traits, favourites: row.int(2), reblogs: row.int(3))
        }
    }

    /// Notes how far a round has come, and when it goes on.
    public static func reach(
        _ post: Int64,
        of account: Int64,
        next: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(reach, .int(post), .int(next.milliseconds), .int(account))
    }

    private static func expiry(_ row: Row, from column: Int) -> PostExpiry {
        PostExpiry(
            days: row.int(column) / 86_400,
            keeps: PostExpiry.Keeps(rawValue: row.int(column + 1)),
            leastFavourites: row.intOrNil(column + 2),
            leastReblogs: row.intOrNil(column + 3)
        )
    }
}
