// SQL of archives: asked for, made, given out for a while, forgotten; and what goes into them.

public import Basics
public import Database
public import Domain

/// What names a status elsewhere.
public struct StatusAddress: Sendable, Equatable {
    public var id: Int64
    /// Nil for one of this server.
    public var uri: String?
    public var username: String
}

public enum ArchiveQueries {
    private static let columns = "id, account_id, state, name, node, posts, bytes, reason, created_at"
    private static let insert = SQL(
        "INSERT INTO archives (account_id, state, name, created_at) VALUES ($1, 0, $2, $3) RETURNING id"
    )
    private static let newest = SQL(
        "SELECT \(columns) FROM archives WHERE account_id = $1 ORDER BY id DESC LIMIT 1"
    )
    private static let making = SQL("SELECT \(columns) FROM archives WHERE id = $1 AND state = 0")
    private static let deleteAll = SQL("DELETE FROM archives WHERE account_id = $1")
    private static let progress = SQL("UPDATE archives SET posts = $1 WHERE id = $2 AND state = 0")
    private static let finish = SQL(
        "UPDATE archives SET state = 1, node = $1, posts = $2, bytes = $3 WHERE id = $4 AND state = 0"
    )
    private static let fail = SQL("UPDATE archives SET state = 2, reason = $1 WHERE id = $2 AND state = 0")
    private static let forget = SQL(
        """
        DELETE FROM archives WHERE id IN (SELECT id FROM archives WHERE created_at < $1 ORDER BY created_at LIMIT $2)
        """
    )
    private static let known = SQL("SELECT name FROM archives WHERE name {in_text $1}")
    private static let posts = SQL(
        "SELECT id FROM statuses WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3"
    )
    private static let newestPosts = SQL("SELECT id FROM statuses WHERE account_id = $1 ORDER BY id DESC LIMIT $2")
    private static let media = SQL(
        """
        SELECT id, path FROM media_attachments
        WHERE account_id = $1 AND id > $2 AND path IS NOT NULL AND status_id IS NOT NULL AND position IS NOT NULL
        ORDER BY id LIMIT $3
        """
    )
    private static let addresses = SQL(
        "SELECT s.id, s.uri, a.username FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.id {in $1}"
    )

    public static func insert(
        _ name: String,
        of account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(insert, .int(account), .text(name), .int(now.milliseconds)) { $0.int(0) } ?? 0
    }

    /// The archive that was asked for last.
    public static func newest(of account: Int64, _ connection: Connection) throws -> ArchiveRecord? {
        try connection.first(newest, .int(account), row: record)
    }

    /// Nil where it is not being made.
    public static func making(_ id: Int64, _ connection: Connection) throws -> ArchiveRecord? {
        try connection.first(making, .int(id), row: record)
    }

    public static func deleteAll(of account: Int64, _ connection: Connection) throws {
        try connection.execute(deleteAll, .int(account))
    }

    /// Notes how many posts are in it. Returns whether it is still wanted.
    public static func note(posts: Int64, in id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(progress, .int(posts), .int(id)) > 0
    }

    /// Returns whether it is still wanted.
    public static func finish(
        _ id: Int64,
        on node: Int64,
        posts: Int64,
        bytes: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(finish, .int(node), .int(posts), .int(bytes), .int(id)) > 0
    }

    public static func fail(_ id: Int64, _ reason: String, _ connection: Connection) throws {
        try connection.execute(fail, .text(reason), .int(id))
    }

    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }

    /// Which of some names are those of archives.
    public static func known(_ names: [String], _ connection: Connection) throws -> Set<String> {
        Set(try connection.query(known, .texts(names)) { $0.text(0) })
    }

    /// Statuses and reblogs of an account after one of them, the oldest first.
    public static func posts(
        of account: Int64,
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(posts, .int(account), .int(after), .int(limit)) { $0.int(0) }
    }

    /// The newest statuses and reblogs of an account, the newest first.
    public static func newestPosts(of account: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(newestPosts, .int(account), .int(limit)) { $0.int(0) }
    }

    /// Files that the posts of an account show, in the order of upload, after one of them.
    public static func media(
        of account: Int64,
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(id: Int64, path: String)] {
        try connection.query(media, .int(account), .int(after), .int(limit)) { ($0.int(0), $0.text(1)) }
    }

    /// Those of `statuses` that exist, in no particular order.
    public static func addresses(of statuses: [Int64], _ connection: Connection) throws -> [Int64: StatusAddress] {
        guard !statuses.isEmpty else { return [:] }
        var found: [Int64: StatusAddress] = [:]
        try connection.forEach(addresses, .ids(statuses)) { row in
            found[row.int(0)] = StatusAddress(id: row.int(0), uri: row.textOrNil(1), username: row.text(2))
            return true
        }
        return found
    }

    private static func record(_ row: Row) -> ArchiveRecord {
        ArchiveRecord(
            id: row.int(0),
            account: row.int(1),
            state: ArchiveState(rawValue: row.int(2)) ?? .failed,
            name: row.text(3),
            node: row.int(4),
            posts: row.int(5),
            bytes: row.int(6),
            reason: row.textOrNil(7),
            createdAt: Timestamp(milliseconds: row.int(8))
        )
    }
}
