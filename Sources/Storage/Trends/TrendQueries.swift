// SQL of trends: what has to outlive a restart, the spans in which tags trended, and what moderators decided.

public import Basics
public import Database
public import Domain

/// One use of a tag as the reckoning of trends has to know it.
public struct TrendUse: Sendable, Equatable {
    public var tag: Int64
    public var use: CountedUse
    public var author: CountedAuthor
    public var text: String
}

/// What was kept of a tag as a trend.
public struct TrendStateRow: Sendable, Equatable {
    public var tag: Int64
    /// See `TrendEngine.states`.
    public var state: [UInt8]
    public var updatedAt: Timestamp

    init(_ row: Row) {
        (tag, state, updatedAt) = (row.int(0), row.blob(1), Timestamp(milliseconds: row.int(2)))
    }
}

public enum TrendQueries {
    private static let saveState = SQL(
        """
        INSERT INTO trend_states (tag_id, state, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (tag_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
        """
    )
    private static let states = SQL(
        "SELECT tag_id, state, updated_at FROM trend_states WHERE tag_id > $1 ORDER BY tag_id LIMIT $2"
    )
    private static let someStates = SQL("SELECT tag_id, state, updated_at FROM trend_states WHERE tag_id {in $1}")
    private static let stateTimes = SQL(
        "SELECT tag_id, updated_at FROM trend_states WHERE tag_id > $1 ORDER BY tag_id LIMIT $2"
    )
    private static let removeStates = SQL("DELETE FROM trend_states WHERE tag_id {in $1} AND updated_at < $2")
    private static let open = SQL(
        """
        INSERT INTO trend_spans (tag_id, shelf, started_at) VALUES ($1, $2, $3)
        ON CONFLICT (tag_id) WHERE ended_at IS NULL DO NOTHING
        """
    )
    private static let close = SQL(
        "UPDATE trend_spans SET ended_at = $1 WHERE tag_id = $2 AND ended_at IS NULL"
    )
    private static let spans = SQL(
        "SELECT started_at, ended_at, shelf FROM trend_spans WHERE tag_id = $1 ORDER BY started_at DESC LIMIT $2"
    )
    private static let openSpans = SQL("SELECT tag_id, shelf, started_at FROM trend_spans WHERE ended_at IS NULL")
    private static let rule = SQL(
        """
        INSERT INTO trend_rulings (tag_id, ruling, ruled_by, ruled_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tag_id) DO UPDATE SET ruling = excluded.ruling, ruled_by = excluded.ruled_by,
            ruled_at = excluded.ruled_at
        """
    )
    private static let clear = SQL("DELETE FROM trend_rulings WHERE tag_id = $1")
    private static let rulings = SQL("SELECT tag_id, ruling FROM trend_rulings")
    private static let uses = SQL(
        """
        SELECT t.tag_id, s.id, s.created_at, s.in_reply_to_account_id, s.language, s.text, a.id, a.domain, a.created_at
        FROM statuses s LEFT JOIN status_tags t ON t.status_id = s.id AND t.is_listed
        LEFT JOIN accounts a ON a.id = s.account_id WHERE s.id > $1 ORDER BY s.id LIMIT $2
        """
    )
    private static let people = SQL(
        """
        SELECT t.status_id, s.account_id FROM status_tags t JOIN statuses s ON s.id = t.status_id
        WHERE t.tag_id = $1 AND t.is_listed AND t.status_id > $2 ORDER BY t.status_id LIMIT $3
        """
    )
    private static let callTexts = SQL(
        """
        SELECT c.id, s.text FROM calls c JOIN statuses s ON s.id = c.id JOIN accounts a ON a.id = c.account_id
        WHERE c.tag_id = $1 AND a.created_at <= $2 AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
            AND s.visibility <= 1 ORDER BY c.id DESC LIMIT $3
        """
    )
    private static let earlierTexts = SQL("SELECT text FROM status_edits WHERE status_id {in $1} LIMIT $2")
    private static let regulars = SQL(
        """
        SELECT a.id FROM accounts a WHERE a.id {in $1}
            AND EXISTS (SELECT 1 FROM statuses s WHERE s.account_id = a.id AND s.id > $2 AND s.id < $3)
            AND EXISTS (SELECT 1 FROM statuses s WHERE s.account_id = a.id AND s.id > $4 AND s.id < $2)
        """
    )
    private static let hours = SQL(
        """
        SELECT b.tag_id, b.start, CAST(SUM(b.people) AS BIGINT), CAST(SUM(b.posts) AS BIGINT) FROM tag_bins b
        WHERE b.tag_id {in $1} AND b.size = $2 AND b.start >= $3 GROUP BY b.tag_id, b.start
        """
    )

    // MARK: States

    public static func save(_ state: [UInt8], of tag: Int64, at: Timestamp, _ connection: Connection) throws {
        try connection.execute(saveState, .int(tag), .blob(state), .int(at.milliseconds))
    }

    /// States by tag, after the tag `after`.
    public static func states(after: Int64, limit: Int, _ connection: Connection) throws -> [TrendStateRow] {
        try connection.query(states, .int(after), .int(limit), row: TrendStateRow.init)
    }

    public static func states(of tags: [Int64], _ connection: Connection) throws -> [TrendStateRow] {
        guard !tags.isEmpty else { return [] }
        return try connection.query(someStates, .ids(tags), row: TrendStateRow.init)
    }

    /// When states were last written, by tag, after the tag `after`.
    public static func stateTimes(
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(tag: Int64, updatedAt: Timestamp)] {
        try connection.query(stateTimes, .int(after), .int(limit)) {
            ($0.int(0), Timestamp(milliseconds: $0.int(1)))
        }
    }

    /// Forgets states that nobody has written since `moment`.
    public static func removeStates(
        of tags: [Int64],
        writtenBefore moment: Timestamp,
        _ connection: Connection
    ) throws {
        guard !tags.isEmpty else { return }
        try connection.execute(removeStates, .ids(tags), .int(moment.milliseconds))
    }

    // MARK: Spans

    /// Begins a span, unless one of the tag is open.
    public static func open(_ shelf: Shelf, of tag: Int64, at: Timestamp, _ connection: Connection) throws {
        try connection.execute(open, .int(tag), .int(shelf.rawValue), .int(at.milliseconds))
    }

    public static func close(_ tag: Int64, at: Timestamp, _ connection: Connection) throws {
        try connection.execute(close, .int(at.milliseconds), .int(tag))
    }

    /// The newest spans of a tag, oldest first.
    public static func spans(of tag: Int64, limit: Int, _ connection: Connection) throws -> [TrendSpan] {
        try connection.query(spans, .int(tag), .int(limit)) { row in
            TrendSpan(
                from: Timestamp(milliseconds: row.int(0)),
                to: row.moment(1),
                shelf: Shelf(rawValue: row.int(2)) ?? .breaking
            )
        }.reversed()
    }

    /// Spans that last: few, since few tags are trends at one time.
    public static func openSpans(_ connection: Connection) throws -> [Int64: TrendSpan] {
        let rows = try connection.query(openSpans) { row in
            (
                row.int(0),
                TrendSpan(
                    from: Timestamp(milliseconds: row.int(2)),
                    to: nil,
                    shelf: Shelf(rawValue: row.int(1)) ?? .breaking
                )
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Rulings

    public static func rule(
        _ ruling: TrendRuling,
        tag: Int64,
        by account: Int64?,
        at: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(rule, .int(tag), .int(ruling.rawValue), .int(account), .int(at.milliseconds))
    }

    public static func clear(_ tag: Int64, _ connection: Connection) throws {
        try connection.execute(clear, .int(tag))
    }

    public static func rulings(_ connection: Connection) throws -> [Int64: TrendRuling] {
        let rows = try connection.query(rulings) { ($0.int(0), TrendRuling(rawValue: $0.int(1))) }
        return Dictionary(rows.compactMap { row in row.1.map { (row.0, $0) } }, uniquingKeysWith: { $1 })
    }

    // MARK: Uses

    /// Uses of tags in statuses after `after`, oldest first, and where to go on; nil after the last.
    ///
    /// - Parameter limit: the most rows looked at, more than one status can have tags: a status has as many rows.
    public static func uses(
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> (uses: [TrendUse], last: Int64?) {
        var (last, count): (Int64?, Int) = (nil, 0)
        let rows = try connection.query(uses, .int(after), .int(limit)) { row -> TrendUse? in
            last = row.int(1)
            count += 1
            guard !row.isNull(0) else { return nil }
            return TrendUse(
                tag: row.int(0),
                use: CountedUse(
                    statusID: row.int(1),
                    at: Timestamp(milliseconds: row.int(2)),
                    isReply: !row.isNull(3),
                    language: row.textOrNil(4)
                ),
                author: CountedAuthor(
                    id: row.int(6),
                    domain: row.text(7),
                    createdAt: Timestamp(milliseconds: row.int(8)),
                    isCounted: true
                ),
                text: row.text(5)
            )
        }
        let uses = rows.compactMap(\.self)
        // The last status of a full page may have been cut in two: it is read again.
        guard count == limit, let cut = last else { return (uses, last) }
        return (uses.filter { $0.use.statusID != cut }, cut - 1)
    }

    /// Who used a tag in statuses after `after`, as shown now, oldest first; the last status is where to go on.
    public static func people(
        ofTag tag: Int64,
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(status: Int64, account: Int64)] {
        try connection.query(people, .int(tag), .int(after), .int(limit)) { ($0.int(0), $0.int(1)) }
    }

    /// What the newest calls of a tag say and said before, those of accounts that are limited or made after a moment left out.
    public static func callTexts(
        ofTag tag: Int64,
        byAccountsBefore moment: Timestamp,
        _ connection: Connection
    ) throws -> [String] {
        let calls = try connection.query(callTexts, .int(tag), .int(moment.milliseconds), .int(64)) {
            (id: $0.int(0), text: $0.text(1))
        }
        guard !calls.isEmpty else { return [] }
        let earlier = try connection.query(earlierTexts, .ids(calls.map(\.id)), .int(128)) { $0.text(0) }
        return calls.map(\.text) + earlier
    }

    /// Those who posted here within the week before yesterday's time, and in the seven weeks before that too.
    public static func regulars(
        among accounts: [Int64],
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Set<Int64> {
        guard !accounts.isEmpty else { return [] }
        let days = { (count: Int64) in Snowflake.least(at: now - .seconds(count * 86_400)) }
        return Set(
            try connection.query(regulars, .ids(accounts), .int(days(8)), .int(days(1)), .int(days(57))) { $0.int(0) }
        )
    }

    /// People and posts of each interval of `size` seconds since `start`, by tag.
    public static func intervals(
        of tags: [Int64],
        size: Int64,
        since start: Timestamp,
        _ connection: Connection
    ) throws -> [Int64: [CurveStep]] {
        guard !tags.isEmpty else { return [:] }
        var found: [Int64: [CurveStep]] = [:]
        try connection.forEach(hours, .ids(tags), .int(size), .int(start.milliseconds)) { row in
            found[row.int(0), default: []].append(
                CurveStep(start: row.int(1), newPeople: 0, posts: row.int(3), people: row.int(2))
            )
            return true
        }
        return found.mapValues { $0.sorted { $0.start < $1.start } }
    }
}
