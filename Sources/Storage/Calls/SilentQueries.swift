// SQL of what is published of silent answers: who waits, the steps, and what they showed.

public import Basics
public import Database
public import Domain

/// The people of one server who wait for the next step of a call.
public struct SilentCandidate: Sendable, Equatable {
    public var call: Int64
    /// Empty for this server.
    public var domain: String
    public var waiting: Int64
    /// What was drawn for the next step; nil where nothing was drawn yet.
    public var secret: Int64?
    public var lastStep: Timestamp?
}

/// Somebody who has done something silently that no published figure has in it yet.
public struct SilentWaiter: Sendable, Equatable {
    public var account: Int64
    /// When they last did something silently; it is later each time.
    public var actedAt: Timestamp
    /// From when on it brings a step nearer.
    public var countsFrom: Timestamp

    public init(account: Int64, actedAt: Timestamp, countsFrom: Timestamp) {
        self.account = account
        self.actedAt = actedAt
        self.countsFrom = countsFrom
    }
}

public enum SilentQueries {
    /// The moment of another act is always another one, also within a millisecond or after the clock was put back: a step forgets
    /// the acts that it counted, and no later one.
    private static let wait = SQL(
        """
        INSERT INTO call_waiting (call_id, account_id, domain, acted_at, counts_from) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (call_id, account_id) DO UPDATE SET counts_from = excluded.counts_from, acted_at =
            CASE WHEN excluded.acted_at > call_waiting.acted_at THEN excluded.acted_at ELSE call_waiting.acted_at + 1 END
        """
    )
    private static let forgetAccount = SQL("DELETE FROM call_waiting WHERE account_id = $1")
    private static let candidates = SQL(
        """
        SELECT w.call_id, w.domain, w.waiting, s.secret, s.stepped_at FROM (
            SELECT x.call_id, x.domain, COUNT(*) AS waiting FROM call_waiting x WHERE x.counts_from <= $1
            GROUP BY x.call_id, x.domain HAVING COUNT(*) >= $2) w
        LEFT JOIN call_silence_servers s ON s.call_id = w.call_id AND s.domain = w.domain
        """
    )
    private static let forget = SQL(
        "DELETE FROM call_waiting WHERE call_id = $1 AND account_id = $2 AND acted_at = $3"
    )
    private static let forgetOld = SQL(
        """
        DELETE FROM call_waiting WHERE (call_id, account_id) IN (
            SELECT w.call_id, w.account_id FROM call_waiting w JOIN calls c ON c.id = w.call_id
            WHERE w.acted_at <= $1 OR c.closed_at <= $2 OR c.closes_at <= $2 LIMIT $3)
        """
    )
    private static let isUnlimited = "a.silenced_at IS NULL AND a.suspended_at IS NULL"
    /// Nobody can sign in to the others.
    private static let canSignIn = "u.confirmed_at IS NOT NULL AND u.is_approved AND NOT u.is_disabled"
    /// Beside the age of the account.
    private static let isInFigures = "\(isUnlimited) AND (a.domain <> '' OR \(canSignIn))"
    private static let able = SQL(
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM users u JOIN accounts a ON a.id = u.account_id
            WHERE a.domain = '' AND \(isUnlimited) AND \(canSignIn) AND a.created_at <= $1 LIMIT $2) x
        """
    )
    private static let waiting = SQL(
        """
        SELECT w.account_id, w.acted_at, w.counts_from
        FROM call_waiting w JOIN accounts a ON a.id = w.account_id LEFT JOIN users u ON u.account_id = a.id
        WHERE w.call_id = $1 AND w.domain = $2 AND a.created_at <= $3 AND \(isInFigures)
        """
    )
    private static let populations = SQL(
        """
        SELECT a.domain, CASE WHEN n.spoken_at IS NULL THEN -2 ELSE n.spoken_option END, COALESCE(n.choice, -1), COUNT(*)
        FROM call_answers n JOIN accounts a ON a.id = n.account_id LEFT JOIN users u ON u.account_id = a.id
        WHERE n.call_id = $1 AND a.created_at <= $2 AND \(isInFigures)
        GROUP BY 1, 2, 3
        """
    )
    private static let draw = SQL(
        "INSERT INTO call_silence_servers (call_id, domain, secret) VALUES ($1, $2, $3) ON CONFLICT (call_id, domain) DO NOTHING"
    )
    private static let begin = SQL("INSERT INTO call_silence (call_id) VALUES ($1) ON CONFLICT (call_id) DO NOTHING")
    private static let lock = SQL("SELECT call_id FROM call_silence WHERE call_id = $1 {fornokeyupdate}")
    private static let lastStep = SQL(
        "SELECT secret, stepped_at FROM call_silence_servers WHERE call_id = $1 AND domain = $2"
    )
    private static let publishServer = SQL(
        """
        UPDATE call_silence_servers SET secret = $1, stepped_at = $2, silent = $3, together = $4
        WHERE call_id = $5 AND domain = $6
        """
    )
    private static let whole = SQL(
        """
        SELECT CAST(SUM(silent) AS BIGINT), CAST(SUM(together) AS BIGINT) FROM call_silence_servers
        WHERE call_id = $1 AND silent IS NOT NULL
        """
    )
    private static let publish = SQL(
        "UPDATE call_silence SET stepped_at = $1, silent = $2, together = $3 WHERE call_id = $4"
    )
    private static let forgetOptions = SQL("DELETE FROM call_silence_options WHERE call_id = $1")
    private static let publishOption = SQL(
        "INSERT INTO call_silence_options (call_id, option_position, silent, together) VALUES ($1, $2, $3, $4)"
    )
    private static let remember = SQL(
        """
        INSERT INTO call_silence_steps (call_id, at, silent, together) VALUES ($1, $2, $3, $4)
        ON CONFLICT (call_id, at) DO UPDATE SET silent = excluded.silent, together = excluded.together
        """
    )
    private static let published = SQL(
        """
        SELECT s.silent, s.together, s.stepped_at, o.option_position, o.silent, o.together
        FROM call_silence s LEFT JOIN call_silence_options o ON o.call_id = s.call_id
        WHERE s.call_id = $1 AND s.silent IS NOT NULL
        """
    )
    /// Of each interval only the last step: that is where the curve stands at its end.
    private static let steps = SQL(
        """
        SELECT s.at, s.silent, s.together FROM (
            SELECT MAX(x.at) AS at FROM call_silence_steps x WHERE x.call_id = $1 GROUP BY x.at / $2) l
        JOIN call_silence_steps s ON s.call_id = $1 AND s.at = l.at
        """
    )

    /// Notes that somebody has done something silently which no published figure has in it yet.
    ///
    /// - Parameters:
    ///   - domain: of their server; empty for this one.
    ///   - now: when they did it.
    ///   - counts: from when on it brings a step nearer.
    public static func wait(
        for account: Int64,
        of domain: String,
        in call: Int64,
        at now: Timestamp,
        counts: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            wait,
            .int(call),
            .int(account),
            .text(domain),
            .int(now.milliseconds),
            .int(counts.milliseconds)
        )
    }

    /// What somebody has done brings no step nearer any more.
    public static func forgetWaiting(of account: Int64, _ connection: Connection) throws {
        try connection.execute(forgetAccount, .int(account))
    }

    /// Forgets at most `limit` of the acts that were done until `moment`, or in calls that ended until `end`. Returns how many.
    public static func forgetWaiting(
        until moment: Timestamp,
        inCallsEndedUntil end: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> Int {
        try connection.execute(forgetOld, .int(moment.milliseconds), .int(end.milliseconds), .int(limit))
    }

    /// Calls and servers of which at least `least` people wait whose acts count by now.
    public static func candidates(
        at now: Timestamp,
        least: Int64,
        _ connection: Connection
    ) throws -> [SilentCandidate] {
        try connection.query(candidates, .int(now.milliseconds), .int(least)) { row in
            SilentCandidate(
                call: row.int(0),
                domain: row.text(1),
                waiting: row.int(2),
                secret: row.intOrNil(3),
                lastStep: row.moment(4)
            )
        }
    }

    /// People of this server who could answer and whose accounts were made until `moment`, counted up to `limit`.
    public static func able(until moment: Timestamp, limit: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(able, .int(moment.milliseconds), .int(limit)) { $0.int(0) } ?? 0
    }

    /// How those answered whose accounts were made until `moment`, by their servers: of this one those who are `able`.
    ///
    /// - Parameter answers: how many the call has.
    public static func populations(
        of call: Int64,
        answers: Int,
        until moment: Timestamp,
        _ connection: Connection
    ) throws -> [String: CallCount] {
        var found: [String: CallCount] = [:]
        try connection.forEach(populations, .int(call), .int(moment.milliseconds)) { row in
            let (spoken, choice, people) = (row.int(1), row.int(2), row.int(3))
            var count = found[row.text(0)] ?? CallCount(answers: answers)
            if spoken != -2 { count.add(people, option: spoken, .spoke) }
            if choice >= 0 { count.add(people, option: choice, .silent) }
            if spoken != -2, choice >= 0 { count.add(people, option: spoken, .both) }
            found[row.text(0)] = count
            return true
        }
        return found
    }

    /// The secret of a server's next step: `secret`, where none was drawn before.
    public static func draw(
        _ secret: Int64,
        for domain: String,
        of call: Int64,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.execute(draw, .int(call), .text(domain), .int(secret))
        return try connection.first(lastStep, .int(call), .text(domain)) { $0.int(0) } ?? secret
    }

    /// Makes others wait who want to take a step of a call, until the transaction ends.
    public static func lock(_ call: Int64, _ connection: Connection) throws {
        try connection.execute(begin, .int(call))
        _ = try connection.first(lock, .int(call)) { $0.int(0) }
    }

    /// When the last step of a server's people was taken.
    public static func lastStep(of call: Int64, _ domain: String, _ connection: Connection) throws -> Timestamp? {
        try connection.first(lastStep, .int(call), .text(domain)) { $0.moment(1) }.flatMap(\.self)
    }

    /// Who of a server waits for the next step of a call and is in its figures, with an account made until `moment`: those whom
    /// `populations` counts, where both are read at one moment.
    public static func waiting(
        for call: Int64,
        of domain: String,
        until moment: Timestamp,
        _ connection: Connection
    ) throws -> [SilentWaiter] {
        try connection.query(waiting, .int(call), .text(domain), .int(moment.milliseconds)) { row in
            SilentWaiter(
                account: row.int(0),
                actedAt: Timestamp(milliseconds: row.int(1)),
                countsFrom: Timestamp(milliseconds: row.int(2))
            )
        }
    }

    /// These wait no more, but for those who have done something since.
    public static func forgetWaiting(
        _ counted: [SilentWaiter],
        for call: Int64,
        _ connection: Connection
    ) throws {
        // In the order of all who change several of these rows, so that nobody waits in a circle.
        for waiter in counted.sorted(by: { $0.account < $1.account }) {
            try connection.execute(forget, .int(call), .int(waiter.account), .int(waiter.actedAt.milliseconds))
        }
    }

    /// Takes the step of one server's people, whose figures are shown once `publishWhole` has added them up.
    public static func publish(
        _ figures: SilentFigures?,
        of call: Int64,
        _ domain: String,
        nextSecret: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            publishServer,
            .int(nextSecret),
            .int(now.milliseconds),
            .int(figures?.silent),
            .int(figures?.together),
            .int(call),
            .text(domain)
        )
        guard domain.isEmpty else { return }
        try connection.execute(forgetOptions, .int(call))
        guard let breakdown = figures?.breakdown else { return }
        var rows = zip(breakdown.silent, breakdown.together).enumerated().map { (Int64($0), $1.0, $1.1) }
        rows.append((CallAnswer.unspecified, 0, breakdown.togetherUnspecified))
        for (option, silent, together) in rows {
            try connection.execute(publishOption, .int(call), .int(option), .int(silent), .int(together))
        }
    }

    /// Shows from now on what the steps of all servers come to.
    public static func publishWhole(of call: Int64, at now: Timestamp, _ connection: Connection) throws {
        let sums = try connection.first(whole, .int(call)) { ($0.intOrNil(0), $0.intOrNil(1)) }
        let (silent, together) = sums ?? (nil, nil)
        try connection.execute(publish, .int(now.milliseconds), .int(silent), .int(together), .int(call))
        try connection.execute(remember, .int(call), .int(now.milliseconds), .int(silent), .int(together))
    }

    /// What is shown of a call's silent answers, and since when; nil where nothing is.
    public static func published(
        _ call: Int64,
        answers: Int,
        _ connection: Connection
    ) throws -> (figures: SilentFigures, asOf: Timestamp?)? {
        var found: (figures: SilentFigures, asOf: Timestamp?)?
        var breakdown = SilentFigures.Breakdown(
            silent: Array(repeating: 0, count: answers),
            together: Array(repeating: 0, count: answers),
            togetherUnspecified: 0
        )
        var isBroken = false
        try connection.forEach(published, .int(call)) { row in
            found = found ?? (SilentFigures(silent: row.int(0), together: row.int(1)), row.moment(2))
            guard let option = row.intOrNil(3) else { return true }
            isBroken = true
            if breakdown.silent.indices.contains(Int(clamping: option)) {
                breakdown.silent[Int(option)] = row.int(4)
                breakdown.together[Int(option)] = row.int(5)
            } else {
                breakdown.togetherUnspecified = row.int(5)
            }
            return true
        }
        if isBroken { found?.figures.breakdown = breakdown }
        return found
    }

    /// Where the published figures stood at the end of each interval of `resolution` seconds that has a step, oldest first.
    public static func steps(
        of call: Int64,
        resolution: Int64,
        _ connection: Connection
    ) throws -> [(at: Int64, silent: Int64?, together: Int64?)] {
        try connection.query(steps, .int(call), .int(resolution * 1000)) {
            ($0.int(0), $0.intOrNil(1), $0.intOrNil(2))
        }.sorted { $0.0 < $1.0 }
    }
}
