// SQL of the files of suspended accounts: where they are meanwhile, which are to be moved there or back.

public import Database

/// A file that is not, or is to be no more, where everybody finds it.
public struct HiddenFile: Sendable, Equatable {
    /// Where everybody finds it.
    public var path: String
    /// Where nobody does.
    public var place: String
    public var isHidden: Bool
}

public enum HiddenFileQueries {
    /// All files of an account, and the pictures of cards that nobody else shows whose account is not suspended.
    private static let files = SQL(
        """
        SELECT path FROM media_attachments WHERE account_id = $1 AND path IS NOT NULL
        UNION ALL SELECT preview_path FROM media_attachments WHERE account_id = $1 AND preview_path IS NOT NULL
        UNION ALL SELECT avatar FROM accounts WHERE id = $1 AND avatar IS NOT NULL
        UNION ALL SELECT avatar_static FROM accounts WHERE id = $1 AND avatar_static IS NOT NULL
        UNION ALL SELECT header FROM accounts WHERE id = $1 AND header IS NOT NULL
        UNION ALL SELECT header_static FROM accounts WHERE id = $1 AND header_static IS NOT NULL
        UNION ALL SELECT c.image_path FROM statuses s JOIN cards c ON c.id = s.card_id
            WHERE s.account_id = $1 AND c.image_path IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM statuses o JOIN accounts a ON a.id = o.account_id
                WHERE o.card_id = c.id AND a.suspended_at IS NULL AND a.deactivated_at IS NULL)
        """
    )
    private static let hide = SQL(
        """
        INSERT INTO hidden_files (path, place, account_id, is_hidden, is_settled) VALUES ($1, $2, $3, TRUE, FALSE)
        ON CONFLICT (path) DO UPDATE SET is_hidden = TRUE,
            is_settled = hidden_files.is_hidden AND hidden_files.is_settled
        """
    )
    private static let show = SQL(
        "UPDATE hidden_files SET is_hidden = FALSE, is_settled = FALSE WHERE account_id = $1"
    )
    private static let showCards = SQL(
        """
        UPDATE hidden_files SET is_hidden = FALSE, is_settled = FALSE WHERE path IN (
            SELECT c.image_path FROM statuses s JOIN cards c ON c.id = s.card_id WHERE s.account_id = $1)
        """
    )
    private static let showCard = SQL(
        """
        UPDATE hidden_files SET is_hidden = FALSE, is_settled = FALSE
        WHERE is_hidden AND path = (SELECT image_path FROM cards WHERE id = $1)
        """
    )
    private static let unsettled = SQL(
        "SELECT path, place, is_hidden FROM hidden_files WHERE NOT is_settled ORDER BY path LIMIT $1"
    )
    private static let settleHidden = SQL("UPDATE hidden_files SET is_settled = TRUE WHERE path = $1 AND is_hidden")
    private static let settleShown = SQL("DELETE FROM hidden_files WHERE path = $1 AND NOT is_hidden")
    private static let find = SQL("SELECT place FROM hidden_files WHERE path = $1")
    private static let forget = SQL("DELETE FROM hidden_files WHERE path = $1 RETURNING place")

    /// The files of an account that nobody may read while it is suspended.
    public static func files(of account: Int64, _ connection: Connection) throws -> [String] {
        Array(Set(try connection.query(files, .int(account)) { $0.text(0) })).filter { !$0.isEmpty }.sorted()
    }

    /// - Parameter place: where it goes, unless it has a place already.
    public static func hide(_ path: String, in place: String, of account: Int64, _ connection: Connection) throws {
        try connection.execute(hide, .text(path), .text(place), .int(account))
    }

    /// Has all files of an account brought back. Returns whether there are any.
    public static func show(filesOf account: Int64, _ connection: Connection) throws -> Bool {
        let own = try connection.execute(show, .int(account))
        return try connection.execute(showCards, .int(account)) + own > 0
    }

    /// Has the picture of a card brought back. Returns whether it was hidden.
    public static func show(pictureOfCard card: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(showCard, .int(card)) > 0
    }

    /// Files that are to be moved.
    public static func unsettled(limit: Int, _ connection: Connection) throws -> [HiddenFile] {
        try connection.query(unsettled, .int(limit)) {
            HiddenFile(path: $0.text(0), place: $0.text(1), isHidden: $0.bool(2))
        }
    }

    /// Notes that a file was moved, unless it is to be moved back by now. Returns false where it is nobody's any more.
    public static func settle(_ file: HiddenFile, _ connection: Connection) throws -> Bool {
        let settled = try connection.execute(file.isHidden ? settleHidden : settleShown, .text(file.path))
        guard settled == 0 else { return true }
        return try place(of: file.path, connection) != nil
    }

    /// Where a file is while nobody may read it, or is on its way to or from; nil where it is where everybody finds it.
    public static func place(of path: String, _ connection: Connection) throws -> String? {
        try connection.first(find, .text(path)) { $0.text(0) }
    }

    /// Forgets a file that goes, and returns where it may be besides.
    public static func forget(_ path: String, _ connection: Connection) throws -> String? {
        try connection.first(forget, .text(path)) { $0.text(0) }
    }
}
