// SQL of the recount of polls and calls: votes and answers counted anew from their causes.

internal import Basics
public import Database
internal import Domain

public enum AnswerRecountQueries {
    /// Whose votes and silent answers count, and whose posts do.
    private static let choicesCount = "a.silenced_at IS NULL AND a.suspended_at IS NULL"
    private static let isCounted = "\(choicesCount) AND a.deactivated_at IS NULL"
    /// How the votes stand in polls of other servers is what these say.
    private static let ofOthers = """
        (SELECT p.id FROM polls p JOIN statuses s ON s.id = p.status_id WHERE NOT s.is_local)
        """
    private static let votes = SQL(
        """
        SELECT x.id, x.position, CAST(SUM(x.kept) AS BIGINT), CAST(SUM(x.counted) AS BIGINT) FROM (
            SELECT poll_id AS id, position, votes AS kept, 0 AS counted FROM poll_counters
            UNION ALL
            SELECT v.poll_id, v.position, 0, 1 FROM poll_votes v JOIN accounts a ON a.id = v.account_id WHERE \(choicesCount)) x
        WHERE x.position >= 0 AND x.id NOT IN \(ofOthers)
        GROUP BY x.id, x.position HAVING SUM(x.kept) <> SUM(x.counted) ORDER BY x.id, x.position LIMIT $1
        """
    )
    private static let voters = SQL(
        """
        SELECT x.id, CAST(SUM(x.kept) AS BIGINT), CAST(SUM(x.counted) AS BIGINT) FROM (
            SELECT poll_id AS id, votes AS kept, 0 AS counted FROM poll_counters WHERE position = -1
            UNION ALL
            SELECT v.poll_id, 0, COUNT(DISTINCT v.account_id) FROM poll_votes v JOIN accounts a ON a.id = v.account_id
            WHERE \(choicesCount) GROUP BY v.poll_id) x
        WHERE x.id NOT IN \(ofOthers)
        GROUP BY x.id HAVING SUM(x.kept) <> SUM(x.counted) ORDER BY x.id LIMIT $1
        """
    )
    /// What each person's causes come to, as `CallAnswer` says it, beside what the row says: the option that the words name,
    /// when the oldest post was posted, and the choice; -2 for none, which is the option of nobody.
    private static let answers = SQL(
        """
        SELECT w.call_id, w.account_id, COALESCE(n.spoken_option, -2), COALESCE(n.spoken_at, -2), COALESCE(n.choice, -2),
            CASE WHEN \(isCounted) AND w.posts > 0 THEN COALESCE((
                SELECT q.option_position FROM (
                    SELECT p.status_id, p.option_position FROM call_posts p
                    WHERE p.call_id = w.call_id AND p.account_id = w.account_id
                    ORDER BY p.status_id LIMIT \(CallAnswer.postsThatCount)) q
                WHERE q.option_position >= 0 ORDER BY q.status_id LIMIT 1), -1) ELSE -2 END,
            CASE WHEN \(isCounted) THEN COALESCE(w.first_post, -2) ELSE -2 END,
            CASE WHEN \(choicesCount) THEN COALESCE(w.choice, -2) ELSE -2 END
        FROM (
            SELECT y.call_id AS call_id, y.account_id AS account_id, SUM(y.posts) AS posts, MIN(y.post_at) AS first_post,
                MIN(y.choice) AS choice FROM (
                SELECT p.call_id AS call_id, p.account_id AS account_id, 1 AS posts, p.created_at AS post_at,
                    CAST(NULL AS BIGINT) AS choice FROM call_posts p
                UNION ALL
                SELECT c.id, v.account_id, 0, CAST(NULL AS BIGINT), CAST(v.position AS BIGINT)
                FROM calls c JOIN poll_votes v ON v.poll_id = c.poll_id
                UNION ALL
                SELECT z.call_id, z.account_id, 0, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) FROM call_answers z) y
            GROUP BY y.call_id, y.account_id) w
        JOIN accounts a ON a.id = w.account_id
        LEFT JOIN call_answers n ON n.call_id = w.call_id AND n.account_id = w.account_id
        """
    )
    /// What each person's row adds, a row for each cell: `CallAnswer.cells`.
    private static let cells = """
        SELECT call_id, spoken_option AS option_position, 1 AS kind FROM call_answers WHERE spoken_at IS NOT NULL
        UNION ALL
        SELECT call_id, choice, 2 FROM call_answers WHERE choice IS NOT NULL
        UNION ALL
        SELECT call_id, spoken_option, 3 FROM call_answers WHERE spoken_at IS NOT NULL AND choice IS NOT NULL
        """
    private static let counters = SQL(
        """
        SELECT x.id, x.option_position, x.kind, CAST(SUM(x.kept) AS BIGINT), CAST(SUM(x.counted) AS BIGINT) FROM (
            SELECT call_id AS id, option_position, kind, people AS kept, 0 AS counted FROM call_counters
            UNION ALL
            SELECT d.call_id, d.option_position, d.kind, 0, 1 FROM (\(cells)) d) x
        GROUP BY x.id, x.option_position, x.kind HAVING SUM(x.kept) <> SUM(x.counted)
        ORDER BY x.id, x.option_position, x.kind LIMIT $1
        """
    )
    private static let bins = SQL(
        """
        SELECT x.id, x.start, CAST(SUM(x.kept) AS BIGINT), CAST(SUM(x.counted) AS BIGINT) FROM (
            SELECT call_id AS id, start, people AS kept, 0 AS counted FROM call_bins
            UNION ALL
            SELECT call_id, spoken_at / 60000 * 60000, 0, 1 FROM call_answers WHERE spoken_at IS NOT NULL) x
        GROUP BY x.id, x.start HAVING SUM(x.kept) <> SUM(x.counted) ORDER BY x.id, x.start LIMIT $1
        """
    )
    /// What is published cannot be counted again; but it has to agree with itself.
    private static let published = SQL(
        """
        SELECT s.call_id, s.silent, s.together, s.stepped_at, l.at, l.silent, l.together, h.silent, h.together,
            (SELECT COUNT(*) FROM call_silence_options o WHERE o.call_id = s.call_id),
            (SELECT CAST(SUM(o.silent) AS BIGINT) FROM call_silence_options o WHERE o.call_id = s.call_id),
            (SELECT CAST(SUM(o.together) AS BIGINT) FROM call_silence_options o WHERE o.call_id = s.call_id),
            (SELECT CAST(SUM(x.silent) AS BIGINT) FROM call_silence_servers x WHERE x.call_id = s.call_id),
            (SELECT CAST(SUM(x.together) AS BIGINT) FROM call_silence_servers x WHERE x.call_id = s.call_id)
        FROM call_silence s
        LEFT JOIN call_silence_steps l ON l.call_id = s.call_id
            AND l.at = (SELECT MAX(x.at) FROM call_silence_steps x WHERE x.call_id = s.call_id)
        LEFT JOIN call_silence_servers h ON h.call_id = s.call_id AND h.domain = ''
        WHERE s.silent IS NOT NULL ORDER BY s.call_id
        """
    )
    private static let unpublish = [
        SQL("UPDATE call_silence SET silent = NULL, together = NULL WHERE call_id = $1"),
        SQL("UPDATE call_silence_servers SET silent = NULL, together = NULL WHERE call_id = $1"),
        SQL("DELETE FROM call_silence_options WHERE call_id = $1"),
        SQL("DELETE FROM call_silence_steps WHERE call_id = $1"),
    ]
    private static let countVotes = SQL(
        """
        INSERT INTO poll_counters (poll_id, position, slot, votes)
        SELECT v.poll_id, v.position, 0, COUNT(*) FROM poll_votes v JOIN accounts a ON a.id = v.account_id
        WHERE v.poll_id = $1 AND \(choicesCount) GROUP BY v.poll_id, v.position
        UNION ALL
        SELECT v.poll_id, -1, 0, COUNT(DISTINCT v.account_id) FROM poll_votes v JOIN accounts a ON a.id = v.account_id
        WHERE v.poll_id = $1 AND \(choicesCount) GROUP BY v.poll_id
        """
    )
    private static let forgetCounters = SQL("DELETE FROM call_counters WHERE call_id = $1")
    private static let forgetBins = SQL("DELETE FROM call_bins WHERE call_id = $1")
    private static let countAnswers = SQL(
        """
        INSERT INTO call_counters (call_id, option_position, kind, slot, people)
        SELECT d.call_id, d.option_position, d.kind, 0, COUNT(*) FROM (\(cells)) d WHERE d.call_id = $1
        GROUP BY d.call_id, d.option_position, d.kind
        """
    )
    private static let countBins = SQL(
        """
        INSERT INTO call_bins (call_id, start, slot, people)
        SELECT call_id, spoken_at / 60000 * 60000, 0, COUNT(*) FROM call_answers
        WHERE call_id = $1 AND spoken_at IS NOT NULL GROUP BY call_id, spoken_at / 60000
        """
    )

    /// One person's answer that is not what its causes say.
    private struct Answer {
        var call: Int64
        var account: Int64
        var kept: [Int64]
        var counted: [Int64]
    }

    private static func wrongAnswers(_ connection: Connection) throws -> [Answer] {
        var found: [Answer] = []
        try connection.forEach(answers) { row in
            let (kept, counted) = ((2..<5).map { row.int($0) }, (5..<8).map { row.int($0) })
            if kept != counted {
                found.append(Answer(call: row.int(0), account: row.int(1), kept: kept, counted: counted))
            }
            return true
        }
        return found
    }

    /// Published figures that are not those of the newest step, are not what the servers come to, or whose parts are not those of
    /// this server.
    private static func wrongPublished(_ connection: Connection) throws -> [CounterDifference] {
        try connection.query(published) { row in
            let (silent, together, parts) = (row.int(1), row.int(2), row.int(9))
            let isNewest = row.int(3) == row.int(4) && silent == row.int(5) && together == row.int(6)
            let isWhole = silent == row.int(12) && together == row.int(13)
            let isSum = parts == 0 || row.int(7) == row.int(10) && row.int(8) == row.int(11)
            guard !isNewest || !isWhole || !isSum || together > silent else { return nil }
            return CounterDifference(
                subject: "call",
                id: row.int(0),
                counter: wrongPublication,
                stored: silent,
                counted: isSum ? row.int(12) : row.int(10)
            )
        }.compactMap(\.self)
    }

    private static let wrongPublication = "published silent answers"

    public static func differences(limit: Int, _ connection: Connection) throws -> [CounterDifference] {
        let difference = { (subject: String, id: Int64, counter: String, stored: Int64, counted: Int64) in
            CounterDifference(subject: subject, id: id, counter: counter, stored: stored, counted: counted)
        }
        // Who answered is nobody's business: only that some answer differs.
        let answers = Dictionary(grouping: try wrongAnswers(connection), by: \.call).sorted { $0.key < $1.key }
        return try connection.query(votes, .int(limit)) {
            difference("poll", $0.int(0), "votes of option \($0.int(1))", $0.int(2), $0.int(3))
        }
            + connection.query(voters, .int(limit)) { difference("poll", $0.int(0), "voters", $0.int(1), $0.int(2)) }
            + answers.prefix(limit).map {
                difference("call", $0.key, "answers unlike their causes", Int64($0.value.count), 0)
            }
            + connection.query(counters, .int(limit)) {
                difference("call", $0.int(0), "people of option \($0.int(1)), kind \($0.int(2))", $0.int(3), $0.int(4))
            }
            + connection.query(bins, .int(limit)) {
                difference("call", $0.int(0), "people in 60 s from \($0.int(1))", $0.int(2), $0.int(3))
            }
            + wrongPublished(connection).prefix(limit)
    }

    /// Sets right what differs. Returns how many counts differed.
    public static func repair(_ connection: Connection) throws -> Int {
        let found = try differences(limit: Int(Int32.max), connection)
        for answer in try wrongAnswers(connection) {
            _ = try AnswerQueries.counted(answer.call, by: answer.account, connection)
            let counted = answer.counted
            let spoken =
                counted[1] < 0
                ? nil : CallAnswer.Spoken(option: counted[0], firstAt: Timestamp(milliseconds: counted[1]))
            let value = CallAnswer(spoken: spoken, choice: counted[2] < 0 ? nil : counted[2])
            try AnswerQueries.set(value, isKept: true, answer.call, by: answer.account, connection)
        }
        for poll in Set(found.filter { $0.subject == "poll" }.map(\.id)).sorted() {
            try PollQueries.forgetCounts(of: poll, connection)
            try connection.execute(countVotes, .int(poll))
        }
        for call in Set(found.filter { $0.subject == "call" }.map(\.id)).sorted() {
            for sql in [forgetCounters, forgetBins, countAnswers, countBins] { try connection.execute(sql, .int(call)) }
        }
        // What was shown before nobody knows: it is not shown until the next step.
        for call in found.filter({ $0.counter == wrongPublication }).map(\.id) {
            for sql in unpublish { try connection.execute(sql, .int(call)) }
        }
        return found.count
    }
}
