// SQL of how full the disk of each node was, day by day.

public import Basics
public import Database

public enum DiskSampleQueries {
    private static let add = SQL(
        """
        INSERT INTO disk_samples (node, day, total, available) VALUES ($1, $2, $3, $4)
        ON CONFLICT (node, day) DO UPDATE SET total = excluded.total, available = excluded.available
        """
    )
    private static let list = SQL(
        "SELECT day, total, available FROM disk_samples WHERE node = $1 ORDER BY day DESC LIMIT $2"
    )
    private static let forget = SQL("DELETE FROM disk_samples WHERE node = $1 AND day < $2")

    /// Keeps the sample of a day (days since 1970), and forgets those from before `oldest`.
    public static func keep(
        _ space: DiskSpace,
        day: Int64,
        oldest: Int64,
        of node: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(add, .int(node), .int(day), .int(space.total), .int(space.available))
        try connection.execute(forget, .int(node), .int(oldest))
    }

    /// The newest samples, oldest first.
    public static func samples(
        of node: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(day: Int64, space: DiskSpace)] {
        try connection.query(list, .int(node), .int(Int64(limit))) { row in
            (row.int(0), DiskSpace(total: row.int(1), available: row.int(2)))
        }.reversed()
    }
}
