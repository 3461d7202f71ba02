// SQL of all files that some row names, to know which nobody does.

public import Database

public enum StoredPathQueries {
    private static let attachments = SQL(
        """
        SELECT id, path, preview_path FROM media_attachments WHERE id > $1 ORDER BY id LIMIT $2
        """
    )
    private static let accounts = SQL(
        "SELECT id, avatar, avatar_static, header, header_static FROM accounts WHERE id > $1 ORDER BY id LIMIT $2"
    )
    private static let cards = SQL("SELECT id, image_path FROM cards WHERE id > $1 ORDER BY id LIMIT $2")
    private static let removals = SQL("SELECT id, path FROM media_removals WHERE id > $1 ORDER BY id LIMIT $2")
    private static let hidden = SQL("SELECT path, place FROM hidden_files WHERE path > $1 ORDER BY path LIMIT $2")
    private static let rows: Int64 = 1000

    /// Gives each path that is named anywhere to `body`; some more than once.
    public static func forEach(_ connection: Connection, _ body: (String) -> Void) throws {
        for (sql, columns) in [(attachments, 1...2), (accounts, 1...4), (cards, 1...1), (removals, 1...1)] {
            var (last, count) = (Int64(0), rows)
            while count == rows {
                count = 0
                try connection.forEach(sql, .int(last), .int(rows)) { row in
                    for column in columns { if let path = row.textOrNil(column) { body(path) } }
                    (last, count) = (row.int(0), count + 1)
                    return true
                }
            }
        }
        var (last, count) = ("", rows)
        while count == rows {
            count = 0
            try connection.forEach(hidden, .text(last), .int(rows)) { row in
                body(row.text(0))
                body(row.text(1))
                (last, count) = (row.text(0), count + 1)
                return true
            }
        }
    }
}
