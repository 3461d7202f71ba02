// SQL of the server's own emoji.

public import Basics
public import Database
public import Domain

public enum EmojiQueries {
    private static let all = SQL(
        "SELECT id, shortcode, category, media_type, still IS NOT NULL FROM custom_emojis ORDER BY shortcode"
    )
    private static let insert = SQL(
        """
        INSERT INTO custom_emojis (shortcode, category, media_type, image, still, still_type, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shortcode) DO NOTHING RETURNING id
        """
    )
    private static let delete = SQL("DELETE FROM custom_emojis WHERE shortcode = $1")
    private static let image = SQL("SELECT media_type, image FROM custom_emojis WHERE id = $1")
    private static let still = SQL("SELECT still_type, still FROM custom_emojis WHERE id = $1 AND still IS NOT NULL")

    public static func all(_ connection: Connection) throws -> [CustomEmoji] {
        try connection.query(all) { row in
            CustomEmoji(
                id: row.int(0),
                shortcode: row.text(1),
                category: row.textOrNil(2),
                mediaType: row.text(3),
                hasStill: row.bool(4)
            )
        }
    }

    /// Returns its id; nil where the shortcode is taken.
    public static func insert(
        shortcode: String,
        category: String?,
        image: (type: String, bytes: [UInt8]),
        still: (type: String, bytes: [UInt8])?,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64? {
        try connection.first(
            insert,
            .text(shortcode),
            .text(category),
            .text(image.type),
            .blob(image.bytes),
            .blob(still?.bytes),
            .text(still?.type),
            .int(now.milliseconds)
        ) { $0.int(0) }
    }

    /// Returns whether there was one.
    public static func delete(shortcode: String, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .text(shortcode)) > 0
    }

    /// The picture, or the one that does not move.
    public static func picture(
        _ id: Int64,
        still wantsStill: Bool,
        _ connection: Connection
    ) throws -> (type: String, bytes: [UInt8])? {
        try connection.first(wantsStill ? still : image, .int(id)) { ($0.text(0), $0.blob(1)) }
    }
}
