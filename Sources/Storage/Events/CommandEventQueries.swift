// SQL of what a command tells the server that runs on the same SQLite file.

public import Database

public enum CommandEventQueries {
    private static let insert = SQL("INSERT INTO command_events (text) VALUES ($1)")
    private static let all = SQL("SELECT id, text FROM command_events ORDER BY id LIMIT $1")
    private static let remove = SQL("DELETE FROM command_events WHERE id <= $1")

    public static func insert(_ text: String, _ connection: Connection) throws {
        try connection.execute(insert, .text(text))
    }

    /// The oldest first.
    public static func texts(limit: Int, _ connection: Connection) throws -> [(id: Int64, text: String)] {
        try connection.query(all, .int(limit)) { ($0.int(0), $0.text(1)) }
    }

    public static func remove(upTo id: Int64, _ connection: Connection) throws {
        try connection.execute(remove, .int(id))
    }
}
