// SQL of stamps: who agreed to be quoted (FEP-044f).

public import Basics
public import Database

public enum QuoteStampQueries {
    private static let insert = SQL(
        """
        INSERT INTO quote_authorizations (id, quoted_id, quoting_uri, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (quoted_id, quoting_uri) DO NOTHING
        """
    )
    private static let find = SQL("SELECT id FROM quote_authorizations WHERE quoted_id = $1 AND quoting_uri = $2")
    private static let valid = SQL(
        "SELECT id FROM quote_authorizations WHERE quoted_id = $1 AND quoting_uri = $2 AND revoked_at IS NULL"
    )
    private static let byID = SQL(
        "SELECT quoted_id, quoting_uri FROM quote_authorizations WHERE id = $1 AND revoked_at IS NULL"
    )
    private static let revoke = SQL(
        """
        UPDATE quote_authorizations SET revoked_at = $1
        WHERE quoted_id = $2 AND quoting_uri = (SELECT uri FROM statuses WHERE id = $3) AND revoked_at IS NULL
        """
    )
    private static let setStamp = SQL(
        """
        INSERT INTO quote_stamps (status_id, uri) VALUES ($1, $2)
        ON CONFLICT (status_id) DO UPDATE SET uri = excluded.uri
        """
    )
    private static let stamp = SQL("SELECT uri FROM quote_stamps WHERE status_id = $1")
    private static let stamped = SQL("SELECT status_id FROM quote_stamps WHERE uri = $1 ORDER BY status_id LIMIT 1")

    /// A post of this server may be quoted in one of another. Returns the number of the stamp, the same each time; nil where it
    /// was taken back once, and stays so.
    ///
    /// - Parameter id: its number, where there is none yet.
    public static func authorize(
        _ id: Int64,
        quoting uri: String,
        of quoted: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64? {
        try connection.execute(insert, .int(id), .int(quoted), .text(uri), .int(now.milliseconds))
        return try validAuthorization(quoting: uri, of: quoted, connection)
    }

    /// The quote of a post of this server in another is agreed to no more, whatever becomes of that post.
    public static func revoke(of quoted: Int64, in quoting: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(revoke, .int(now.milliseconds), .int(quoted), .int(quoting))
    }

    /// The number of the stamp that holds for that quote; nil where there is none, or it was taken back.
    public static func validAuthorization(
        quoting uri: String,
        of quoted: Int64,
        _ connection: Connection
    ) throws -> Int64? {
        try connection.first(valid, .int(quoted), .text(uri)) { $0.int(0) }
    }

    /// The number of the stamp for that quote, also of one that was taken back; nil where there is none.
    public static func authorization(quoting uri: String, of quoted: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(find, .int(quoted), .text(uri)) { $0.int(0) }
    }

    public static func authorization(
        _ id: Int64,
        _ connection: Connection
    ) throws -> (quoted: Int64, quotingURI: String)? {
        try connection.first(byID, .int(id)) { ($0.int(0), $0.text(1)) }
    }

    /// The stamp of another server under a quote by somebody of this one.
    public static func setStamp(_ uri: String, of quoting: Int64, _ connection: Connection) throws {
        try connection.execute(setStamp, .int(quoting), .text(uri))
    }

    public static func stamp(of quoting: Int64, _ connection: Connection) throws -> String? {
        try connection.first(stamp, .int(quoting)) { $0.text(0) }
    }

    public static func status(stamped uri: String, _ connection: Connection) throws -> Int64? {
        try connection.first(stamped, .text(uri)) { $0.int(0) }
    }
}
