// SQL of tags.

public import Basics
public import Database
public import Domain

public enum TagQueries {
    private static let find = SQL("SELECT id FROM tags WHERE name = $1")
    private static let findMany = SQL("SELECT id, name FROM tags WHERE name {in_text $1}")
    private static let names = SQL("SELECT id, name FROM tags WHERE id {in $1}")
    private static let beginning = SQL(
        """
        SELECT id, name FROM tags WHERE search_name >= $1 AND search_name <= $2 AND name <> $3
        ORDER BY search_name, name LIMIT $4 OFFSET $5
        """
    )
    private static let insert = SQL(
        """
        INSERT INTO tags (name, display_name, created_at, search_name) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
        """
    )
    private static let attach = SQL(
        "INSERT INTO status_tags (status_id, tag_id, is_listed, has_media) VALUES ($1, $2, $3, $4)"
    )
    private static let detach = SQL("DELETE FROM status_tags WHERE status_id = $1 RETURNING tag_id, is_listed")
    private static let listedOn = SQL("SELECT tag_id FROM status_tags WHERE status_id = $1 AND is_listed")
    private static let down = SQL("SELECT id, name FROM tags WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3")
    private static let up = SQL("SELECT id, name FROM tags WHERE id < $1 AND id > $2 ORDER BY id LIMIT $3")
    private static let lock = SQL("SELECT id FROM tags WHERE id = $1 {forupdate}")
    private static let display = SQL("SELECT display_name FROM tags WHERE name = $1")

    public static func id(_ tag: TagName, _ connection: Connection) throws -> Int64? {
        try connection.first(find, .text(tag.name)) { $0.int(0) }
    }

    /// Ids of those that were ever used.
    public static func ids(_ tags: [TagName], _ connection: Connection) throws -> [Int64] {
        guard !tags.isEmpty else { return [] }
        return try connection.query(findMany, .texts(tags.map(\.name))) { $0.int(0) }
    }

    /// Folded names of tags, by id.
    public static func names(_ ids: [Int64], _ connection: Connection) throws -> [Int64: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.query(names, .ids(ids)) { ($0.int(0), $0.text(1)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// Tags whose names begin like `tag`, accents or not: the one that is spelled so first, the others in the order of names, a
    /// range of the index. On a PostgreSQL database with a collation other than C some may be missed.
    public static func beginning(
        like tag: TagName,
        limit: Int,
        offset: Int,
        _ connection: Connection
    ) throws -> [(id: Int64, name: String)] {
        let exact = try id(tag, connection).map { (id: $0, name: tag.name) }
        let isShown = exact != nil && offset == 0 && limit > 0
        let prefix = tag.searchName
        let others = try connection.query(
            beginning,
            .text(prefix),
            .text(prefix + "\u{10FFFF}"),
            .text(tag.name),
            .int(limit - (isShown ? 1 : 0)),
            .int(max(0, offset - (exact == nil ? 0 : 1)))
        ) { ($0.int(0), $0.text(1)) }
        return (isShown ? [exact].compactMap { $0 } : []) + others
    }

    /// The id of a tag, made at its first use.
    public static func idMaking(_ tag: TagName, at now: Timestamp, _ connection: Connection) throws -> Int64 {
        if let id = try id(tag, connection) { return id }
        return try connection.first(
            insert,
            .text(tag.name),
            .text(tag.display),
            .int(now.milliseconds),
            .text(tag.searchName)
        ) { $0.int(0) } ?? 0
    }

    /// One page of all tags, the newest first.
    public static func list(_ page: PageBounds, _ connection: Connection) throws -> [(id: Int64, name: String)] {
        page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .int(page.below),
                .int(page.above),
                .int(page.limit)
            ) { ($0.int(0), $0.text(1)) }
        )
    }

    /// Has others who decide about the tag wait until the commit.
    public static func lock(_ id: Int64, _ connection: Connection) throws {
        _ = try connection.first(lock, .int(id)) { $0.int(0) }
    }

    /// The spelling of a tag's first use.
    public static func displayName(_ tag: TagName, _ connection: Connection) throws -> String? {
        try connection.first(display, .text(tag.name)) { $0.text(0) }
    }

    /// - Parameters:
    ///   - isListed: whether tag timelines show the status.
    ///   - hasMedia: whether it has attachments.
    public static func attach(
        _ tags: [Int64],
        to status: Int64,
        isListed: Bool,
        hasMedia: Bool = false,
        _ connection: Connection
    ) throws {
        for tag in tags {
            try connection.executeLater(attach, .int(status), .int(tag), .bool(isListed), .bool(hasMedia))
        }
    }

    /// Takes all tags off a status. Returns those whose timelines showed it.
    public static func detachAll(from status: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(detach, .int(status)) { ($0.int(0), $0.bool(1)) }.filter(\.1).map(\.0)
    }

    /// The tags whose timelines show a status.
    public static func listed(on status: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(listedOn, .int(status)) { $0.int(0) }
    }
}
