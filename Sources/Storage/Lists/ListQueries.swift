// SQL of lists and who is in them.

public import Basics
public import Database
public import Domain

public enum ListQueries {
    private static let columns = "l.id, l.account_id, l.title, l.replies_policy, l.is_exclusive"
    private static let insert = SQL(
        """
        INSERT INTO lists (account_id, title, replies_policy, is_exclusive, created_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """
    )
    private static let update = SQL(
        "UPDATE lists SET title = $1, replies_policy = $2, is_exclusive = $3 WHERE id = $4"
    )
    private static let delete = SQL("DELETE FROM lists WHERE id = $1 AND account_id = $2")
    private static let byID = SQL("SELECT \(columns) FROM lists l WHERE l.id = $1")
    private static let byOwner = SQL("SELECT \(columns) FROM lists l WHERE l.account_id = $1 ORDER BY l.id")
    private static let withMember = SQL(
        """
        SELECT \(columns) FROM lists l JOIN list_accounts m ON m.list_id = l.id AND m.account_id = $1
        WHERE l.account_id = $2 ORDER BY l.id
        """
    )
    private static let marked = SQL(
        """
        SELECT \(columns), EXISTS (SELECT 1 FROM list_accounts m WHERE m.list_id = l.id AND m.account_id = $1)
        FROM lists l WHERE l.account_id = $2 ORDER BY l.id
        """
    )
    private static let count = SQL("SELECT COUNT(*) FROM lists WHERE account_id = $1")
    private static let add = SQL(
        "INSERT INTO list_accounts (list_id, account_id) VALUES ($1, $2) ON CONFLICT (list_id, account_id) DO NOTHING"
    )
    private static let remove = SQL("DELETE FROM list_accounts WHERE list_id = $1 AND account_id {in $2}")
    private static let removeFromAll = SQL(
        """
        DELETE FROM list_accounts WHERE account_id = $1 AND list_id IN (SELECT id FROM lists WHERE account_id = $2)
        RETURNING list_id
        """
    )
    private static let members = SQL("SELECT account_id FROM list_accounts WHERE list_id = $1")
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT id, account_id FROM list_accounts WHERE list_id = $1 AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let reachable = SQL(
        """
        SELECT target_id FROM follows WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT target_id FROM follow_requests WHERE account_id = $1 AND target_id {in $2}
        """
    )

    /// Returns the id of the list.
    public static func insert(_ list: AccountList, at now: Timestamp, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .int(list.ownerID),
            .text(list.title),
            .int(list.repliesPolicy.rawValue),
            .bool(list.isExclusive),
            .int(now.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func update(_ list: AccountList, _ connection: Connection) throws {
        try connection.execute(
            update,
            .text(list.title),
            .int(list.repliesPolicy.rawValue),
            .bool(list.isExclusive),
            .int(list.id)
        )
    }

    /// Returns whether there was one.
    public static func delete(_ id: Int64, of owner: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id), .int(owner)) > 0
    }

    public static func list(_ id: Int64, _ connection: Connection) throws -> AccountList? {
        try connection.first(byID, .int(id), row: list)
    }

    /// All lists of an account, the oldest first: there are few.
    public static func lists(of owner: Int64, _ connection: Connection) throws -> [AccountList] {
        try connection.query(byOwner, .int(owner), row: list)
    }

    /// Lists of `owner` in which `member` is.
    public static func lists(of owner: Int64, with member: Int64, _ connection: Connection) throws -> [AccountList] {
        try connection.query(withMember, .int(member), .int(owner), row: list)
    }

    /// All lists of `owner`, and whether `member` is in each.
    public static func lists(
        of owner: Int64,
        marking member: Int64,
        _ connection: Connection
    ) throws -> [(list: AccountList, isOn: Bool)] {
        try connection.query(marked, .int(member), .int(owner)) { (list($0), $0.bool(5)) }
    }

    public static func count(of owner: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(owner)) { $0.int(0) } ?? 0
    }

    /// Returns whether it was not in the list before.
    public static func add(_ account: Int64, to list: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(add, .int(list), .int(account)) > 0
    }

    public static func remove(_ accounts: [Int64], from list: Int64, _ connection: Connection) throws {
        try connection.execute(remove, .int(list), .ids(accounts))
    }

    /// Takes an account out of all lists of `owner`. Returns those in which it was.
    public static func removeFromAll(_ account: Int64, of owner: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(removeFromAll, .int(account), .int(owner)) { $0.int(0) }
    }

    /// Everybody in a list: at most as many as one may follow.
    public static func members(of list: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(members, .int(list)) { $0.int(0) }
    }

    /// One page of a list's members, the last added first, with the cursor of each.
    public static func members(
        of list: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        try paged.rows(of: list, page, connection) { ($0.int(0), $0.int(1)) }
    }

    /// Which of `accounts` the owner follows or asks to follow.
    public static func reachable(
        _ accounts: [Int64],
        by owner: Int64,
        _ connection: Connection
    ) throws -> Set<Int64> {
        Set(try connection.query(reachable, .int(owner), .ids(accounts)) { $0.int(0) })
    }

    private static func list(_ row: Row) -> AccountList {
        AccountList(
            id: row.int(0),
            ownerID: row.int(1),
            title: row.text(2),
            repliesPolicy: RepliesPolicy(rawValue: row.int(3)) ?? .list,
            isExclusive: row.bool(4)
        )
    }
}
