// SQL of filters, their keywords and their statuses.

public import Basics
public import Database
public import Domain

public enum FilterQueries {
    private static let columns = "f.id, f.account_id, f.title, f.contexts, f.action, f.expires_at"
    private static let insert = SQL(
        """
        INSERT INTO filters (account_id, title, contexts, action, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        RETURNING id
        """
    )
    private static let update = SQL(
        "UPDATE filters SET title = $1, contexts = $2, action = $3, expires_at = $4 WHERE id = $5"
    )
    private static let delete = SQL("DELETE FROM filters WHERE id = $1 AND account_id = $2")
    private static let byOwner = SQL("SELECT \(columns) FROM filters f WHERE f.account_id = $1 ORDER BY f.id")
    private static let byID = SQL("SELECT \(columns) FROM filters f WHERE f.id = $1")
    private static let keywordsOf = SQL(
        """
        SELECT k.filter_id, k.id, k.keyword, k.whole_word FROM filters f JOIN filter_keywords k ON k.filter_id = f.id
        WHERE f.account_id = $1 AND (CAST($2 AS BIGINT) = 0 OR f.id = $2)
        """
    )
    private static let statusesOf = SQL(
        """
        SELECT s.filter_id, s.id, s.status_id FROM filters f JOIN filter_statuses s ON s.filter_id = f.id
        WHERE f.account_id = $1 AND (CAST($2 AS BIGINT) = 0 OR f.id = $2)
        """
    )
    private static let count = SQL("SELECT COUNT(*) FROM filters WHERE account_id = $1")
    private static let insertKeyword = SQL(
        "INSERT INTO filter_keywords (filter_id, keyword, whole_word) VALUES ($1, $2, $3) RETURNING id"
    )
    private static let updateKeyword = SQL("UPDATE filter_keywords SET keyword = $1, whole_word = $2 WHERE id = $3")
    private static let deleteKeyword = SQL("DELETE FROM filter_keywords WHERE id = $1")
    private static let filterOfKeyword = SQL("SELECT filter_id FROM filter_keywords WHERE id = $1")
    private static let insertStatus = SQL(
        """
        INSERT INTO filter_statuses (filter_id, status_id) VALUES ($1, $2)
        ON CONFLICT (filter_id, status_id) DO NOTHING RETURNING id
        """
    )
    private static let deleteStatus = SQL("DELETE FROM filter_statuses WHERE id = $1")
    private static let filterOfStatus = SQL("SELECT filter_id FROM filter_statuses WHERE id = $1")

    /// All filters of an account, the oldest first: three statements, one where there are none.
    public static func filters(of account: Int64, _ connection: Connection) throws -> [ContentFilter] {
        var filters = try connection.query(byOwner, .int(account), row: filter)
        try fill(&filters, of: account, connection)
        return filters
    }

    public static func filter(_ id: Int64, _ connection: Connection) throws -> ContentFilter? {
        guard let found = try connection.first(byID, .int(id), row: filter) else { return nil }
        var filters = [found]
        try fill(&filters, of: found.accountID, connection)
        return filters.first
    }

    private static func fill(_ filters: inout [ContentFilter], of account: Int64, _ connection: Connection) throws {
        guard let first = filters.first else { return }
        let one = filters.count == 1 ? first.id : 0
        let places = Dictionary(filters.enumerated().map { ($1.id, $0) }) { first, _ in first }
        try connection.forEach(keywordsOf, .int(account), .int(one)) { row in
            if let place = places[row.int(0)] {
                filters[place].keywords.append(
                    FilterKeyword(id: row.int(1), keyword: row.text(2), isWholeWord: row.bool(3))
                )
            }
            return true
        }
        try connection.forEach(statusesOf, .int(account), .int(one)) { row in
            if let place = places[row.int(0)] {
                filters[place].statuses.append(FilterStatus(id: row.int(1), statusID: row.int(2)))
            }
            return true
        }
        for place in filters.indices {
            filters[place].keywords.sort { $0.id < $1.id }
            filters[place].statuses.sort { $0.id < $1.id }
        }
    }

    public static func count(of account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(account)) { $0.int(0) } ?? 0
    }

    /// Writes a filter without its keywords and statuses. Returns its id.
    public static func insert(_ filter: ContentFilter, at now: Timestamp, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .int(filter.accountID),
            .text(filter.title),
            .int(filter.contexts.rawValue),
            .int(filter.action.rawValue),
            .int(filter.expiresAt?.milliseconds),
            .int(now.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func update(_ filter: ContentFilter, _ connection: Connection) throws {
        try connection.execute(
            update,
            .text(filter.title),
            .int(filter.contexts.rawValue),
            .int(filter.action.rawValue),
            .int(filter.expiresAt?.milliseconds),
            .int(filter.id)
        )
    }

    /// Returns whether there was one.
    public static func delete(_ id: Int64, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id), .int(account)) > 0
    }

    /// Returns the id of the keyword.
    public static func insert(_ keyword: FilterKeyword, in filter: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(insertKeyword, .int(filter), .text(keyword.keyword), .bool(keyword.isWholeWord)) {
            $0.int(0)
        } ?? 0
    }

    public static func update(_ keyword: FilterKeyword, _ connection: Connection) throws {
        try connection.execute(updateKeyword, .text(keyword.keyword), .bool(keyword.isWholeWord), .int(keyword.id))
    }

    public static func deleteKeyword(_ id: Int64, _ connection: Connection) throws {
        try connection.execute(deleteKeyword, .int(id))
    }

    /// The filter that a keyword belongs to.
    public static func filter(ofKeyword id: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(filterOfKeyword, .int(id)) { $0.int(0) }
    }

    /// Returns the id of the entry; nil where the filter names the status already.
    public static func insert(status: Int64, in filter: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(insertStatus, .int(filter), .int(status)) { $0.int(0) }
    }

    public static func deleteStatus(_ id: Int64, _ connection: Connection) throws {
        try connection.execute(deleteStatus, .int(id))
    }

    /// The filter that an entry of a status belongs to.
    public static func filter(ofStatus id: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(filterOfStatus, .int(id)) { $0.int(0) }
    }

    private static func filter(_ row: Row) -> ContentFilter {
        ContentFilter(
            id: row.int(0),
            accountID: row.int(1),
            title: row.text(2),
            contexts: FilterContexts(rawValue: row.int(3)),
            action: FilterAction(rawValue: row.int(4)) ?? .warn,
            expiresAt: row.moment(5)
        )
    }
}
