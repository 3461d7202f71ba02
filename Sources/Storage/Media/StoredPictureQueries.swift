// SQL of going through all stored pictures once.

internal import Basics
public import Database

/// A file that a row names.
public struct StoredPicture: Sendable, Equatable {
    /// Of the row.
    public var id: Int64
    public var path: String

    public init(id: Int64, path: String) {
        self.id = id
        self.path = path
    }
}

/// The pictures of one emoji.
public struct EmojiPictures: Sendable, Equatable {
    public var id: Int64
    public var image: [UInt8]
    public var still: [UInt8]?
}

public enum StoredPictureQueries {
    /// Whose rows name files.
    public enum Owner: Sendable, CaseIterable {
        case attachments
        case cards
    }

    private static let attachments = SQL(
        "SELECT id, path, preview_path FROM media_attachments WHERE id > $1 ORDER BY id LIMIT $2"
    )
    private static let cards = SQL("SELECT id, image_path FROM cards WHERE id > $1 ORDER BY id LIMIT $2")
    private static let attachment = SQL("SELECT path, preview_path FROM media_attachments WHERE id = $1")
    private static let card = SQL("SELECT image_path FROM cards WHERE id = $1")
    private static let hidden = SQL("SELECT place, is_hidden, is_settled FROM hidden_files WHERE path = $1")
    private static let emoji = SQL("SELECT id, image, still FROM custom_emojis WHERE id = $1")
    private static let takeEmoji = SQL(
        """
        DELETE FROM custom_emojis WHERE id = $1
        RETURNING shortcode, category, media_type, COALESCE(still_type, ''), created_at
        """
    )

    /// The files of some rows after one of them; `last` is the last row, nil where there is none.
    public static func pictures(
        of owner: Owner,
        after id: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> (files: [StoredPicture], last: Int64?) {
        var (files, last) = ([StoredPicture](), Int64?.none)
        try connection.forEach(owner == .cards ? cards : attachments, .int(id), .int(limit)) { row in
            last = row.int(0)
            let paths = owner == .cards ? [row.textOrNil(1)] : [row.textOrNil(1), row.textOrNil(2)]
            files += paths.compactMap { $0 }.map { StoredPicture(id: row.int(0), path: $0) }
            return true
        }
        return (files, last)
    }

    /// Whether a row still names a file.
    public static func names(_ file: StoredPicture, _ owner: Owner, _ connection: Connection) throws -> Bool {
        try connection.first(owner == .cards ? card : attachment, .int(file.id)) { row in
            row.textOrNil(0) == file.path || owner == .attachments && row.textOrNil(1) == file.path
        } ?? false
    }

    /// Where a file is to be, and whether it is there already.
    public static func place(
        of path: String,
        _ connection: Connection
    ) throws -> (place: String, isSettled: Bool) {
        try connection.first(hidden, .text(path)) { ($0.bool(1) ? $0.text(0) : path, $0.bool(2)) } ?? (path, true)
    }

    public static func pictures(ofEmoji id: Int64, _ connection: Connection) throws -> EmojiPictures? {
        try connection.first(emoji, .int(id)) { row in
            EmojiPictures(id: row.int(0), image: row.blob(1), still: row.blobOrNil(2))
        }
    }

    /// Gives an emoji other pictures, and with them another address: copies of the old ones may be kept for a year.
    public static func replace(_ emoji: EmojiPictures, _ connection: Connection) throws {
        let facts = try connection.first(takeEmoji, .int(emoji.id)) { row in
            (
                shortcode: row.text(0), category: row.textOrNil(1), type: row.text(2), stillType: row.text(3),
                createdAt: Timestamp(milliseconds: row.int(4))
            )
        }
        // Removed meanwhile.
        guard let facts else { return }
        _ = try EmojiQueries.insert(
            shortcode: facts.shortcode,
            category: facts.category,
            image: (facts.type, emoji.image),
            still: emoji.still.map { (facts.stillType, $0) },
            at: facts.createdAt,
            connection
        )
    }
}
