// SQL of the recount of tags: every count computed anew from the listed statuses, and a tag's counts made anew.

public import Database

public enum TagRecountQueries {
    /// One count of tags: how it is kept, and what it is a count of; both as (tag, key, number).
    private struct Recount {
        let name: String
        let find: SQL

        init(_ name: String, kept: String, causes: String) {
            self.name = name
            find = SQL(
                """
                SELECT x.tag_id, x.key, CAST(SUM(x.kept) AS BIGINT), CAST(SUM(x.counted) AS BIGINT) FROM (
                    SELECT k.tag_id AS tag_id, CAST(k.key AS TEXT) AS key, k.n AS kept, 0 AS counted FROM (\(kept)) k
                    UNION ALL
                    SELECT c.tag_id, CAST(c.key AS TEXT), 0, c.n FROM (\(causes)) c) x
                GROUP BY x.tag_id, x.key HAVING SUM(x.kept) <> SUM(x.counted) ORDER BY x.tag_id, x.key LIMIT $1
                """
            )
        }
    }

    private static let uses = "status_tags t JOIN statuses s ON s.id = t.status_id AND t.is_listed"

    private static func start(_ column: String, _ size: Int) -> String {
        "(\(column) / \(size * 1000) * \(size * 1000))"
    }

    private static func person(_ column: String, _ count: String) -> Recount {
        Recount(
            "\(column) of account",
            kept: "SELECT tag_id, account_id AS key, \(column) AS n FROM tag_people",
            causes: "SELECT t.tag_id AS tag_id, s.account_id AS key, \(count) AS n FROM \(uses) GROUP BY 1, 2"
        )
    }

    private static func counter(_ column: String, _ count: String) -> Recount {
        Recount(
            column,
            kept: "SELECT tag_id, '' AS key, SUM(\(column)) AS n FROM tag_counters GROUP BY tag_id",
            causes: "SELECT t.tag_id AS tag_id, '' AS key, \(count) AS n FROM \(uses) GROUP BY 1"
        )
    }

    private static func bins(_ size: Int) -> [Recount] {
        let kept = { (column: String) in
            "SELECT tag_id, start AS key, SUM(\(column)) AS n FROM tag_bins WHERE size = \(size) GROUP BY tag_id, start"
        }
        let causes = { (count: String) in
            "SELECT t.tag_id AS tag_id, \(start("s.created_at", size)) AS key, \(count) AS n FROM \(uses) GROUP BY 1, 2"
        }
        return [
            Recount("posts in \(size) s from", kept: kept("posts"), causes: causes("COUNT(*)")),
            Recount("people in \(size) s from", kept: kept("people"), causes: causes("COUNT(DISTINCT s.account_id)")),
            Recount(
                "new people in \(size) s from",
                kept: kept("new_people"),
                causes: """
                    SELECT p.tag_id AS tag_id, \(start("p.first_at", size)) AS key, COUNT(*) AS n FROM (
                        SELECT t.tag_id AS tag_id, MIN(s.created_at) AS first_at FROM \(uses)
                        GROUP BY t.tag_id, s.account_id) p GROUP BY 1, 2
                    """
            ),
        ]
    }

    private static let recounts: [Recount] =
        [
            person("posts", "COUNT(*)"), person("replies", "COUNT(s.in_reply_to_account_id)"),
            person("first_at", "MIN(s.created_at)"), person("last_at", "MAX(s.created_at)"),
            counter("people", "COUNT(DISTINCT s.account_id)"), counter("posts", "COUNT(*)"),
            counter("replies", "COUNT(s.in_reply_to_account_id)"),
            Recount(
                "reblogs",
                kept: "SELECT tag_id, '' AS key, SUM(reblogs) AS n FROM tag_counters GROUP BY tag_id",
                causes: """
                    SELECT t.tag_id AS tag_id, '' AS key, COUNT(*) AS n FROM statuses r
                    JOIN status_tags t ON t.status_id = r.reblog_of_id AND t.is_listed
                    JOIN accounts a ON a.id = r.account_id
                    WHERE r.reblog_of_id IS NOT NULL AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL GROUP BY 1
                    """
            ),
            Recount(
                "posts in language",
                kept: "SELECT tag_id, language AS key, SUM(posts) AS n FROM tag_languages GROUP BY tag_id, language",
                causes: """
                    SELECT t.tag_id AS tag_id, COALESCE(s.language, '') AS key, COUNT(*) AS n FROM \(uses) GROUP BY 1, 2
                    """
            ),
            Recount(
                "people of",
                kept: "SELECT tag_id, domain AS key, SUM(people) AS n FROM tag_origins GROUP BY tag_id, domain",
                causes: """
                    SELECT t.tag_id AS tag_id, a.domain AS key, COUNT(DISTINCT s.account_id) AS n FROM \(uses)
                    JOIN accounts a ON a.id = s.account_id GROUP BY 1, 2
                    """
            ),
        ] + bins(60) + bins(3600) + bins(86_400)

    /// The counts that differ from a recount, at most `limit` of each kind.
    public static func differences(limit: Int, _ connection: Connection) throws -> [CounterDifference] {
        try recounts.flatMap { recount in
            try connection.query(recount.find, .int(limit)) { row in
                CounterDifference(
                    subject: "tag",
                    id: row.int(0),
                    counter: row.text(1).isEmpty ? recount.name : "\(recount.name) \(row.text(1))",
                    stored: row.int(2),
                    counted: row.int(3)
                )
            }
        }
    }

    // MARK: Anew

    private static let forget: [SQL] = ["tag_people", "tag_counters", "tag_bins", "tag_languages", "tag_origins"].map {
        SQL("DELETE FROM \($0) WHERE tag_id = $1")
    }
    private static let people = SQL(
        """
        INSERT INTO tag_people (tag_id, account_id, posts, replies, first_at, last_at)
        SELECT t.tag_id, s.account_id, COUNT(*), COUNT(s.in_reply_to_account_id), MIN(s.created_at), MAX(s.created_at)
        FROM \(uses) WHERE t.tag_id = $1 GROUP BY t.tag_id, s.account_id
        """
    )
    private static let counters = SQL(
        """
        INSERT INTO tag_counters (tag_id, slot, people, posts, replies, reblogs)
        SELECT p.tag_id, 0, COUNT(*), SUM(p.posts), SUM(p.replies),
            (SELECT COUNT(*) FROM status_tags t JOIN statuses r ON r.reblog_of_id = t.status_id
            JOIN accounts a ON a.id = r.account_id WHERE t.tag_id = $1 AND t.is_listed
            AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL)
        FROM tag_people p WHERE p.tag_id = $1 GROUP BY p.tag_id
        """
    )
    private static func bins(ofSize size: Int) -> SQL {
        SQL(
            """
            INSERT INTO tag_bins (tag_id, size, start, slot, people, new_people, posts)
            SELECT b.tag_id, \(size), b.start, 0, SUM(b.people), SUM(b.new_people), SUM(b.posts) FROM (
                SELECT t.tag_id AS tag_id, \(start("s.created_at", size)) AS start,
                    COUNT(DISTINCT s.account_id) AS people, 0 AS new_people, COUNT(*) AS posts
                FROM \(uses) WHERE t.tag_id = $1 GROUP BY 1, 2
                UNION ALL
                SELECT p.tag_id, \(start("p.first_at", size)), 0, COUNT(*), 0 FROM tag_people p WHERE p.tag_id = $1
                GROUP BY 1, 2) b GROUP BY b.tag_id, b.start
            """
        )
    }
    private static let binsAnew = [bins(ofSize: 60), bins(ofSize: 3600), bins(ofSize: 86_400)]
    private static let languages = SQL(
        """
        INSERT INTO tag_languages (tag_id, language, slot, posts)
        SELECT t.tag_id, COALESCE(s.language, ''), 0, COUNT(*) FROM \(uses) WHERE t.tag_id = $1 GROUP BY 1, 2
        """
    )
    private static let origins = SQL(
        """
        INSERT INTO tag_origins (tag_id, domain, slot, people)
        SELECT p.tag_id, a.domain, 0, COUNT(*) FROM tag_people p JOIN accounts a ON a.id = p.account_id
        WHERE p.tag_id = $1 GROUP BY 1, 2
        """
    )
    private static let allTags = SQL("SELECT id FROM tags ORDER BY id")

    /// Makes all counts of a tag anew from its listed statuses.
    public static func recount(_ tag: Int64, _ connection: Connection) throws {
        for sql in forget + [people, counters] + binsAnew + [languages, origins] {
            try connection.execute(sql, .int(tag))
        }
    }

    /// Makes all counts of all tags anew.
    public static func recountAll(_ connection: Connection) throws {
        for tag in try connection.query(allTags, row: { $0.int(0) }) { try recount(tag, connection) }
    }

    /// Makes the counts of every tag that differs from a recount anew. Returns how many counts differed.
    public static func repair(_ connection: Connection) throws -> Int {
        let found = try differences(limit: Int(Int32.max), connection)
        for tag in Set(found.map(\.id)).sorted() { try recount(tag, connection) }
        return found.count
    }
}
