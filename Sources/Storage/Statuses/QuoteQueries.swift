// SQL of quotes: who quotes a status, and taking the consent back.

public import Basics
public import Database
public import Domain

public enum QuoteQueries {
    private static let accepted = "quote_state = 1"
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT id FROM statuses WHERE quote_of_id = $1 AND \(accepted) AND visibility <> 3 AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let setState = SQL("UPDATE statuses SET quote_state = $1 WHERE id = $2")
    private static let between = SQL(
        """
        SELECT id, quote_of_id, visibility FROM statuses
        WHERE quote_of_account_id = $1 AND account_id = $2 AND \(accepted) AND quote_of_id IS NOT NULL ORDER BY id
        """
    )
    private static let newest = SQL(
        "SELECT id FROM statuses WHERE quote_of_id = $1 AND \(accepted) ORDER BY id DESC LIMIT $2"
    )
    private static let setPolicy = SQL("UPDATE statuses SET quote_policy = $1 WHERE id = $2")
    /// One notification for each person, however often they quote it.
    private static let insertForQuoters = SQL(
        """
        INSERT INTO notifications (account_id, kind, from_account_id, status_id, created_at)
        SELECT DISTINCT q.account_id, CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
        FROM statuses q JOIN users u ON u.account_id = q.account_id
        WHERE q.quote_of_id = $3 AND q.quote_state = 1 AND q.account_id <> $2
        RETURNING id, account_id
        """
    )

    /// Ids of the statuses that quote one, the newest first: those that are counted, so none that is direct.
    public static func quotes(of status: Int64, _ page: PageBounds, _ connection: Connection) throws -> [Int64] {
        try paged.rows(of: status, page, connection) { $0.int(0) }
    }

    /// The newest statuses that quote one.
    public static func newest(of status: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(newest, .int(status), .int(limit)) { $0.int(0) }
    }

    public static func set(_ state: QuoteState, of quoting: Int64, _ connection: Connection) throws {
        try connection.execute(setState, .int(state.rawValue), .int(quoting))
    }

    /// Accepted quotes of `author`'s statuses by `quoter`.
    public static func quotes(
        of author: Int64,
        by quoter: Int64,
        _ connection: Connection
    ) throws -> [(id: Int64, quoted: Int64, visibility: Visibility)] {
        try connection.query(between, .int(author), .int(quoter)) { row in
            (row.int(0), row.int(1), Visibility(rawValue: row.int(2)) ?? .direct)
        }
    }

    public static func set(_ policy: QuotePolicy, of status: Int64, _ connection: Connection) throws {
        try connection.execute(setPolicy, .int(policy.rawValue), .int(status))
    }

    /// Tells the local people who quote a status that it was edited.
    public static func insertForQuoters(
        of status: Int64,
        author: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [(id: Int64, account: Int64)] {
        try connection.query(
            insertForQuoters,
            .int(NotificationKind.quotedUpdate.rawValue),
            .int(author),
            .int(status),
            .int(now.milliseconds)
        ) { ($0.int(0), $0.int(1)) }
    }
}
