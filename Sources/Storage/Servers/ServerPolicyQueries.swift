// SQL of what moderators decided about other servers.

public import Basics
public import Database
public import Domain

public enum ServerPolicyQueries {
    private static let columns = """
        id, domain, severity, rejects_media, rejects_reports, is_obfuscated, public_comment, private_comment, created_at
        """
    private static let blocks = SQL("SELECT \(columns) FROM server_blocks ORDER BY id")
    private static let block = SQL("SELECT \(columns) FROM server_blocks WHERE id = $1")
    private static let blockOf = SQL("SELECT \(columns) FROM server_blocks WHERE domain = $1")
    private static let page = PagedQuery { direction in
        SQL(
            """
            SELECT \(columns) FROM server_blocks WHERE id > CAST($1 AS BIGINT) AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let insertBlock = SQL(
        """
        INSERT INTO server_blocks (domain, severity, rejects_media, rejects_reports, is_obfuscated, public_comment,
            private_comment, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (domain) DO UPDATE SET severity = excluded.severity, rejects_media = excluded.rejects_media,
            rejects_reports = excluded.rejects_reports, is_obfuscated = excluded.is_obfuscated,
            public_comment = excluded.public_comment, private_comment = excluded.private_comment
        RETURNING id, created_at
        """
    )
    private static let deleteBlock = SQL("DELETE FROM server_blocks WHERE id = $1")
    private static let allows = SQL("SELECT id, domain, created_at FROM server_allows ORDER BY id")
    private static let allow = SQL("SELECT id, domain, created_at FROM server_allows WHERE id = $1")
    private static let allowPage = PagedQuery { direction in
        SQL(
            """
            SELECT id, domain, created_at FROM server_allows WHERE id > CAST($1 AS BIGINT) AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    private static let insertAllow = SQL(
        """
        INSERT INTO server_allows (domain, created_at) VALUES ($1, $2)
        ON CONFLICT (domain) DO UPDATE SET domain = excluded.domain RETURNING id, domain, created_at
        """
    )
    private static let deleteAllow = SQL("DELETE FROM server_allows WHERE id = $1")

    /// All of them.
    public static func blocks(_ connection: Connection) throws -> [ServerBlock] {
        try connection.query(blocks, row: block)
    }

    public static func block(_ id: Int64, _ connection: Connection) throws -> ServerBlock? {
        try connection.first(block, .int(id), row: block)
    }

    public static func block(of domain: String, _ connection: Connection) throws -> ServerBlock? {
        try connection.first(blockOf, .text(domain), row: block)
    }

    /// One page, the newest first.
    public static func blocks(_ bounds: PageBounds, _ connection: Connection) throws -> [ServerBlock] {
        try page.rows(of: 0, bounds, connection, row: block)
    }

    /// Writes a decision in the place of the one about the same domain, and returns it with its id.
    public static func set(_ block: ServerBlock, _ connection: Connection) throws -> ServerBlock {
        var block = block
        try connection.forEach(
            insertBlock,
            .text(block.domain),
            .int(block.severity.rawValue),
            .bool(block.rejectsMedia),
            .bool(block.rejectsReports),
            .bool(block.isObfuscated),
            .text(block.publicComment),
            .text(block.privateComment),
            .int(block.createdAt.milliseconds)
        ) { row in
            (block.id, block.createdAt) = (row.int(0), Timestamp(milliseconds: row.int(1)))
            return true
        }
        return block
    }

    /// Returns whether there was one.
    public static func deleteBlock(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(deleteBlock, .int(id)) > 0
    }

    /// All of them.
    public static func allows(_ connection: Connection) throws -> [ServerAllow] {
        try connection.query(allows, row: allow)
    }

    public static func allow(_ id: Int64, _ connection: Connection) throws -> ServerAllow? {
        try connection.first(allow, .int(id), row: allow)
    }

    /// One page, the newest first.
    public static func allows(_ bounds: PageBounds, _ connection: Connection) throws -> [ServerAllow] {
        try allowPage.rows(of: 0, bounds, connection, row: allow)
    }

    /// Allows a domain, and returns the row, old or new.
    public static func allow(domain: String, at now: Timestamp, _ connection: Connection) throws -> ServerAllow? {
        try connection.first(insertAllow, .text(domain), .int(now.milliseconds), row: allow)
    }

    /// Returns whether there was one.
    public static func deleteAllow(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(deleteAllow, .int(id)) > 0
    }

    private static func block(_ row: Row) -> ServerBlock {
        ServerBlock(
            id: row.int(0),
            domain: row.text(1),
            severity: ServerSeverity(rawValue: row.int(2)) ?? .suspend,
            rejectsMedia: row.bool(3),
            rejectsReports: row.bool(4),
            isObfuscated: row.bool(5),
            publicComment: row.text(6),
            privateComment: row.text(7),
            createdAt: Timestamp(milliseconds: row.int(8))
        )
    }

    private static func allow(_ row: Row) -> ServerAllow {
        ServerAllow(id: row.int(0), domain: row.text(1), createdAt: Timestamp(milliseconds: row.int(2)))
    }
}
