// SQL of threads on other servers: where they are listed, and how far a look at them has come.

public import Basics
public import Database
public import Domain

public enum ThreadLinkQueries {
    private static let set = SQL(
        """
        INSERT INTO remote_threads (status_id, context, replies) VALUES ($1, $2, $3)
        ON CONFLICT (status_id) DO UPDATE SET context = excluded.context, replies = excluded.replies
        """
    )
    private static let find = SQL(
        "SELECT status_id, context, replies, looked_at, finished_at, found FROM remote_threads WHERE status_id {in $1}"
    )
    private static let begin = SQL(
        """
        UPDATE remote_threads SET looked_at = $1, finished_at = NULL, found = 0
        WHERE status_id = $2 AND (looked_at IS NULL OR looked_at < $3)
        """
    )
    private static let count = SQL("UPDATE remote_threads SET found = $1, finished_at = $2 WHERE status_id = $3")

    public static func set(_ status: Int64, context: String?, replies: String?, _ connection: Connection) throws {
        try connection.execute(set, .int(status), .text(context), .text(replies))
    }

    public static func threads(of statuses: [Int64], _ connection: Connection) throws -> [RemoteThread] {
        try connection.query(find, .ids(statuses)) { row in
            RemoteThread(
                statusID: row.int(0),
                context: row.textOrNil(1),
                replies: row.textOrNil(2),
                lookedAt: row.moment(3),
                finishedAt: row.moment(4),
                found: row.int(5)
            )
        }
    }

    /// Begins a look, unless one began after a moment. Returns whether it does.
    public static func begin(
        _ status: Int64,
        unlessAfter moment: Timestamp,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(begin, .int(now.milliseconds), .int(status), .int(moment.milliseconds)) > 0
    }

    /// - Parameter end: nil while the look goes on.
    public static func count(_ found: Int64, _ status: Int64, end: Timestamp?, _ connection: Connection) throws {
        try connection.execute(count, .int(found), .int(end?.milliseconds), .int(status))
    }
}
