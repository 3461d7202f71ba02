// SQL of files that nothing points at any more: noted in the transaction that lets go of them, removed afterwards.

public import Database

public enum MediaRemovalQueries {
    private static let note = SQL("INSERT INTO media_removals (path) VALUES ($1)")
    private static let noted = SQL("SELECT r.id, r.path FROM media_removals r ORDER BY r.id LIMIT $1")
    private static let done = SQL("DELETE FROM media_removals WHERE id {in $1}")

    public static func note(_ paths: [String], _ connection: Connection) throws {
        for path in paths {
            try connection.execute(note, .text(path))
            if let place = try HiddenFileQueries.forget(path, connection) { try connection.execute(note, .text(place)) }
        }
    }

    /// The files that wait longest.
    public static func noted(limit: Int, _ connection: Connection) throws -> [(id: Int64, path: String)] {
        try connection.query(noted, .int(limit)) { ($0.int(0), $0.text(1)) }
    }

    public static func done(_ ids: [Int64], _ connection: Connection) throws {
        try connection.execute(done, .ids(ids))
    }
}
