// SQL of groups: found or begun when something is told, read a page at a time, settled when something is taken back.

public import Basics
public import Database
public import Domain

public enum NotificationGroupQueries {
    private static let columns = "g.id, g.kind, g.status_id, g.bucket, g.count, g.last_id, g.last_at"
    /// The group is held until the commit, so that ids in it rise in the order of commits.
    private static let find = SQL(
        """
        SELECT id FROM notification_groups WHERE account_id = $1 AND kind = $2 AND COALESCE(status_id, 0) = $3
            AND bucket <= $4 AND bucket > $5
        ORDER BY bucket DESC LIMIT 1 {forupdate}
        """
    )
    private static let begin = SQL(
        """
        INSERT INTO notification_groups (account_id, kind, status_id, bucket, count, last_id, last_at)
        VALUES ($1, $2, $3, $4, 0, 0, $5)
        ON CONFLICT (account_id, kind, COALESCE(status_id, 0), bucket) DO UPDATE SET last_at = excluded.last_at
        RETURNING id
        """
    )
    private static let grow = SQL(
        """
        UPDATE notification_groups SET count = count + 1, last_at = CASE WHEN last_id < $1 THEN $2 ELSE last_at END,
            last_id = CASE WHEN last_id < $1 THEN $1 ELSE last_id END
        WHERE id = $3
        """
    )
    private static let lock = SQL("SELECT id FROM notification_groups WHERE id {in $1} ORDER BY id {forupdate}")
    private static let shrink = SQL(
        """
        UPDATE notification_groups SET count = count - $1,
            last_id = COALESCE((SELECT MAX(n.id) FROM notifications n WHERE n.group_id = notification_groups.id), 0),
            last_at = COALESCE((SELECT n.created_at FROM notifications n WHERE n.group_id = notification_groups.id
                ORDER BY n.id DESC LIMIT 1), last_at)
        WHERE id = $2 RETURNING count
        """
    )
    private static let end = SQL("DELETE FROM notification_groups WHERE id = $1")
    private static func list(_ direction: String) -> String {
        """
        SELECT \(columns) FROM {values $1} lane CROSS JOIN notification_groups g
        WHERE g.id {in (}
            SELECT x.id FROM notification_groups x WHERE x.account_id = $2 AND x.kind = lane.value AND x.last_id < $3
                AND x.last_id > $4
            ORDER BY x.last_id \(direction) LIMIT $5{)}
        ORDER BY g.last_id \(direction) LIMIT $5
        """
    }
    private static let down = SQL(list("DESC"))
    private static let up = SQL(list("ASC"))
    private static let one = SQL(
        """
        SELECT \(columns) FROM notification_groups g
        WHERE g.account_id = $1 AND g.kind = $2 AND COALESCE(g.status_id, 0) = $3 AND g.bucket = $4
        """
    )
    private static let samples = SQL(
        """
        SELECT g.id, n.id, n.from_account_id FROM notification_groups g CROSS JOIN notifications n
        WHERE g.id {in $1} AND n.id {in (}
            SELECT x.id FROM notifications x WHERE x.group_id = g.id ORDER BY x.id DESC LIMIT 8{)}
        """
    )
    private static let oldest = SQL(
        """
        SELECT g.id, (SELECT MIN(n.id) FROM notifications n WHERE n.group_id = g.id AND n.id >= $1)
        FROM notification_groups g WHERE g.id {in $2}
        """
    )

    /// The group that something told at `moment` belongs to, begun where there is none.
    public static func place(
        _ kind: NotificationKind,
        for account: Int64,
        status: Int64?,
        at moment: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        let bucket = NotificationGroup.bucket(of: moment)
        let found = try connection.first(
            find,
            .int(account),
            .int(kind.rawValue),
            .int(status ?? 0),
            .int(bucket),
            .int(bucket - NotificationGroup.hours)
        ) { $0.int(0) }
        if let found { return found }
        return try connection.first(
            begin,
            .int(account),
            .int(kind.rawValue),
            .int(status),
            .int(bucket),
            .int(moment.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    /// Counts a notification that was put into a group.
    public static func grow(_ group: Int64, by id: Int64, at moment: Timestamp, _ connection: Connection) throws {
        try connection.execute(grow, .int(id), .int(moment.milliseconds), .int(group))
    }

    /// Takes deleted notifications out of their groups; an empty group ends.
    public static func settle(_ removed: [RemovedNotification], _ connection: Connection) throws {
        var counts: [Int64: Int64] = [:]
        for group in removed.compactMap(\.groupID) { counts[group, default: 0] += 1 }
        let groups = counts.keys.sorted()
        // A statement of its own: on PostgreSQL the next one sees what others added before the lock was had.
        if connection.engine == .postgres, !groups.isEmpty {
            try connection.forEach(lock, .ids(groups)) { _ in true }
        }
        for group in groups {
            let left = try connection.first(shrink, .int(counts[group] ?? 0), .int(group)) { $0.int(0) }
            if let left, left <= 0 { try connection.execute(end, .int(group)) }
        }
    }

    /// One page of groups of some kinds by their newest notification, newest first.
    public static func list(
        _ kinds: [NotificationKind],
        of account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [NotificationGroup] {
        guard !kinds.isEmpty else { return [] }
        return page.newestFirst(
            try connection.query(
                page.isAscending ? up : down,
                .ids(kinds.map(\.rawValue)),
                .int(account),
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: group
            )
        )
    }

    public static func group(
        _ kind: NotificationKind,
        status: Int64?,
        bucket: Int64,
        of account: Int64,
        _ connection: Connection
    ) throws -> NotificationGroup? {
        try connection.first(
            one,
            .int(account),
            .int(kind.rawValue),
            .int(status ?? 0),
            .int(bucket),
            row: group
        )
    }

    /// The newest accounts in each group, at most eight, newest first.
    public static func samples(of groups: [Int64], _ connection: Connection) throws -> [Int64: [Int64]] {
        guard !groups.isEmpty else { return [:] }
        let rows = try connection.query(samples, .ids(groups)) { ($0.int(0), $0.int(1), $0.int(2)) }
        var found: [Int64: [Int64]] = [:]
        for (group, _, account) in rows.sorted(by: { $0.1 > $1.1 }) where found[group]?.contains(account) != true {
            found[group, default: []].append(account)
        }
        return found
    }

    /// The oldest notification of each group that is not older than `from`.
    public static func oldest(of groups: [Int64], from: Int64, _ connection: Connection) throws -> [Int64: Int64] {
        guard !groups.isEmpty else { return [:] }
        let rows = try connection.query(oldest, .int(from), .ids(groups)) { ($0.int(0), $0.int(1)) }
        return Dictionary(rows) { first, _ in first }
    }

    private static func group(_ row: Row) -> NotificationGroup {
        NotificationGroup(
            id: row.int(0),
            kind: NotificationKind(rawValue: row.int(1)) ?? .favourite,
            statusID: row.intOrNil(2),
            bucket: row.int(3),
            count: row.int(4),
            lastID: row.int(5),
            lastAt: Timestamp(milliseconds: row.int(6))
        )
    }
}
