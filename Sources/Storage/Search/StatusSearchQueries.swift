// SQL of the index of statuses: written with the status, asked newest first.

public import Database
public import Domain

public enum StatusSearchQueries {
    private static let insert = SQL("INSERT INTO status_search (rowid, tokens) VALUES ($1, $2)")
    private static let delete = SQL("DELETE FROM status_search WHERE rowid = $1")
    private static let deleteMany = SQL("DELETE FROM status_search WHERE rowid {in $1}")
    /// FTS5 gives rows in the order of their ids and stops at the limit.
    private static let newest = SQL(
        """
        SELECT rowid FROM status_search WHERE {match tokens $1} AND rowid < $2 AND rowid > $3
        ORDER BY rowid DESC LIMIT $4
        """
    )
    private static let oldest = SQL(
        """
        SELECT rowid FROM status_search WHERE {match tokens $1} AND rowid < $2 AND rowid > $3 ORDER BY rowid LIMIT $4
        """
    )
    /// GIN knows no order: what many rows hold is found among the newest, what few hold through the index.
    private static let amongNewest = SQL(
        """
        SELECT x.rowid FROM (
            SELECT rowid, tokens FROM status_search WHERE rowid < $1 AND rowid > $2 ORDER BY rowid DESC LIMIT $3
        ) x WHERE {match x.tokens $4} ORDER BY x.rowid DESC LIMIT $5
        """
    )
    private static let ofAll = SQL(
        """
        WITH hits AS MATERIALIZED (
            SELECT rowid FROM status_search WHERE {match tokens $1} AND rowid < $2 AND rowid > $3
        )
        SELECT rowid FROM hits ORDER BY rowid DESC LIMIT $4
        """
    )
    private static let ofAllUpward = SQL(
        """
        WITH hits AS MATERIALIZED (
            SELECT rowid FROM status_search WHERE {match tokens $1} AND rowid < $2 AND rowid > $3
        )
        SELECT rowid FROM hits ORDER BY rowid LIMIT $4
        """
    )
    private static let among = SQL(
        "SELECT rowid FROM status_search WHERE {match tokens $1} AND rowid < $2 AND rowid > $3 AND {filter rowid $4}"
    )
    private static let savedAmong = SQL(
        """
        SELECT status_id FROM favourites WHERE account_id = $1 AND status_id {in $2}
        UNION ALL SELECT status_id FROM bookmarks WHERE account_id = $1 AND status_id {in $2}
        UNION ALL SELECT reblog_of_id FROM statuses WHERE account_id = $1 AND reblog_of_id {in $2}
        UNION ALL SELECT p.status_id FROM polls p JOIN poll_votes v ON v.poll_id = p.id AND v.account_id = $1
            WHERE p.status_id {in $2}
        """
    )
    private static let newestSaved = SQL(
        """
        SELECT id FROM (SELECT status_id AS id FROM favourites
            WHERE account_id = $1 AND status_id < $2 AND status_id > $3 ORDER BY status_id DESC LIMIT $4) a
        UNION SELECT id FROM (SELECT status_id AS id FROM bookmarks
            WHERE account_id = $1 AND status_id < $2 AND status_id > $3 ORDER BY status_id DESC LIMIT $4) b
        UNION SELECT id FROM (SELECT reblog_of_id AS id FROM statuses
            WHERE account_id = $1 AND reblog_of_id < $2 AND reblog_of_id > $3 ORDER BY reblog_of_id DESC LIMIT $4) c
        UNION SELECT id FROM (SELECT p.status_id AS id FROM poll_votes v JOIN polls p ON p.id = v.poll_id
            WHERE v.account_id = $1 AND p.status_id < $2 AND p.status_id > $3 ORDER BY v.poll_id DESC LIMIT $4) d
        """
    )

    /// Rows of the newest that PostgreSQL reads before it asks the index.
    private static let window = 2000
    /// The newest hits among which saved ones are looked for.
    private static let hitsTried = 2000
    /// The newest saved ones among which hits are looked for.
    private static let savedTried = 1000

    public static func insert(_ document: SearchDocument, of status: Int64, _ connection: Connection) throws {
        try connection.executeLast(
            insert,
            .int(status),
            .entry(words: document.words, marks: document.marks, connection)
        )
    }

    public static func replace(_ document: SearchDocument, of status: Int64, _ connection: Connection) throws {
        try connection.execute(delete, .int(status))
        try insert(document, of: status, connection)
    }

    public static func delete(_ statuses: [Int64], _ connection: Connection) throws {
        guard !statuses.isEmpty else { return }
        try connection.execute(deleteMany, .ids(statuses))
    }

    /// Ids of the statuses that match, newest first; with `min_id` those right above it.
    public static func hits(
        _ expression: SearchExpression,
        _ request: PageBounds,
        _ connection: Connection
    ) throws -> [Int64] {
        let question = Value.question(expression, connection)
        let (below, above) = (Value.int(request.below), Value.int(request.above))
        let limit = Value.int(Int64(request.limit))
        func run(_ sql: SQL) throws -> [Int64] {
            try connection.query(sql, question, below, above, limit) { $0.int(0) }
        }
        switch (connection.engine, request.isAscending) {
        case (.sqlite, false): return try run(newest)
        case (.sqlite, true): return request.newestFirst(try run(oldest))
        case (.postgres, true): return request.newestFirst(try run(ofAllUpward))
        case (.postgres, false):
            let recent = try connection.query(amongNewest, below, above, .int(Int64(window)), question, limit) {
                $0.int(0)
            }
            return recent.count == request.limit ? recent : try run(ofAll)
        }
    }

    /// Ids of those that match among what an account has favourited, reblogged, bookmarked or voted in, newest first.
    ///
    /// What few statuses match is found whole; of what more than two thousand match, what is among those, and among the
    /// newest thousand that the account has saved.
    public static func savedHits(
        _ expression: SearchExpression,
        of account: Int64,
        _ request: PageBounds,
        _ connection: Connection
    ) throws -> [Int64] {
        var wide = request
        wide.limit = max(hitsTried, request.limit)
        let hits = try hits(expression, wide, connection)
        guard !hits.isEmpty else { return [] }
        var found = Set(try connection.query(savedAmong, .int(account), .ids(hits)) { $0.int(0) })
        if hits.count >= wide.limit, found.count < request.limit, !request.isAscending {
            found.formUnion(try savedAmongNewest(expression, of: account, request, connection))
        }
        let ordered = request.isAscending ? found.sorted() : found.sorted(by: >)
        return request.newestFirst(Array(ordered.prefix(request.limit)))
    }

    /// Ids of those that match among the newest that the account has saved, in no particular order.
    public static func savedAmongNewest(
        _ expression: SearchExpression,
        of account: Int64,
        _ request: PageBounds,
        _ connection: Connection
    ) throws -> [Int64] {
        let saved = try connection.query(
            newestSaved,
            .int(account),
            .int(request.below),
            .int(request.above),
            .int(savedTried)
        ) { $0.int(0) }
        guard let newest = saved.max(), let oldest = saved.min() else { return [] }
        return try connection.query(
            among,
            .question(expression, connection),
            .int(newest + 1),
            .int(oldest - 1),
            .ids(saved)
        ) { $0.int(0) }
    }
}
