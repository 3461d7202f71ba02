// SQL of what is published of silent answers: who waits, the steps, and what they showed.

public import Basics
public import Database
public import Domain

public enum SilentQueries {
    private static let wait = SQL(
        """
        INSERT INTO call_waiting (call_id, account_id, is_established) VALUES ($1, $2, $3)
        ON CONFLICT (call_id, account_id) DO UPDATE SET is_established = excluded.is_established
        """
    )
    private static let doubt = SQL("UPDATE call_waiting SET is_established = FALSE WHERE account_id = $1")
    private static let candidates = SQL(
        """
        SELECT call_id FROM call_waiting WHERE is_established GROUP BY call_id HAVING COUNT(*) >= $1 ORDER BY call_id
        """
    )
    private static let waiting = SQL("SELECT COUNT(*) FROM call_waiting WHERE call_id = $1 AND is_established")
    private static let forget = SQL("DELETE FROM call_waiting WHERE call_id = $1")
    /// Accounts that could answer: nobody can sign in to the others.
    private static let able = """
        SELECT 1 FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.domain = '' AND a.silenced_at IS NULL
            AND a.suspended_at IS NULL AND u.confirmed_at IS NOT NULL AND u.is_approved AND NOT u.is_disabled
        """
    private static let people = SQL("SELECT COUNT(*) FROM (\(able) LIMIT $1) x")
    private static let established = SQL("SELECT COUNT(*) FROM (\(able) AND a.created_at <= $1 LIMIT $2) x")
    private static let begin = SQL(
        "INSERT INTO call_silence (call_id, secret) VALUES ($1, $2) ON CONFLICT (call_id) DO NOTHING"
    )
    private static let lock = SQL("SELECT secret, stepped_at FROM call_silence WHERE call_id = $1 {forupdate}")
    private static let publish = SQL(
        "UPDATE call_silence SET secret = $1, stepped_at = $2, silent = $3, together = $4 WHERE call_id = $5"
    )
    private static let forgetOptions = SQL("DELETE FROM call_silence_options WHERE call_id = $1")
    private static let publishOption = SQL(
        "INSERT INTO call_silence_options (call_id, option_position, silent, together) VALUES ($1, $2, $3, $4)"
    )
    private static let remember = SQL(
        "INSERT INTO call_silence_steps (call_id, at, silent, together) VALUES ($1, $2, $3, $4)"
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
    /// - Parameter isEstablished: whether it counts towards the next step.
    public static func wait(
        for account: Int64,
        in call: Int64,
        isEstablished: Bool,
        _ connection: Connection
    ) throws {
        try connection.execute(wait, .int(call), .int(account), .bool(isEstablished))
    }

    /// What somebody who is limited has done brings no step nearer, also when they are not limited any more.
    public static func doubt(_ account: Int64, _ connection: Connection) throws {
        try connection.execute(doubt, .int(account))
    }

    /// Calls for which at least `least` established people wait.
    public static func candidates(least: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(candidates, .int(least)) { $0.int(0) }
    }

    /// Established people who wait.
    public static func waiting(_ call: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(waiting, .int(call)) { $0.int(0) } ?? 0
    }

    /// People of this server who could answer, counted up to `limit`.
    public static func able(limit: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(people, .int(limit)) { $0.int(0) } ?? 0
    }

    /// Those of them whose accounts were made until `moment`, counted up to `limit`.
    public static func established(until moment: Timestamp, limit: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(established, .int(moment.milliseconds), .int(limit)) { $0.int(0) } ?? 0
    }

    /// The secret of a call and when it last took a step, locked until the transaction ends. A call that has none is given
    /// `secret`; nil where the call is gone.
    public static func hold(
        _ call: Int64,
        secret: Int64,
        _ connection: Connection
    ) throws -> (secret: Int64, last: Timestamp?)? {
        try connection.execute(begin, .int(call), .int(secret))
        return try connection.first(lock, .int(call)) { ($0.int(0), $0.moment(1)) }
    }

    /// Nobody waits any more of those who are there now.
    public static func forgetWaiting(_ call: Int64, _ connection: Connection) throws {
        try connection.execute(forget, .int(call))
    }

    /// Takes a step: what is shown from now on, and the secret of the next one.
    public static func publish(
        _ figures: SilentFigures?,
        of call: Int64,
        nextSecret: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            publish,
            .int(nextSecret),
            .int(now.milliseconds),
            .int(figures?.silent),
            .int(figures?.together),
            .int(call)
        )
        try connection.execute(
            remember,
            .int(call),
            .int(now.milliseconds),
            .int(figures?.silent),
            .int(figures?.together)
        )
        try connection.execute(forgetOptions, .int(call))
        guard let breakdown = figures?.breakdown else { return }
        var rows = zip(breakdown.silent, breakdown.together).enumerated().map { (Int64($0), $1.0, $1.1) }
        rows.append((CallAnswer.unspecified, 0, breakdown.togetherUnspecified))
        for (option, silent, together) in rows {
            try connection.execute(publishOption, .int(call), .int(option), .int(silent), .int(together))
        }
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
