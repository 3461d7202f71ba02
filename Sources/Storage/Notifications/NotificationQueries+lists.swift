// SQL of lists of notifications. Where some kinds are wanted, each kind's newest are taken by index: a page of mentions
// does not read past a hundred thousand favourites.

internal import Basics
public import Database
public import Domain

extension NotificationQueries {
    private static let columns = """
        n.id, n.account_id, n.kind, n.from_account_id, n.status_id, n.subject_id, n.created_at, n.is_filtered, g.bucket
        """
    private static let source = "notifications n LEFT JOIN notification_groups g ON g.id = n.group_id"

    /// What is shown, of all kinds.
    private static func shown(_ direction: String) -> String {
        """
        SELECT \(columns) FROM \(source)
        WHERE n.account_id = $1 AND NOT n.is_filtered AND n.id < $2 AND n.id > $3
        ORDER BY n.id \(direction) LIMIT $4
        """
    }
    /// A lane is a kind times 2, plus 1 for those held back.
    private static func lanes(_ direction: String) -> String {
        """
        SELECT \(columns) FROM {values $1} lane CROSS JOIN \(source)
        WHERE n.id {in (}
            SELECT m.id FROM notifications m WHERE m.account_id = $2 AND m.kind = lane.value / 2
                AND m.is_filtered = (lane.value % 2 = 1) AND m.id < $3 AND m.id > $4
            ORDER BY m.id \(direction) LIMIT $5{)}
        ORDER BY n.id \(direction) LIMIT $5
        """
    }
    private static func fromOne(_ direction: String) -> String {
        """
        SELECT \(columns) FROM \(source)
        WHERE n.from_account_id = $1 AND n.account_id = $2 AND n.id < $3 AND n.id > $4 AND n.kind {in $5}
            AND (NOT n.is_filtered OR CAST($6 AS BIGINT) = 1)
        ORDER BY n.id \(direction) LIMIT $7
        """
    }
    private static let shownDown = SQL(shown("DESC"))
    private static let shownUp = SQL(shown("ASC"))
    private static let lanesDown = SQL(lanes("DESC"))
    private static let lanesUp = SQL(lanes("ASC"))
    private static let fromOneDown = SQL(fromOne("DESC"))
    private static let fromOneUp = SQL(fromOne("ASC"))
    private static let one = SQL("SELECT \(columns) FROM \(source) WHERE n.id = $1 AND n.account_id = $2")
    private static let byID = SQL("SELECT \(columns) FROM \(source) WHERE n.id = $1")
    private static let membersDown = SQL(
        """
        SELECT id, from_account_id FROM notifications WHERE group_id = $1 AND id < $2 AND id > $3
        ORDER BY id DESC LIMIT $4
        """
    )
    private static let membersUp = SQL(
        """
        SELECT id, from_account_id FROM notifications WHERE group_id = $1 AND id < $2 AND id > $3
        ORDER BY id LIMIT $4
        """
    )
    private static let newest = SQL("SELECT MAX(id) FROM notifications")

    /// One page, newest first.
    public static func list(
        of account: Int64,
        _ filter: NotificationFilter,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [NotificationRecord] {
        guard !filter.kinds.isEmpty else { return [] }
        if filter.isOpen {
            return page.newestFirst(
                try connection.query(
                    page.isAscending ? shownUp : shownDown,
                    .int(account),
                    .int(page.below),
                    .int(page.above),
                    .int(page.limit),
                    row: record
                )
            )
        }
        guard let from = filter.from else {
            let lanes = filter.kinds.flatMap { kind in
                filter.includesFiltered ? [kind.rawValue * 2, kind.rawValue * 2 + 1] : [kind.rawValue * 2]
            }
            return try list(lanes: lanes, of: account, page, connection)
        }
        return page.newestFirst(
            try connection.query(
                page.isAscending ? fromOneUp : fromOneDown,
                .int(from),
                .int(account),
                .int(page.below),
                .int(page.above),
                .ids(filter.kinds.map(\.rawValue)),
                .int(filter.includesFiltered ? 1 : 0),
                .int(page.limit),
                row: record
            )
        )
    }

    /// One page of what is not in a group of `grouped` kinds: all of other kinds, and what is held back.
    public static func ungrouped(
        of account: Int64,
        _ filter: NotificationFilter,
        except grouped: [NotificationKind],
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [NotificationRecord] {
        guard filter.from == nil else { return try list(of: account, filter, page, connection) }
        var lanes = filter.kinds.filter { !grouped.contains($0) }.map { $0.rawValue * 2 }
        if filter.includesFiltered { lanes += filter.kinds.map { $0.rawValue * 2 + 1 } }
        return try list(lanes: lanes, of: account, page, connection)
    }

    /// - Parameter lanes: kinds times 2, plus 1 for those held back.
    private static func list(lanes: [Int64], of account: Int64, _ page: PageBounds, _ connection: Connection) throws
        -> [NotificationRecord]
    {
        guard !lanes.isEmpty else { return [] }
        return page.newestFirst(
            try connection.query(
                page.isAscending ? lanesUp : lanesDown,
                .ids(lanes),
                .int(account),
                .int(page.below),
                .int(page.above),
                .int(page.limit),
                row: record
            )
        )
    }

    public static func notification(_ id: Int64, of account: Int64, _ connection: Connection) throws
        -> NotificationRecord?
    {
        try connection.first(one, .int(id), .int(account), row: record)
    }

    /// Whosoever it is, as a push needs it.
    public static func notification(_ id: Int64, _ connection: Connection) throws -> NotificationRecord? {
        try connection.first(byID, .int(id), row: record)
    }

    /// Who is in a group, the newest first: ids of notifications and accounts.
    public static func members(of group: Int64, _ page: PageBounds, _ connection: Connection) throws
        -> [(cursor: Int64, item: Int64)]
    {
        page.newestFirst(
            try connection.query(
                page.isAscending ? membersUp : membersDown,
                .int(group),
                .int(page.below),
                .int(page.above),
                .int(page.limit)
            ) { ($0.int(0), $0.int(1)) }
        )
    }

    /// The newest of all; 0 where there is none.
    public static func newest(_ connection: Connection) throws -> Int64 {
        try connection.first(newest) { $0.int(0) } ?? 0
    }

    private static func record(_ row: Row) -> NotificationRecord {
        NotificationRecord(
            id: row.int(0),
            accountID: row.int(1),
            kind: NotificationKind(rawValue: row.int(2)) ?? .mention,
            fromAccountID: row.int(3),
            statusID: row.intOrNil(4),
            subjectID: row.intOrNil(5),
            createdAt: Timestamp(milliseconds: row.int(6)),
            isFiltered: row.bool(7),
            bucket: row.intOrNil(8)
        )
    }
}

extension NotificationFilter {
    fileprivate var isOpen: Bool {
        from == nil && !includesFiltered && kinds.count == NotificationKind.allCases.count
    }
}
