// SQL of the outbox: what other servers are to hear, written in the transaction in which it happened.

public import Basics
public import Database
public import Domain

public enum OutboxQueries {
    private static let insert = SQL(
        "INSERT INTO outbox (account_id, event, run_at, created_at) VALUES ($1, $2, $3, $3)"
    )
    /// Held until the commit; the number is Chorus's own.
    private static let oneAtATime = "SELECT pg_advisory_xact_lock(7216839151)"
    private static let lease = SQL(
        """
        UPDATE outbox SET attempts = attempts + 1, run_at = $1 WHERE id IN (
            SELECT o.id FROM outbox o WHERE o.run_at <= $2 AND NOT EXISTS (SELECT 1 FROM outbox e
                WHERE e.account_id = o.account_id AND e.id < o.id AND e.run_at > $2)
            ORDER BY o.id LIMIT $3)
        RETURNING id, account_id, event, attempts, created_at
        """
    )
    private static let finish = SQL("DELETE FROM outbox WHERE id = $1 AND attempts = $2")
    private static let delay = SQL("UPDATE outbox SET run_at = $1 WHERE id = $2 AND attempts = $3")
    private static let waiting = SQL("SELECT COUNT(*) FROM (SELECT id FROM outbox LIMIT $1) x")

    private static let isWaiting = SQL("SELECT 1 FROM outbox WHERE account_id = $1 LIMIT 1")

    /// Is there anything of an account that others have not been told yet?
    public static func isWaiting(for account: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isWaiting, .int(account)) { _ in true } ?? false
    }

    public static func insert(
        _ text: String,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.executeLater(insert, .int(account), .text(text), .int(now.milliseconds))
    }

    /// Takes the next entries, in their order. While one of an account is leased or delayed, its later ones wait, so that
    /// what one account did is told in the order in which it did it.
    ///
    /// - Parameter until: when others may take what was neither finished nor delayed.
    public static func lease(
        limit: Int,
        until: Timestamp,
        now: Timestamp,
        _ connection: Connection
    ) throws -> [OutboxEntry] {
        // Two nodes at once would not see what the other is about to take.
        if connection.engine == .postgres { try connection.executeScript(oneAtATime) }
        return try connection.query(lease, .int(until.milliseconds), .int(now.milliseconds), .int(limit)) { row in
            OutboxEntry(
                id: row.int(0),
                accountID: row.int(1),
                text: row.text(2),
                attempts: row.int(3),
                createdAt: Timestamp(milliseconds: row.int(4))
            )
        }
        .sorted { $0.id < $1.id }
    }

    /// Ends with an entry, in the transaction that writes what is sent for it. Returns false where the lease was over and
    /// somebody else has taken it: then nothing may be sent.
    public static func finish(_ entry: OutboxEntry, _ connection: Connection) throws -> Bool {
        try connection.execute(finish, .int(entry.id), .int(entry.attempts)) > 0
    }

    /// Puts an entry off, and with it the later ones of its account.
    public static func delay(_ entry: OutboxEntry, until: Timestamp, _ connection: Connection) throws {
        try connection.execute(delay, .int(until.milliseconds), .int(entry.id), .int(entry.attempts))
    }

    /// How many wait, counted up to `limit`.
    public static func waiting(limit: Int, _ connection: Connection) throws -> Int64 {
        try connection.first(waiting, .int(limit)) { $0.int(0) } ?? 0
    }
}
