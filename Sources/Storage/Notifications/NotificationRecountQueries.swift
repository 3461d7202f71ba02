// SQL of the recount of groups: how many are in each, and which is the newest.

public import Database

public enum NotificationRecountQueries {
    private static let counted = """
        SELECT g.id AS id, g.count AS stored, g.last_id AS last_stored, COUNT(n.id) AS counted,
            COALESCE(MAX(n.id), 0) AS last_counted, MAX(n.created_at) AS last_at
        FROM notification_groups g LEFT JOIN notifications n ON n.group_id = g.id AND NOT n.is_filtered
        GROUP BY g.id, g.count, g.last_id
        """
    private static let find = SQL(
        """
        SELECT x.id, x.stored, x.counted, x.last_stored, x.last_counted FROM (\(counted)) x
        WHERE x.stored <> x.counted OR x.last_stored <> x.last_counted ORDER BY x.id LIMIT $1
        """
    )
    private static let repair = SQL(
        """
        UPDATE notification_groups SET count = d.counted, last_id = d.last_counted,
            last_at = COALESCE(d.last_at, notification_groups.last_at)
        FROM (SELECT x.id, x.counted, x.last_counted, x.last_at FROM (\(counted)) x
            WHERE x.stored <> x.counted OR x.last_stored <> x.last_counted) d
        WHERE d.id = notification_groups.id
        """
    )
    private static let forget = SQL("DELETE FROM notification_groups WHERE count <= 0")

    public static func differences(limit: Int, _ connection: Connection) throws -> [CounterDifference] {
        try connection.query(find, .int(limit)) { row in
            let isCount = row.int(1) != row.int(2)
            return CounterDifference(
                subject: "notification group",
                id: row.int(0),
                counter: isCount ? "count" : "last_id",
                stored: row.int(isCount ? 1 : 3),
                counted: row.int(isCount ? 2 : 4)
            )
        }
    }

    public static func repair(_ connection: Connection) throws -> Int {
        let changed = try connection.execute(repair)
        try connection.execute(forget)
        return changed
    }
}
