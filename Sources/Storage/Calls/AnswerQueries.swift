// SQL of answers to calls: their causes (posts and votes), what they come to for each person, and the counts.

public import Basics
public import Database
public import Domain

public enum AnswerQueries {
    private static let insertPost = SQL(
        """
        INSERT INTO call_posts (call_id, account_id, status_id, option_position, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (call_id, account_id, status_id) DO UPDATE SET option_position = excluded.option_position
        """
    )
    private static let deletePost = SQL(
        "DELETE FROM call_posts WHERE call_id = $1 AND account_id = $2 AND status_id = $3"
    )
    private static let posts = SQL(
        """
        SELECT status_id, option_position, created_at FROM call_posts WHERE call_id = $1 AND account_id = $2
        ORDER BY status_id LIMIT $3
        """
    )
    private static let postsToCalls = SQL(
        "SELECT call_id, status_id FROM call_posts WHERE account_id = $1 AND call_id {in $2} ORDER BY call_id, status_id"
    )
    private static let callsOfPost = SQL("SELECT call_id FROM call_posts WHERE status_id = $1")
    private static let begin = SQL(
        "INSERT INTO call_answers (call_id, account_id) VALUES ($1, $2) ON CONFLICT (call_id, account_id) DO NOTHING"
    )
    private static let read = SQL(
        """
        SELECT spoken_option, spoken_at, choice FROM call_answers WHERE call_id = $1 AND account_id = $2 {forupdate}
        """
    )
    private static let write = SQL(
        """
        UPDATE call_answers SET spoken_option = $1, spoken_at = $2, choice = $3 WHERE call_id = $4 AND account_id = $5
        """
    )
    private static let delete = SQL("DELETE FROM call_answers WHERE call_id = $1 AND account_id = $2")
    private static let callsOf = SQL("SELECT call_id FROM call_answers WHERE account_id = $1 ORDER BY call_id")
    private static let count = SQL(
        """
        INSERT INTO call_counters (call_id, option_position, kind, slot, people) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (call_id, option_position, kind, slot) DO UPDATE SET people = call_counters.people + excluded.people
        """
    )
    private static let countBin = SQL(
        """
        INSERT INTO call_bins (call_id, start, slot, people) VALUES ($1, $2, $3, $4)
        ON CONFLICT (call_id, start, slot) DO UPDATE SET people = call_bins.people + excluded.people
        """
    )
    private static let counters = SQL(
        """
        SELECT option_position, kind, CAST(SUM(people) AS BIGINT) FROM call_counters WHERE call_id = $1
        GROUP BY option_position, kind
        """
    )
    private static let steps = SQL(
        """
        SELECT b.start / $1 * $1, CAST(SUM(b.people) AS BIGINT) FROM call_bins b
        WHERE b.call_id = $2 AND b.start >= $3 GROUP BY 1
        """
    )
    private static let busiest = SQL(
        """
        SELECT b.start, CAST(SUM(b.people) AS BIGINT) FROM call_bins b WHERE b.call_id = $1
        GROUP BY b.start ORDER BY 2 DESC, 1 LIMIT 1
        """
    )
    private static let newestPosts = SQL(
        """
        SELECT p.status_id, CASE WHEN k.status_id IS NULL THEN 0 ELSE k.reblogs_count + k.favourites_count END FROM (
            SELECT x.status_id FROM call_posts x WHERE x.call_id = $1 ORDER BY x.status_id DESC LIMIT $2) p
        JOIN statuses s ON s.id = p.status_id JOIN accounts a ON a.id = s.account_id
        LEFT JOIN status_counters k ON k.status_id = p.status_id
        WHERE s.visibility = 0 AND s.hidden_by IS NULL AND a.is_discoverable AND a.silenced_at IS NULL
            AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        """
    )

    // MARK: Causes

    public static func insert(
        post status: Int64,
        option: Int64,
        to call: Int64,
        by account: Int64,
        at: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            insertPost,
            .int(call),
            .int(account),
            .int(status),
            .int(option),
            .int(at.milliseconds)
        )
    }

    public static func delete(
        post status: Int64,
        to call: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(deletePost, .int(call), .int(account), .int(status))
    }

    /// One person's posts that answer a call, oldest first, at most `limit`.
    public static func posts(
        to call: Int64,
        by account: Int64,
        limit: Int = CallAnswer.postsThatCount,
        _ connection: Connection
    ) throws -> [CallAnswer.Post] {
        try connection.query(posts, .int(call), .int(account), .int(limit)) { row in
            CallAnswer.Post(statusID: row.int(0), option: row.int(1), at: Timestamp(milliseconds: row.int(2)))
        }
    }

    /// Ids of one person's posts that answer each of some calls, oldest first.
    public static func posts(
        toCalls calls: [Int64],
        by account: Int64,
        _ connection: Connection
    ) throws -> [Int64: [Int64]] {
        guard !calls.isEmpty else { return [:] }
        var found: [Int64: [Int64]] = [:]
        try connection.forEach(postsToCalls, .int(account), .ids(calls)) { row in
            found[row.int(0), default: []].append(row.int(1))
            return true
        }
        return found
    }

    /// The calls that a status answers.
    public static func calls(answeredBy status: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(callsOfPost, .int(status)) { $0.int(0) }
    }

    // MARK: Answers

    /// What of a person's answer is in the counts, locked until the transaction ends; the row is made where there is none.
    public static func counted(
        _ call: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws -> CallAnswer? {
        try connection.execute(begin, .int(call), .int(account))
        return try connection.first(read, .int(call), .int(account)) { row in
            CallAnswer(
                spoken: row.moment(1).map { CallAnswer.Spoken(option: row.int(0), firstAt: $0) },
                choice: row.intOrNil(2)
            )
        }.flatMap(\.self)
    }

    /// - Parameters:
    ///   - answer: what is counted now.
    ///   - isKept: whether the person has posts or a choice, counted or not.
    public static func set(
        _ answer: CallAnswer?,
        isKept: Bool,
        _ call: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws {
        guard isKept else {
            try connection.execute(delete, .int(call), .int(account))
            return
        }
        try connection.execute(
            write,
            .int(answer?.spoken?.option),
            .int(answer?.spoken?.firstAt.milliseconds),
            .int(answer?.choice),
            .int(call),
            .int(account)
        )
    }

    /// Calls that an account has answered.
    public static func calls(answeredByAccount account: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(callsOf, .int(account)) { $0.int(0) }
    }

    /// Counts what one person's answer was out, and what it is in.
    ///
    /// People before minutes, each in one order and only where something changes: transactions of the same slot wait for
    /// each other's rows, and must not do so in a circle.
    public static func count(
        from before: CallAnswer?,
        to after: CallAnswer?,
        of call: Int64,
        slot: Int64,
        _ connection: Connection
    ) throws {
        var people: [[Int64]: Int64] = [:]
        var minutes: [Int64: Int64] = [:]
        for (answer, change) in [(before, Int64(-1)), (after, 1)] {
            guard let answer else { continue }
            for cell in answer.cells { people[[cell.option, cell.kind.rawValue], default: 0] += change }
            // When somebody answered silently is in no curve.
            if let spoken = answer.spoken { minutes[TagBin(size: 60, at: spoken.firstAt).start, default: 0] += change }
        }
        for (cell, change) in people.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where change != 0 {
            try connection.execute(count, .int(call), .int(cell[0]), .int(cell[1]), .int(slot), .int(change))
        }
        for (minute, change) in minutes.sorted(by: { $0.key < $1.key }) where change != 0 {
            try connection.execute(countBin, .int(call), .int(minute), .int(slot), .int(change))
        }
    }

    /// How people answered, exactly.
    ///
    /// - Parameter answers: how many the call has.
    public static func count(of call: Int64, answers: Int, _ connection: Connection) throws -> CallCount {
        var count = CallCount(answers: answers)
        try connection.forEach(counters, .int(call)) { row in
            if let kind = AnswerKind(rawValue: row.int(1)) { count.add(row.int(2), option: row.int(0), kind) }
            return true
        }
        return count
    }

    /// People by step of `resolution` seconds in which they first spoke, oldest first.
    public static func steps(
        of call: Int64,
        resolution: Int64,
        from start: Timestamp,
        _ connection: Connection
    ) throws -> [(start: Int64, people: Int64)] {
        try connection.query(steps, .int(resolution * 1000), .int(call), .int(start.milliseconds)) {
            ($0.int(0), $0.int(1))
        }.sorted { $0.0 < $1.0 }
    }

    /// The minute in which most people first spoke, the earliest of several.
    public static func busiestMinute(
        of call: Int64,
        _ connection: Connection
    ) throws -> (start: Timestamp, people: Int64)? {
        try connection.first(busiest, .int(call)) { (Timestamp(milliseconds: $0.int(0)), $0.int(1)) }
            .flatMap { $0.1 > 0 ? $0 : nil }
    }

    /// Among the newest `among` posts that answer: the public ones of people who chose to be found, with their reblogs and
    /// favourites, newest first.
    public static func voices(
        of call: Int64,
        among: Int,
        _ connection: Connection
    ) throws -> [(status: Int64, support: Int64)] {
        try connection.query(newestPosts, .int(call), .int(among)) { ($0.int(0), $0.int(1)) }
            .sorted { $0.0 > $1.0 }
    }
}
