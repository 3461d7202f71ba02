// SQL of the recount: every counter computed anew from its causes, and set right where it differs.

public import Database

/// A counter that is not what its causes say.
public struct CounterDifference: Sendable, Equatable {
    /// `status`, `account`, `tag`, `featured tag`, `poll`, `call` or `notification group`.
    public var subject: String
    public var id: Int64
    /// Name of the counter.
    public var counter: String
    public var stored: Int64
    public var counted: Int64
}

public enum RecountQueries {
    private struct Recount {
        let subject: String
        let counter: String
        let table: String
        let key: String
        let causes: String
        let find: SQL
        let repair: SQL

        /// - Parameter causes: a query of (id, count) over the rows that are counted.
        init(_ subject: String, _ counter: String, causes: String) {
            self.subject = subject
            self.counter = counter
            self.causes = causes
            table = "\(subject)_counters"
            key = "\(subject)_id"
            let subjects = subject == "status" ? "statuses" : "accounts"
            let differences = """
                SELECT x.id AS id, COALESCE(k.\(counter), 0) AS stored, COALESCE(c.n, 0) AS counted FROM \(subjects) x
                LEFT JOIN \(table) k ON k.\(key) = x.id LEFT JOIN (\(causes)) c ON c.id = x.id
                WHERE COALESCE(k.\(counter), 0) <> COALESCE(c.n, 0)
                """
            find = SQL("\(differences) ORDER BY 1 LIMIT $1")
            repair = SQL(
                """
                INSERT INTO \(table) (\(key), \(counter), version)
                SELECT d.id, d.counted, 1 FROM (\(differences)) d WHERE TRUE
                ON CONFLICT (\(key)) DO UPDATE SET \(counter) = excluded.\(counter), version = \(table).version + 1
                """
            )
        }
    }

    private static let recounts: [Recount] = [
        Recount(
            "status",
            "replies_count",
            causes: """
                SELECT in_reply_to_id AS id, COUNT(*) AS n FROM statuses
                WHERE in_reply_to_id IS NOT NULL AND visibility IN (0, 1) GROUP BY in_reply_to_id
                """
        ),
        Recount(
            "status",
            "reblogs_count",
            causes: """
                SELECT reblog_of_id AS id, COUNT(*) AS n FROM statuses WHERE reblog_of_id IS NOT NULL GROUP BY reblog_of_id
                """
        ),
        Recount(
            "status",
            "favourites_count",
            causes: "SELECT status_id AS id, COUNT(*) AS n FROM favourites GROUP BY status_id"
        ),
        Recount(
            "status",
            "quotes_count",
            causes: """
                SELECT quote_of_id AS id, COUNT(*) AS n FROM statuses
                WHERE quote_of_id IS NOT NULL AND quote_state = 1 AND visibility <> 3 GROUP BY quote_of_id
                """
        ),
        Recount(
            "account",
            "statuses_count",
            causes: "SELECT account_id AS id, COUNT(*) AS n FROM statuses WHERE visibility <> 3 GROUP BY account_id"
        ),
        Recount(
            "account",
            "followers_count",
            causes: "SELECT target_id AS id, COUNT(*) AS n FROM follows GROUP BY target_id"
        ),
        Recount(
            "account",
            "remote_followers_count",
            causes: """
                SELECT f.target_id AS id, COUNT(*) AS n FROM follows f JOIN accounts a ON a.id = f.account_id
                WHERE a.domain <> '' GROUP BY f.target_id
                """
        ),
        Recount(
            "account",
            "following_count",
            causes: "SELECT account_id AS id, COUNT(*) AS n FROM follows GROUP BY account_id"
        ),
    ]

    /// The counters that differ from a recount, at most `limit` of each kind.
    public static func differences(limit: Int, _ connection: Connection) throws -> [CounterDifference] {
        try recounts.flatMap { recount in
            try connection.query(recount.find, .int(limit)) { row in
                CounterDifference(
                    subject: recount.subject,
                    id: row.int(0),
                    counter: recount.counter,
                    stored: row.int(1),
                    counted: row.int(2)
                )
            }
        } + TagRecountQueries.differences(limit: limit, connection)
            + FeaturedTagQueries.differences(limit: limit, connection)
            + AnswerRecountQueries.differences(limit: limit, connection)
            + NotificationRecountQueries.differences(limit: limit, connection)
    }

    /// Sets every counter that differs to its recount. Returns how many were changed.
    public static func repair(_ connection: Connection) throws -> Int {
        try recounts.reduce(0) { try $0 + connection.execute($1.repair) } + TagRecountQueries.repair(connection)
            + FeaturedTagQueries.repair(connection) + AnswerRecountQueries.repair(connection)
            + NotificationRecountQueries.repair(connection)
    }
}
