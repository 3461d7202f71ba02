// SQL of the marks by which moderators have posts shown as sensitive.

public import Basics
public import Database

public enum StatusMarkQueries {
    /// Whose doing a mark is.
    public enum Mark: Int64, Sendable {
        case status = 1
        case account = 2
    }

    private static let mark = SQL(
        """
        UPDATE statuses SET marks = marks | $1 WHERE id {in $2} AND marks & $1 = 0 AND reblog_of_id IS NULL RETURNING id
        """
    )
    private static let unmark = SQL(
        "UPDATE statuses SET marks = marks - $1 WHERE id {in $2} AND marks & $1 <> 0 RETURNING id"
    )
    private static let marked = SQL("SELECT id FROM statuses WHERE marks & $1 <> 0 AND id {in $2}")
    private static let markAll = SQL(
        """
        UPDATE statuses SET marks = marks | 2
        WHERE account_id = $1 AND has_media AND reblog_of_id IS NULL AND marks & 2 = 0 RETURNING id
        """
    )
    private static let unmarkAll = SQL(
        "UPDATE statuses SET marks = marks - 2 WHERE account_id = $1 AND marks & 2 <> 0 RETURNING id"
    )
    private static let sensitized = SQL("SELECT sensitized_at FROM accounts WHERE id = $1")
    private static let sensitizedOf = SQL("SELECT id FROM accounts WHERE id {in $1} AND sensitized_at IS NOT NULL")
    private static let setSensitized = SQL("UPDATE accounts SET sensitized_at = $1 WHERE id = $2")

    /// Marks posts. Returns those that were not.
    public static func mark(_ ids: [Int64], _ mark: Mark, _ connection: Connection) throws -> [Int64] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(self.mark, .int(mark.rawValue), .ids(ids)) { $0.int(0) }.sorted()
    }

    /// Takes marks away. Returns the posts that had them.
    public static func unmark(_ ids: [Int64], _ mark: Mark, _ connection: Connection) throws -> [Int64] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(unmark, .int(mark.rawValue), .ids(ids)) { $0.int(0) }.sorted()
    }

    /// Those of `ids` that are marked.
    public static func marked(_ ids: [Int64], _ mark: Mark, _ connection: Connection) throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        return Set(try connection.query(marked, .int(mark.rawValue), .ids(ids)) { $0.int(0) })
    }

    /// Marks all posts of an account that have files, or takes these marks away. Returns the posts.
    public static func mark(
        _ isMarked: Bool,
        statusesOf account: Int64,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(isMarked ? markAll : unmarkAll, .int(account)) { $0.int(0) }.sorted()
    }

    /// Since when all files of an account are shown as sensitive; nil where they are not.
    public static func sensitizedAt(_ account: Int64, _ connection: Connection) throws -> Timestamp? {
        try connection.first(sensitized, .int(account)) { $0.moment(0) } ?? nil
    }

    /// Those of `accounts` whose files are all shown as sensitive.
    public static func sensitized(_ accounts: [Int64], _ connection: Connection) throws -> Set<Int64> {
        guard !accounts.isEmpty else { return [] }
        return Set(try connection.query(sensitizedOf, .ids(accounts)) { $0.int(0) })
    }

    public static func setSensitized(_ moment: Timestamp?, of account: Int64, _ connection: Connection) throws {
        try connection.execute(setSensitized, .int(moment?.milliseconds), .int(account))
    }
}
