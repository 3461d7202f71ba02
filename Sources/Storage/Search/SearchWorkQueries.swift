// SQL of what the index of statuses has yet to learn: all that was there before it, and the posts of people who have
// changed whether they may be found.

public import Database

public enum SearchWorkQueries {
    /// Stands for everybody in `search_work`.
    public static let everybody: Int64 = 0

    private static let add = SQL(
        """
        INSERT INTO search_work (account_id, below) VALUES ($1, $2)
        ON CONFLICT (account_id) DO UPDATE SET below = excluded.below
        """
    )
    private static let next = SQL("SELECT account_id, below FROM search_work ORDER BY account_id LIMIT 1 {forupdate}")
    private static let pending = SQL("SELECT 1 FROM search_work ORDER BY account_id LIMIT 1")
    private static let move = SQL("UPDATE search_work SET below = $1 WHERE account_id = $2")
    private static let finish = SQL("DELETE FROM search_work WHERE account_id = $1")
    private static let ofAll = SQL(
        "SELECT id, account_id, reblog_of_id FROM statuses WHERE id < $1 ORDER BY id DESC LIMIT $2"
    )
    private static let ofAccount = SQL(
        """
        SELECT id, account_id, reblog_of_id FROM statuses WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
        """
    )
    private static let lock = SQL("SELECT id FROM statuses WHERE id {in $1} ORDER BY id {forshare}")
    private static let indexable = SQL("SELECT id FROM accounts WHERE id {in $1} AND is_indexable")
    private static let missing = SQL(
        """
        SELECT s.id FROM statuses s LEFT JOIN status_search f ON f.rowid = s.id
        WHERE s.reblog_of_id IS NULL AND f.rowid IS NULL ORDER BY s.id LIMIT $1
        """
    )

    /// One bounded piece of work.
    public struct Batch: Sendable {
        public var work: Int64
        /// Where the next piece goes on; nil when this was the last.
        public var next: Int64?
        /// Statuses to be indexed, without reblogs.
        public var statuses: [Int64]
        /// Their authors whom everybody may find.
        public var indexable: Set<Int64>
    }

    /// Has the statuses of an account (or of everybody) indexed anew.
    public static func add(_ account: Int64, _ connection: Connection) throws {
        try connection.execute(add, .int(account), .int(Int64.max))
    }

    /// The next piece, or nil when there is no work. The statuses stay as they are until this transaction ends.
    public static func next(limit: Int, _ connection: Connection) throws -> Batch? {
        guard let (work, below) = try connection.first(next, row: { ($0.int(0), $0.int(1)) }) else { return nil }
        let rows =
            work == everybody
            ? try connection.query(ofAll, .int(below), .int(limit)) { ($0.int(0), $0.int(1), $0.isNull(2)) }
            : try connection.query(ofAccount, .int(work), .int(below), .int(limit)) {
                ($0.int(0), $0.int(1), $0.isNull(2))
            }
        let statuses = rows.filter(\.2).map(\.0)
        if connection.engine == .postgres, !statuses.isEmpty {
            try connection.forEach(lock, .ids(statuses)) { _ in true }
        }
        let authors = Array(Set(rows.map(\.1)))
        return Batch(
            work: work,
            next: rows.count < limit ? nil : rows.last?.0,
            statuses: statuses,
            indexable: authors.isEmpty ? [] : Set(try connection.query(indexable, .ids(authors)) { $0.int(0) })
        )
    }

    /// Notes that a piece is done.
    public static func finish(_ batch: Batch, _ connection: Connection) throws {
        if let next = batch.next {
            try connection.execute(move, .int(next), .int(batch.work))
        } else {
            try connection.execute(finish, .int(batch.work))
        }
    }

    /// Statuses that are in no index, at most `limit`; while there is work they are yet to come.
    public static func missing(limit: Int, _ connection: Connection) throws -> [Int64] {
        guard try connection.first(pending, row: { _ in true }) == nil else { return [] }
        return try connection.query(missing, .int(limit)) { $0.int(0) }
    }
}
