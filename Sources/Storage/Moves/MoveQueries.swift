// SQL of people who move from one account to another.

public import Basics
public import Database

public enum MoveQueries {
    private static let set = SQL(
        "UPDATE accounts SET moved_to = $1, moved_to_id = $2, moved_at = $3 WHERE id = $4"
    )
    private static let lastMove = SQL(
        "SELECT moved_at, moved_to_id FROM accounts WHERE id = $1 AND moved_at IS NOT NULL"
    )
    private static let wasMovedTo = SQL(
        "SELECT 1 FROM accounts WHERE moved_to_id = $1 AND moved_at > $2 LIMIT 1"
    )
    private static let localFollowers = SQL(
        "SELECT f.account_id FROM follows f JOIN users u ON u.account_id = f.account_id WHERE f.target_id = $1"
    )
    private static let localFollows = SQL(
        """
        SELECT f.account_id, f.created_at FROM follows f JOIN users u ON u.account_id = f.account_id
        WHERE f.target_id = $1
        """
    )
    private static let localNames = SQL(
        """
        SELECT a.username FROM follows f JOIN accounts a ON a.id = f.account_id
        WHERE f.target_id = $1 AND a.domain = ''
        """
    )

    /// An account has moved to another one, which said so too.
    ///
    /// - Parameter uri: the id of the other one's actor.
    public static func set(
        movedTo uri: String,
        _ target: Int64,
        of account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(set, .text(uri), .int(target), .int(now.milliseconds), .int(account))
    }

    /// When an account last moved, and to which one, if it is still there; nil where it never did.
    public static func lastMove(
        of account: Int64,
        _ connection: Connection
    ) throws -> (at: Timestamp, target: Int64?)? {
        try connection.first(lastMove, .int(account)) { (Timestamp(milliseconds: $0.int(0)), $0.intOrNil(1)) }
    }

    /// Whether some account has moved to this one since a moment.
    public static func wasMovedTo(_ account: Int64, after moment: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.first(wasMovedTo, .int(account), .int(moment.milliseconds)) { _ in true } ?? false
    }

    /// Who of this server follows an account, in no particular order.
    public static func localFollowers(of account: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(localFollowers, .int(account)) { $0.int(0) }
    }

    /// The same with the moments since when they do.
    public static func localFollows(
        of account: Int64,
        _ connection: Connection
    ) throws -> [(follower: Int64, since: Timestamp)] {
        try connection.query(localFollows, .int(account)) { ($0.int(0), Timestamp(milliseconds: $0.int(1))) }
    }

    /// The same by their usernames.
    public static func localFollowerNames(of account: Int64, _ connection: Connection) throws -> [String] {
        try connection.query(localNames, .int(account)) { $0.text(0) }
    }
}
