// SQL of recurring tasks: which are due, and that one node alone is at each.

public import Basics
public import Database

public enum RecurringTaskQueries {
    private static let add = SQL(
        "INSERT INTO recurring_tasks (name, due_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
    )
    private static let due = SQL(
        "SELECT name FROM recurring_tasks WHERE due_at <= $1 AND leased_until <= $1 ORDER BY due_at, name"
    )
    private static let lease = SQL(
        """
        UPDATE recurring_tasks SET leased_until = $1, leased_by = $2
        WHERE name = $3 AND due_at <= $4 AND leased_until <= $4
        """
    )
    private static let hold = SQL(
        """
        UPDATE recurring_tasks SET leased_until = $1, leased_by = $2
        WHERE name = $3 AND (leased_until <= $4 OR leased_by = $2)
        """
    )
    private static let finish = SQL(
        """
        UPDATE recurring_tasks SET due_at = $1, leased_until = 0, failures = CASE WHEN $2 = 0 THEN 0 ELSE failures + 1 END
        WHERE name = $3 AND leased_by = $4 AND leased_until = $5
        """
    )
    private static let release = SQL("UPDATE recurring_tasks SET leased_until = 0 WHERE leased_by = $1")
    private static let failing = SQL("SELECT name, failures FROM recurring_tasks WHERE failures > 0 ORDER BY name")

    /// Makes a task known, due at once where it was not.
    public static func add(_ name: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(add, .text(name), .int(now.milliseconds))
    }

    /// The names of tasks that nobody is at, the longest due first.
    public static func due(at now: Timestamp, _ connection: Connection) throws -> [String] {
        try connection.query(due, .int(now.milliseconds)) { $0.text(0) }
    }

    /// Lets go of what a node was at when it ended.
    public static func release(by node: Int64, _ connection: Connection) throws {
        try connection.execute(release, .int(node))
    }

    /// Takes a task on. False where another node was faster.
    public static func lease(
        _ name: String,
        by node: Int64,
        at now: Timestamp,
        until end: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(lease, .int(end.milliseconds), .int(node), .text(name), .int(now.milliseconds)) > 0
    }

    /// Takes on a task that is never done, or goes on with it. False while another node is at it.
    public static func hold(
        _ name: String,
        by node: Int64,
        at now: Timestamp,
        until end: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        let task: [Value] = [.int(end.milliseconds), .int(node), .text(name), .int(now.milliseconds)]
        let take = { try connection.execute(hold, task[0], task[1], task[2], task[3]) > 0 }
        if try take() { return true }
        try add(name, at: now, connection)
        return try take()
    }

    /// Ends a turn, unless another node has taken it over meanwhile.
    ///
    /// - Parameters:
    ///   - next: when the task is due again.
    ///   - end: of the lease, as it was taken.
    public static func finish(
        _ name: String,
        by node: Int64,
        failed: Bool,
        next: Timestamp,
        leasedUntil end: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            finish,
            .int(next.milliseconds),
            .int(failed ? 1 : 0),
            .text(name),
            .int(node),
            .int(end.milliseconds)
        )
    }

    /// How often in a row each task has failed; those that went well last are left out.
    public static func failing(_ connection: Connection) throws -> [(name: String, failures: Int64)] {
        try connection.query(failing) { ($0.text(0), $0.int(1)) }
    }
}
