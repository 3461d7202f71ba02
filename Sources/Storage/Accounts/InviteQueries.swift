// SQL of invites.

public import Basics
public import Database
public import Domain

public enum InviteQueries {
    private static let columns = "id, code, account_id, comment, uses, most_uses, created_at, expires_at"
    private static let insert = SQL(
        """
        INSERT INTO invites (code, account_id, comment, most_uses, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
        """
    )
    private static let byCode = SQL("SELECT \(columns) FROM invites WHERE code = $1")
    private static let good = "(most_uses IS NULL OR uses < most_uses) AND (expires_at IS NULL OR expires_at > $2)"
    private static let open = SQL(
        "SELECT \(columns) FROM invites WHERE account_id = $1 AND \(good) ORDER BY id DESC LIMIT $3"
    )
    private static let over = SQL(
        "SELECT \(columns) FROM invites WHERE account_id = $1 AND NOT (\(good)) ORDER BY id DESC LIMIT $3"
    )
    private static let isOwn = SQL("SELECT 1 FROM invites WHERE id = $1 AND account_id = $2")
    /// What is asked of the row is asked again once it is locked, so that of two at the last use one is let in.
    private static let use = SQL(
        "UPDATE invites SET uses = uses + 1 WHERE id = $1 AND \(good)"
    )
    private static let end = SQL(
        """
        UPDATE invites SET expires_at = $1
        WHERE id = $2 AND account_id = $3 AND (expires_at IS NULL OR expires_at > $1)
        """
    )
    private static let forget = SQL(
        "DELETE FROM invites WHERE id IN (SELECT id FROM invites WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)"
    )
    private static let forgetUsedUp = SQL(
        """
        DELETE FROM invites WHERE id IN
            (SELECT id FROM invites WHERE uses >= most_uses AND created_at < $1 ORDER BY created_at LIMIT $2)
        """
    )

    /// Returns its id.
    public static func insert(_ invite: Invite, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .text(invite.code),
            .int(invite.accountID),
            .text(invite.comment),
            .int(invite.mostUses),
            .int(invite.createdAt.milliseconds),
            .int(invite.expiresAt?.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    /// Also one that is over.
    public static func invite(code: String, _ connection: Connection) throws -> Invite? {
        try connection.first(byCode, .text(code), row: invite)
    }

    /// Those that let in, the newest first.
    public static func open(
        of account: Int64,
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Invite] {
        try connection.query(open, .int(account), .int(now.milliseconds), .int(limit), row: invite)
    }

    /// Those that let in before those that are over, the newest of each first.
    public static func invites(
        of account: Int64,
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Invite] {
        let open = try open(of: account, at: now, limit: limit, connection)
        let rest = limit - open.count
        return try open + connection.query(over, .int(account), .int(now.milliseconds), .int(rest), row: invite)
    }

    public static func isOwn(_ id: Int64, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isOwn, .int(id), .int(account)) { _ in true } ?? false
    }

    /// Counts a use. Returns false, and counts nothing, where it is over.
    public static func use(_ id: Int64, at now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.execute(use, .int(id), .int(now.milliseconds)) > 0
    }

    /// Ends one now. Returns false where it is over, or is not this account's.
    public static func end(_ id: Int64, of account: Int64, at now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.execute(end, .int(now.milliseconds), .int(id), .int(account)) > 0
    }

    /// Forgets those that ended before a moment, and those that were made before it and are used up: when that was is not known.
    public static func forget(endedBefore moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forgetUsedUp, .int(moment.milliseconds), .int(limit))
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }

    private static func invite(_ row: Row) -> Invite {
        Invite(
            id: row.int(0),
            code: row.text(1),
            accountID: row.int(2),
            comment: row.text(3),
            uses: row.int(4),
            mostUses: row.intOrNil(5),
            createdAt: Timestamp(milliseconds: row.int(6)),
            expiresAt: row.moment(7)
        )
    }
}
