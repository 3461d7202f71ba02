// SQL of who may reply, of hidden replies, and of statuses whose author does not want to hear of favourites and reblogs.

public import Database
public import Domain

public enum ReplyQueries {
    private static let setPolicy = SQL("UPDATE statuses SET reply_policy = $1 WHERE id = $2")
    private static let hide = SQL("UPDATE statuses SET hidden_by = $1 WHERE id = $2 AND hidden_by IS NULL")
    private static let unhide = SQL("UPDATE statuses SET hidden_by = NULL WHERE id = $1 AND hidden_by = $2")
    private static let hidden = PagedQuery { direction in
        SQL(
            """
            SELECT id FROM statuses WHERE hidden_by = $1 AND id < $2 AND id > $3 AND NOT EXISTS
                (SELECT 1 FROM reply_requests r WHERE r.status_id = statuses.id AND r.account_id = $1 AND r.state = 0)
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let hiddenAmong = SQL(
        "SELECT id, account_id FROM statuses WHERE id {in $1} AND hidden_by IS NOT NULL"
    )
    private static let mute = SQL("UPDATE statuses SET mutes_interactions = $1 WHERE id = $2")

    public static func set(_ policy: ReplyPolicy, of status: Int64, _ connection: Connection) throws {
        try connection.execute(setPolicy, .int(policy.rawValue), .int(status))
    }

    /// Returns false where it is hidden already, by whomever.
    public static func hide(_ reply: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(hide, .int(account), .int(reply)) > 0
    }

    /// Returns false where that account has not hidden it.
    public static func unhide(_ reply: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(unhide, .int(reply), .int(account)) > 0
    }

    /// Replies that an account has hidden or kept out, the newest first: not those that still wait for it.
    public static func hidden(by account: Int64, _ page: PageBounds, _ connection: Connection) throws -> [Int64] {
        try hidden.rows(of: account, page, connection) { $0.int(0) }
    }

    /// The authors of those among `ids` that somebody has hidden, by status.
    public static func hidden(among ids: [Int64], _ connection: Connection) throws -> [Int64: Int64] {
        guard !ids.isEmpty else { return [:] }
        let found = try connection.query(hiddenAmong, .ids(ids)) { ($0.int(0), $0.int(1)) }
        return Dictionary(found) { first, _ in first }
    }

    /// Whether the author of a status hears of its favourites and reblogs.
    public static func muteInteractions(_ isMuted: Bool, of status: Int64, _ connection: Connection) throws {
        try connection.execute(mute, .bool(isMuted), .int(status))
    }
}
