// SQL of replies that wait for the authors above them.

public import Basics
public import Database
public import Domain

public enum ReplyRequestQueries {
    private static let columns = "r.status_id, r.account_id, r.target_id, r.state, r.decided_at, r.request_uri"
    private static let insert = SQL(
        "INSERT INTO reply_requests (status_id, account_id, target_id) VALUES ($1, $2, $3)"
    )
    private static let one = SQL(
        "SELECT \(columns) FROM reply_requests r WHERE r.status_id = $1 AND r.account_id = $2"
    )
    private static let ofReply = SQL("SELECT \(columns) FROM reply_requests r WHERE r.status_id = $1")
    private static let decide = SQL(
        """
        UPDATE reply_requests SET state = $1, decided_at = $2
        WHERE status_id = $3 AND account_id = $4 AND state <> $1
        """
    )
    private static let settle = SQL("UPDATE statuses SET hidden_by = $1, approval = $2 WHERE id = $3")
    private static let setURI = SQL("UPDATE reply_requests SET request_uri = $1 WHERE status_id = $2 AND state = 0")

    /// What an account is asked now, and can see: of whoever is suspended, or parted from it by a block, nothing is shown.
    private static func waits(for owner: String) -> String {
        """
        FROM reply_requests r JOIN statuses s ON s.id = r.status_id JOIN accounts a ON a.id = s.account_id
        WHERE r.\(owner) = $1 AND r.state = 0 AND s.hidden_by = r.account_id AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = r.account_id AND b.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = s.account_id AND b.target_id = r.account_id)
            AND (s.visibility <= \(Visibility.unlisted.rawValue) OR EXISTS
                (SELECT 1 FROM status_mentions m WHERE m.status_id = s.id AND m.account_id = r.account_id))
        """
    }
    private static let alsoAskedElsewhere = SQL(
        """
        SELECT r.status_id FROM reply_requests r JOIN statuses s ON s.id = r.status_id
        WHERE r.target_id = $1 AND s.hidden_by = r.account_id AND s.approval <> \(ReplyApproval.approved.rawValue) AND EXISTS
            (SELECT 1 FROM reply_requests o WHERE o.status_id = r.status_id AND o.target_id <> $1)
        """
    )
    private static let waiting = page(of: "account_id")
    private static let waitingBelow = page(of: "target_id")
    private static let some = SQL("SELECT r.status_id \(waits(for: "account_id")) LIMIT $2")

    private static func page(of owner: String) -> PagedQuery {
        PagedQuery { direction in
            SQL(
                """
                SELECT \(columns) \(waits(for: owner)) AND r.status_id < $2 AND r.status_id > $3
                ORDER BY r.status_id \(direction) LIMIT $4
                """
            )
        }
    }

    /// Writes what a new reply asks of whom.
    public static func insert(_ request: ReplyRequest, _ connection: Connection) throws {
        try connection.execute(insert, .int(request.replyID), .int(request.accountID), .int(request.targetID))
    }

    public static func request(_ reply: Int64, of account: Int64, _ connection: Connection) throws -> ReplyRequest? {
        try connection.first(one, .int(reply), .int(account), row: request)
    }

    /// All that a reply asks, of whoever stands highest in the thread first.
    public static func requests(of reply: Int64, _ connection: Connection) throws -> [ReplyRequest] {
        try connection.query(ofReply, .int(reply), row: request).sorted { $0.targetID < $1.targetID }
    }

    /// What an account is asked now, the newest reply first.
    public static func waiting(for account: Int64, _ page: PageBounds, _ connection: Connection) throws
        -> [ReplyRequest]
    {
        try waiting.rows(of: account, page, connection, row: request)
    }

    /// What is asked because of one status, of its author.
    public static func waiting(below status: Int64, _ page: PageBounds, _ connection: Connection) throws
        -> [ReplyRequest]
    {
        try waitingBelow.rows(of: status, page, connection, row: request)
    }

    /// How many replies wait for an account, but no more than `most`.
    public static func count(for account: Int64, most: Int, _ connection: Connection) throws -> Int {
        try connection.query(some, .int(account), .int(most)) { $0.int(0) }.count
    }

    /// Replies that wait for the author of a status, or were kept out, and about which somebody else was asked as well.
    public static func alsoAskedElsewhere(below status: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(alsoAskedElsewhere, .int(status)) { $0.int(0) }
    }

    /// Returns false where the account has said so already, or was not asked.
    public static func decide(
        _ state: ReplyApproval,
        on reply: Int64,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(
            decide,
            .int(state.rawValue),
            .int(now.milliseconds),
            .int(reply),
            .int(account)
        ) > 0
    }

    /// Puts a reply into its thread (`account` nil), or keeps it out for whoever is asked next.
    public static func settle(
        _ reply: Int64,
        hiddenBy account: Int64?,
        _ approval: ReplyApproval,
        _ connection: Connection
    )
        throws
    {
        try connection.execute(settle, .int(account), .int(approval.rawValue), .int(reply))
    }

    /// The activity by which another server asks for a reply. Returns false where it waits for nobody any more.
    public static func set(uri: String, of reply: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(setURI, .text(uri), .int(reply)) > 0
    }

    private static func request(_ row: Row) -> ReplyRequest {
        ReplyRequest(
            replyID: row.int(0),
            accountID: row.int(1),
            targetID: row.int(2),
            state: ReplyApproval(rawValue: row.int(3)) ?? .keptOut,
            decidedAt: row.moment(4),
            uri: row.textOrNil(5)
        )
    }
}
