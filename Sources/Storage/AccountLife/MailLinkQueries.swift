// SQL of links that go by mail, and of logins whose address was never confirmed.

public import Basics
public import Database
public import Domain

public enum MailLinkQueries {
    private static let columns = "account_id, kind, email, asked_at, asks"
    private static let find = SQL("SELECT \(columns) FROM mail_links WHERE account_id = $1 AND kind = $2 {forupdate}")
    private static let ask = SQL(
        """
        INSERT INTO mail_links (account_id, kind, email, asked_at, asks) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (account_id, kind) DO UPDATE SET email = excluded.email, asked_at = excluded.asked_at,
            asks = mail_links.asks + 1, token_hash = NULL, expires_at = NULL
        """
    )
    private static let arm = SQL(
        "UPDATE mail_links SET token_hash = $1, expires_at = $2 WHERE account_id = $3 AND kind = $4 AND asked_at = $5"
    )
    private static let look = SQL(
        "SELECT \(columns) FROM mail_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3"
    )
    private static let take = SQL(
        "DELETE FROM mail_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3 RETURNING \(columns)"
    )
    private static let drop = SQL("DELETE FROM mail_links WHERE account_id = $1")
    private static let forget = SQL(
        """
        DELETE FROM mail_links WHERE (account_id, kind) IN (
            SELECT account_id, kind FROM mail_links WHERE asked_at < $1 ORDER BY asked_at LIMIT $2)
        """
    )
    private static let unconfirmed = SQL(
        """
        SELECT u.account_id FROM users u WHERE u.confirmed_at IS NULL AND NOT u.is_disabled AND u.created_at < $1
            AND NOT EXISTS (
                SELECT 1 FROM mail_links l WHERE l.account_id = u.account_id AND l.kind = 0 AND l.asked_at >= $1)
        ORDER BY u.created_at LIMIT $2 {skiplocked}
        """
    )

    /// What an account has asked for last.
    public static func link(_ kind: MailLink.Kind, of account: Int64, _ connection: Connection) throws -> MailLink? {
        try connection.first(find, .int(account), .int(kind.rawValue), row: link)
    }

    /// Notes that a link is wished. One that was sent before is good for nothing from now on.
    public static func ask(
        _ kind: MailLink.Kind,
        of account: Int64,
        email: EmailAddress,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            ask,
            .int(account),
            .int(kind.rawValue),
            .text(email.written),
            .int(now.milliseconds)
        )
    }

    /// Makes a link good until a moment, by the hash of its secret.
    public static func arm(_ link: MailLink, hash: [UInt8], until end: Timestamp, _ connection: Connection) throws {
        try connection.execute(
            arm,
            .blob(hash),
            .int(end.milliseconds),
            .int(link.accountID),
            .int(link.kind.rawValue),
            .int(link.askedAt.milliseconds)
        )
    }

    /// A link that is good now.
    public static func link(
        _ kind: MailLink.Kind,
        hash: [UInt8],
        now: Timestamp,
        _ connection: Connection
    ) throws -> MailLink? {
        try connection.first(look, .blob(hash), .int(kind.rawValue), .int(now.milliseconds), row: link)
    }

    /// Uses a link up; nil where it is not good (any more).
    public static func take(
        _ kind: MailLink.Kind,
        hash: [UInt8],
        now: Timestamp,
        _ connection: Connection
    ) throws -> MailLink? {
        try connection.first(take, .blob(hash), .int(kind.rawValue), .int(now.milliseconds), row: link)
    }

    /// All links of an account are good for nothing.
    public static func drop(of account: Int64, _ connection: Connection) throws {
        try connection.execute(drop, .int(account))
    }

    /// Forgets links that were asked for before a moment.
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(Int64(limit)))
    }

    /// Logins made before a moment whose address was never confirmed, and that asked for no link since, the oldest first.
    public static func unconfirmed(
        before moment: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(unconfirmed, .int(moment.milliseconds), .int(Int64(limit))) { $0.int(0) }
    }

    private static func link(_ row: Row) -> MailLink {
        MailLink(
            accountID: row.int(0),
            kind: MailLink.Kind(rawValue: row.int(1)) ?? .address,
            email: row.text(2),
            askedAt: Timestamp(milliseconds: row.int(3)),
            asks: Int(row.int(4))
        )
    }
}
