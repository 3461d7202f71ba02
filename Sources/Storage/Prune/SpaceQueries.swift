// What a database takes on the disk, and pages that it gives back.

public import Database

public enum SpaceQueries {
    private static let postgres = SQL("SELECT pg_database_size(current_database())")

    /// What a database takes.
    public struct Size: Sendable, Equatable {
        public var bytes: Int64
        /// Of them, in SQLite's file: free for what is written next.
        public var free: Int64
        /// Whether SQLite can give free pages back; files of earlier versions cannot.
        public var givesBack: Bool
    }

    public static func size(_ connection: Connection) throws -> Size {
        guard connection.engine == .sqlite else {
            return Size(bytes: try connection.first(postgres) { $0.int(0) } ?? 0, free: 0, givesBack: true)
        }
        func pragma(_ name: String) throws -> Int64 {
            try connection.query(text: "PRAGMA \(name)") { $0.int(0) }.first ?? 0
        }
        let page = try pragma("page_size")
        return Size(
            bytes: try pragma("page_count") * page,
            free: try pragma("freelist_count") * page,
            givesBack: try pragma("auto_vacuum") == 2
        )
    }

    /// Has SQLite give back so many free pages at the most, within a write (https://sqlite.org/pragma.html#pragma_incremental_vacuum).
    public static func giveBack(pages: Int, _ connection: Connection) throws {
        guard connection.engine == .sqlite else { return }
        try connection.executeScript("PRAGMA incremental_vacuum(\(pages))")
    }
}
