// SQL of polls: posted, voted in, counted, ended.

public import Basics
public import Database
public import Domain

public enum PollQueries {
    private static let insert = SQL(
        """
        INSERT INTO polls (status_id, account_id, expires_at, multiple, hides_totals, is_call_elsewhere)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
        """
    )
    private static let insertOption = SQL("INSERT INTO poll_options (poll_id, position, title) VALUES ($1, $2, $3)")
    private static let delete = SQL("DELETE FROM polls WHERE status_id = $1")
    private static let columns = """
        p.id, p.status_id, p.account_id, p.expires_at, p.multiple, p.hides_totals,
            EXISTS (SELECT 1 FROM calls c WHERE c.poll_id = p.id), p.is_call_elsewhere
        """
    private static let byStatuses = SQL("SELECT \(columns) FROM polls p WHERE p.status_id {in $1}")
    private static let byIDs = SQL("SELECT \(columns) FROM polls p WHERE p.id {in $1}")
    private static let options = SQL(
        "SELECT poll_id, title FROM poll_options WHERE poll_id {in $1} ORDER BY poll_id, position"
    )
    private static let lock = SQL("SELECT expires_at FROM polls WHERE id = $1 {forshare}")
    private static let vote = SQL(
        """
        INSERT INTO poll_votes (poll_id, account_id, position, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (poll_id, account_id, position) DO NOTHING
        """
    )
    private static let unvote = SQL("DELETE FROM poll_votes WHERE poll_id = $1 AND account_id = $2")
    private static let votesOf = SQL(
        """
        SELECT poll_id, position, created_at FROM poll_votes WHERE account_id = $1 AND poll_id {in $2}
        ORDER BY poll_id, position
        """
    )
    private static let allVotesOf = SQL(
        """
        SELECT v.poll_id, v.position, EXISTS (SELECT 1 FROM calls c WHERE c.poll_id = v.poll_id)
        FROM poll_votes v JOIN polls p ON p.id = v.poll_id WHERE v.account_id = $1 AND NOT p.is_call_elsewhere
        """
    )
    private static let count = SQL(
        """
        INSERT INTO poll_counters (poll_id, position, slot, votes) VALUES ($1, $2, $3, $4)
        ON CONFLICT (poll_id, position, slot) DO UPDATE SET votes = poll_counters.votes + excluded.votes
        """
    )
    private static let forgetCounts = SQL("DELETE FROM poll_counters WHERE poll_id = $1")
    private static let counters = SQL(
        """
        SELECT poll_id, position, CAST(SUM(votes) AS BIGINT) FROM poll_counters WHERE poll_id {in $1}
        GROUP BY poll_id, position
        """
    )
    private static let ending = SQL(
        """
        SELECT p.id FROM polls p WHERE p.ended_at IS NULL AND p.expires_at IS NOT NULL AND p.expires_at <= $1
        ORDER BY p.expires_at LIMIT $2
        """
    )
    private static let end = SQL("UPDATE polls SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
    private static let close = SQL("UPDATE polls SET expires_at = $1, ended_at = $1 WHERE id = $2")
    private static let setEnd = SQL("UPDATE polls SET expires_at = $1, ended_at = NULL WHERE id = $2")
    private static let holdEnding = SQL("SELECT id FROM polls WHERE id = $1 AND ended_at IS NULL {skiplocked}")
    private static let adjust = SQL(
        "UPDATE polls SET expires_at = $1, hides_totals = $2 WHERE id = $3 AND ended_at IS NULL"
    )
    private static let ask = SQL(
        """
        UPDATE polls SET expires_at = $1, multiple = $2, hides_totals = $3, is_call_elsewhere = $4, ended_at = NULL
        WHERE id = $5
        """
    )
    private static let forgetOptions = SQL("DELETE FROM poll_options WHERE poll_id = $1")
    private static let forgetVotes = SQL("DELETE FROM poll_votes WHERE poll_id = $1")
    private static let voters = SQL(
        """
        SELECT DISTINCT v.account_id FROM poll_votes v JOIN users u ON u.account_id = v.account_id
        JOIN polls p ON p.id = v.poll_id
        WHERE v.poll_id = $1 AND v.account_id > $2 AND NOT EXISTS (SELECT 1 FROM notifications n
            WHERE n.from_account_id = p.account_id AND n.account_id = v.account_id AND n.kind = $3
                AND n.status_id = p.status_id)
        ORDER BY v.account_id LIMIT $4
        """
    )

    /// Writes a poll and returns it with its id.
    public static func insert(_ draft: Poll, _ connection: Connection) throws -> Poll {
        var poll = draft
        poll.id =
            try connection.first(
                insert,
                .int(poll.statusID),
                .int(poll.accountID),
                .int(poll.expiresAt?.milliseconds),
                .bool(poll.isMultiple),
                .bool(poll.hidesTotals),
                .bool(poll.isOfCallElsewhere)
            ) { $0.int(0) } ?? 0
        try insertOptions(of: poll, connection)
        return poll
    }

    /// Makes a poll that is there ask something else: its votes go.
    public static func ask(_ poll: Poll, _ connection: Connection) throws {
        // First of all, so that nobody votes meanwhile.
        try connection.execute(
            ask,
            .int(poll.expiresAt?.milliseconds),
            .bool(poll.isMultiple),
            .bool(poll.hidesTotals),
            .bool(poll.isOfCallElsewhere),
            .int(poll.id)
        )
        for sql in [forgetVotes, forgetCounts, forgetOptions] { try connection.execute(sql, .int(poll.id)) }
        try insertOptions(of: poll, connection)
    }

    private static func insertOptions(of poll: Poll, _ connection: Connection) throws {
        for (position, title) in poll.options.enumerated() {
            try connection.execute(insertOption, .int(poll.id), .int(position), .text(title))
        }
    }

    public static func delete(ofStatus status: Int64, _ connection: Connection) throws {
        try connection.execute(delete, .int(status))
    }

    /// Polls by status.
    public static func polls(ofStatuses ids: [Int64], _ connection: Connection) throws -> [Int64: Poll] {
        guard !ids.isEmpty else { return [:] }
        let polls = try withOptions(try connection.query(byStatuses, .ids(ids), row: poll), connection)
        return Dictionary(polls.map { ($0.statusID, $0) }, uniquingKeysWith: { $1 })
    }

    public static func poll(_ id: Int64, _ connection: Connection) throws -> Poll? {
        try withOptions(try connection.query(byIDs, .ids([id]), row: poll), connection).first
    }

    private static func withOptions(_ polls: [Poll], _ connection: Connection) throws -> [Poll] {
        guard !polls.isEmpty else { return [] }
        var titles: [Int64: [String]] = [:]
        try connection.forEach(options, .ids(polls.map(\.id))) { row in
            titles[row.int(0), default: []].append(row.text(1))
            return true
        }
        return polls.map { poll in
            var poll = poll
            poll.options = titles[poll.id] ?? []
            return poll
        }
    }

    private static func poll(_ row: Row) -> Poll {
        Poll(
            id: row.int(0),
            statusID: row.int(1),
            accountID: row.int(2),
            options: [],
            expiresAt: row.moment(3),
            isMultiple: row.bool(4),
            hidesTotals: row.bool(5),
            isOfCall: row.bool(6),
            isOfCallElsewhere: row.bool(7)
        )
    }

    // MARK: Votes

    /// When the poll ends, locked so that it is not closed meanwhile; nil where it is gone.
    public static func expiration(of poll: Int64, _ connection: Connection) throws -> Timestamp?? {
        try connection.first(lock, .int(poll)) { $0.moment(0) }
    }

    /// Returns false where the account has voted for the option already.
    public static func vote(
        _ position: Int64,
        in poll: Int64,
        by account: Int64,
        at: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(vote, .int(poll), .int(account), .int(position), .int(at.milliseconds)) > 0
    }

    public static func removeVotes(in poll: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(unvote, .int(poll), .int(account))
    }

    /// What an account voted for, by poll: positions, and when.
    public static func votes(
        of account: Int64,
        in polls: [Int64],
        _ connection: Connection
    ) throws -> [Int64: [(position: Int64, at: Timestamp)]] {
        guard !polls.isEmpty else { return [:] }
        var found: [Int64: [(position: Int64, at: Timestamp)]] = [:]
        try connection.forEach(votesOf, .int(account), .ids(polls)) { row in
            found[row.int(0), default: []].append((row.int(1), Timestamp(milliseconds: row.int(2))))
            return true
        }
        return found
    }

    /// All votes of an account that may be counted here: poll and position, by rising poll.
    public static func votes(
        of account: Int64,
        _ connection: Connection
    ) throws -> [(poll: Int64, position: Int64, isOfCall: Bool)] {
        try connection.query(allVotesOf, .int(account)) { ($0.int(0), $0.int(1), $0.bool(2)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// - Parameter position: an option, or -1 for the voters.
    public static func count(
        _ position: Int64,
        in poll: Int64,
        slot: Int64,
        by change: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(count, .int(poll), .int(position), .int(slot), .int(change))
    }

    /// How votes stand, by poll and position (-1: voters).
    public static func counts(of polls: [Int64], _ connection: Connection) throws -> [Int64: [Int64: Int64]] {
        guard !polls.isEmpty else { return [:] }
        var found: [Int64: [Int64: Int64]] = [:]
        try connection.forEach(counters, .ids(polls)) { row in
            found[row.int(0), default: [:]][row.int(1)] = row.int(2)
            return true
        }
        return found
    }

    /// Takes over how the votes stand in a poll of another server.
    public static func set(_ tally: PollTally, of poll: Int64, _ connection: Connection) throws {
        try forgetCounts(of: poll, connection)
        for (position, votes) in tally.votes.enumerated() where votes > 0 {
            try count(Int64(position), in: poll, slot: 0, by: votes, connection)
        }
        if tally.voters > 0 { try count(-1, in: poll, slot: 0, by: tally.voters, connection) }
    }

    // MARK: End

    /// Polls that ended by `now` and whose end was not told of, at most `limit`.
    public static func ending(by now: Timestamp, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(ending, .int(now.milliseconds), .int(limit)) { $0.int(0) }
    }

    /// Returns false where another node was faster.
    public static func end(_ poll: Int64, at now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.execute(end, .int(now.milliseconds), .int(poll)) > 0
    }

    /// Ends a poll now, without telling its voters.
    public static func close(_ poll: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(close, .int(now.milliseconds), .int(poll))
    }

    /// Has it end at another moment, and be told of then.
    public static func setEnd(_ end: Timestamp, of poll: Int64, _ connection: Connection) throws {
        try connection.execute(setEnd, .int(end.milliseconds), .int(poll))
    }

    /// Holds a poll whose end is being told. Returns false where it was told, or another node holds it.
    public static func holdEnding(_ poll: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(holdEnding, .int(poll)) { _ in true } ?? false
    }

    /// Moves the end of a poll that has not ended, and hides or shows its totals.
    public static func adjust(
        _ poll: Int64,
        expiresAt: Timestamp?,
        hidesTotals: Bool,
        _ connection: Connection
    ) throws {
        try connection.execute(adjust, .int(expiresAt?.milliseconds), .bool(hidesTotals), .int(poll))
    }

    /// Local voters above `after` who have not been told of the end, in the order of ids.
    public static func voters(
        of poll: Int64,
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        let kind = NotificationKind.poll.rawValue
        return try connection.query(voters, .int(poll), .int(after), .int(kind), .int(limit)) { $0.int(0) }
    }

    static func forgetCounts(of poll: Int64, _ connection: Connection) throws {
        try connection.execute(forgetCounts, .int(poll))
    }
}
