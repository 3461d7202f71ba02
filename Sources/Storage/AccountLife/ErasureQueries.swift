// SQL of an erasure: the next of what an account has left in others' counters, a few at a time.

public import Database

public enum ErasureQueries {
    private static let statuses = SQL("SELECT id FROM statuses WHERE account_id = $1 ORDER BY id LIMIT $2")
    private static let favourites = SQL("SELECT status_id FROM favourites WHERE account_id = $1 ORDER BY id LIMIT $2")
    private static let following = SQL("SELECT target_id FROM follows WHERE account_id = $1 ORDER BY id LIMIT $2")
    private static let followers = SQL("SELECT account_id FROM follows WHERE target_id = $1 ORDER BY id LIMIT $2")

    private static let media = SQL("SELECT id FROM media_attachments WHERE account_id = $1 ORDER BY id LIMIT $2")
    private static let pictures = SQL(
        "SELECT avatar, avatar_static, header, header_static FROM accounts WHERE id = $1"
    )

    /// Files that were uploaded.
    public static func media(of account: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(media, .int(account), .int(limit)) { $0.int(0) }
    }

    /// Files of the profile.
    public static func pictures(of account: Int64, _ connection: Connection) throws -> [String] {
        try connection.first(pictures, .int(account)) { row in
            (0..<4).compactMap { row.textOrNil($0) }.filter { !$0.isEmpty }
        } ?? []
    }

    public static func statuses(of account: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(statuses, .int(account), .int(limit)) { $0.int(0) }
    }

    /// Statuses that the account has favourited.
    public static func favourites(of account: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(favourites, .int(account), .int(limit)) { $0.int(0) }
    }

    /// Pairs of a follower and whom it follows, the account being one of them.
    public static func follows(
        of account: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(follower: Int64, target: Int64)] {
        let following = try connection.query(following, .int(account), .int(limit)) { (account, $0.int(0)) }
        guard following.isEmpty else { return following }
        return try connection.query(followers, .int(account), .int(limit)) { ($0.int(0), account) }
    }
}
