// SQL of translations that were made once and serve all who read the same language.

public import Basics
public import Database

public enum TranslationQueries {
    private static let find = SQL(
        "SELECT body FROM translations WHERE status_id = $1 AND language = $2 AND source_hash = $3"
    )
    private static let save = SQL(
        """
        INSERT INTO translations (status_id, language, source_hash, body, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (status_id, language) DO UPDATE SET source_hash = excluded.source_hash, body = excluded.body,
            created_at = excluded.created_at
        """
    )
    private static let purge = SQL(
        """
        DELETE FROM translations WHERE (status_id, language) IN
            (SELECT status_id, language FROM translations WHERE created_at < $1 ORDER BY created_at LIMIT $2)
        """
    )

    /// - Parameter hash: of what was translated and by whom: a translation of an earlier text is none.
    public static func translation(
        of status: Int64,
        to language: String,
        hash: [UInt8],
        _ connection: Connection
    ) throws -> String? {
        try connection.first(find, .int(status), .text(language), .blob(hash)) { $0.text(0) }
    }

    public static func save(
        _ body: String,
        of status: Int64,
        to language: String,
        hash: [UInt8],
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            save,
            .int(status),
            .text(language),
            .blob(hash),
            .text(body),
            .int(now.milliseconds)
        )
    }

    /// Forgets old translations, a bounded number. Returns how many went.
    public static func purge(before moment: Timestamp, limit: Int, _ connection: Connection) throws -> Int {
        try connection.execute(purge, .int(moment.milliseconds), .int(limit))
    }
}
