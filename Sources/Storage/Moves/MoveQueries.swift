// SQL of people who move from one account to another.

public import Basics
public import Database

public enum MoveQueries {
    private static let set = SQL(
        "UPDATE accounts SET moved_to = $1, moved_to_id = $2, moved_at = $3 WHERE id = $4"
    )
    private static let movedAt = SQL("SELECT moved_at FROM accounts WHERE id = $1")
    private static let localFollowers = SQL(
        "SELECT f.account_id FROM follows f JOIN users u ON u.account_id = f.account_id WHERE f.target_id = $1"
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

    /// When an account last moved; nil where it never did.
    public static func movedAt(_ account: Int64, _ connection: Connection) throws -> Timestamp? {
        try connection.first(movedAt, .int(account)) { $0.moment(0) } ?? nil
    }

    /// Who of this server follows an account, in no particular order.
    public static func localFollowers(of account: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(localFollowers, .int(account)) { $0.int(0) }
    }

    /// The same by their usernames.
    public static func localFollowerNames(of account: Int64, _ connection: Connection) throws -> [String] {
        try connection.query(localNames, .int(account)) { $0.text(0) }
    }
}
