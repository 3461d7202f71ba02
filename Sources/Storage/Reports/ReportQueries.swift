// SQL of reports: made, listed, taken on, resolved.

public import Basics
public import Database
public import Domain

public enum ReportQueries {
    private static let columns = """
        id, account_id, target_id, category, comment, is_forwarded, created_at, updated_at, assigned_to, resolved_at,
            resolved_by, has_measure
        """
    private static let insert = SQL(
        """
        INSERT INTO reports (account_id, target_id, category, comment, is_forwarded, created_at, updated_at, uri)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
        """
    )
    private static let insertStatus = SQL("INSERT INTO report_statuses (report_id, status_id) VALUES ($1, $2)")
    private static let insertRule = SQL("INSERT INTO report_rules (report_id, rule_id) VALUES ($1, $2)")
    private static let forgetRules = SQL("DELETE FROM report_rules WHERE report_id = $1")
    private static let byID = SQL("SELECT \(columns) FROM reports WHERE id = $1")
    private static let byURI = SQL("SELECT \(columns) FROM reports WHERE uri = $1")
    private static let byIDs = SQL("SELECT \(columns) FROM reports WHERE id {in $1}")
    private static let statuses = SQL(
        "SELECT report_id, status_id FROM report_statuses WHERE report_id {in $1} ORDER BY report_id, status_id"
    )
    private static let rules = SQL(
        "SELECT report_id, rule_id FROM report_rules WHERE report_id {in $1} ORDER BY report_id, rule_id"
    )
    private static let ownStatuses = SQL(
        "SELECT id FROM statuses WHERE account_id = $1 AND id {in $2} AND reblog_of_id IS NULL"
    )
    private static let save = SQL(
        """
        UPDATE reports SET category = $1, assigned_to = $2, resolved_at = $3, resolved_by = $4, updated_at = $5,
            has_measure = $6
        WHERE id = $7
        """
    )

    private static let resolve = SQL(
        """
        UPDATE reports SET resolved_at = $1, resolved_by = $2, updated_at = $1, has_measure = TRUE
        WHERE id = $3 AND resolved_at IS NULL RETURNING id, account_id
        """
    )
    private static let resolveAbout = SQL(
        """
        UPDATE reports SET resolved_at = $1, resolved_by = $2, updated_at = $1, has_measure = TRUE
        WHERE target_id = $3 AND resolved_at IS NULL RETURNING id, account_id
        """
    )

    private struct Shape: Hashable {
        let isResolved: Bool
        let byAccount: Bool
        let byTarget: Bool
        let isAscending: Bool
    }

    private static let lists: [Shape: SQL] = {
        var lists: [Shape: SQL] = [:]
        for number in 0..<16 {
            let shape = Shape(
                isResolved: number & 1 != 0,
                byAccount: number & 2 != 0,
                byTarget: number & 4 != 0,
                isAscending: number & 8 != 0
            )
            lists[shape] = list(shape)
        }
        return lists
    }()

    private static func list(_ shape: Shape) -> SQL {
        var conditions = ["resolved_at IS \(shape.isResolved ? "NOT NULL" : "NULL")", "id < $1", "id > $2"]
        var next = 3
        for (isWanted, column) in [(shape.byAccount, "account_id"), (shape.byTarget, "target_id")] where isWanted {
            conditions.append("\(column) = $\(next)")
            next += 1
        }
        return SQL(
            """
            SELECT \(columns) FROM reports WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id\(shape.isAscending ? "" : " DESC") LIMIT $\(next)
            """
        )
    }

    private static func report(_ row: Row) -> Report {
        Report(
            id: row.int(0),
            accountID: row.int(1),
            targetID: row.int(2),
            category: Report.Category(rawValue: row.int(3)) ?? .other,
            comment: row.text(4),
            isForwarded: row.bool(5),
            createdAt: Timestamp(milliseconds: row.int(6)),
            updatedAt: Timestamp(milliseconds: row.int(7)),
            assignedTo: row.intOrNil(8),
            resolvedAt: row.moment(9),
            resolvedBy: row.intOrNil(10),
            hasMeasure: row.bool(11)
        )
    }

    /// Returns its id.
    ///
    /// - Parameter uri: the id that another server has given it.
    public static func insert(_ report: Report, uri: String? = nil, _ connection: Connection) throws -> Int64 {
        let id = try connection.first(
            insert,
            .int(report.accountID),
            .int(report.targetID),
            .int(report.category.rawValue),
            .text(report.comment),
            .bool(report.isForwarded),
            .int(report.createdAt.milliseconds),
            .int(report.updatedAt.milliseconds),
            .text(uri)
        ) { $0.int(0) }
        guard let id else { return 0 }
        for status in report.statusIDs { try connection.execute(insertStatus, .int(id), .int(status)) }
        for rule in report.ruleIDs { try connection.execute(insertRule, .int(id), .int(rule)) }
        return id
    }

    /// Writes what moderators change: category, rules, who has it, and whether it is resolved.
    public static func save(_ report: Report, _ connection: Connection) throws {
        try connection.execute(
            save,
            .int(report.category.rawValue),
            .int(report.assignedTo),
            .int(report.resolvedAt?.milliseconds),
            .int(report.resolvedBy),
            .int(report.updatedAt.milliseconds),
            .bool(report.hasMeasure),
            .int(report.id)
        )
        try connection.execute(forgetRules, .int(report.id))
        for rule in report.ruleIDs { try connection.execute(insertRule, .int(report.id), .int(rule)) }
    }

    /// Resolves one report by a measure; one that is resolved already stays as it is, and is not among those returned.
    ///
    /// - Parameter moderator: nil for the command line.
    public static func resolve(
        _ id: Int64,
        by moderator: Int64?,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [(report: Int64, reporter: Int64)] {
        try connection.query(resolve, .int(now.milliseconds), .int(moderator), .int(id)) { ($0.int(0), $0.int(1)) }
    }

    /// Resolves all open reports about an account by a measure. Returns them, with who made them.
    public static func resolve(
        about account: Int64,
        by moderator: Int64?,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> [(report: Int64, reporter: Int64)] {
        try connection.query(resolveAbout, .int(now.milliseconds), .int(moderator), .int(account)) {
            ($0.int(0), $0.int(1))
        }
    }

    public static func report(_ id: Int64, _ connection: Connection) throws -> Report? {
        guard let report = try connection.first(byID, .int(id), row: report) else { return nil }
        return try complete([report], connection).first
    }

    /// The one to which another server has given this id.
    public static func report(uri: String, _ connection: Connection) throws -> Report? {
        guard let report = try connection.first(byURI, .text(uri), row: report) else { return nil }
        return try complete([report], connection).first
    }

    public static func reports(_ ids: [Int64], _ connection: Connection) throws -> [Report] {
        try complete(try connection.query(byIDs, .ids(ids), row: report), connection)
    }

    /// One page, newest first.
    public static func list(_ filter: ReportFilter, _ request: PageBounds, _ connection: Connection) throws -> [Report]
    {
        let shape = Shape(
            isResolved: filter.isResolved,
            byAccount: filter.accountID != nil,
            byTarget: filter.targetID != nil,
            isAscending: request.isAscending
        )
        guard let sql = lists[shape] else { return [] }
        let (below, above, limit) = (Value.int(request.below), Value.int(request.above), Value.int(request.limit))
        let found: [Report] =
            switch (filter.accountID, filter.targetID) {
            case (nil, nil): try connection.query(sql, below, above, limit, row: report)
            case (let one?, nil), (nil, let one?):
                try connection.query(sql, below, above, .int(one), limit, row: report)
            case (let account?, let target?):
                try connection.query(sql, below, above, .int(account), .int(target), limit, row: report)
            }
        return try complete(request.newestFirst(found), connection)
    }

    /// Those of `ids` that are statuses of an account, the oldest first.
    public static func statuses(_ ids: [Int64], of account: Int64, _ connection: Connection) throws -> [Int64] {
        try connection.query(ownStatuses, .int(account), .ids(ids)) { $0.int(0) }.sorted()
    }

    private static func complete(_ reports: [Report], _ connection: Connection) throws -> [Report] {
        guard !reports.isEmpty else { return [] }
        let ids = Value.ids(reports.map(\.id))
        var found = reports
        let places = Dictionary(uniqueKeysWithValues: reports.enumerated().map { ($1.id, $0) })
        try connection.forEach(statuses, ids) { row in
            if let place = places[row.int(0)] { found[place].statusIDs.append(row.int(1)) }
            return true
        }
        try connection.forEach(rules, ids) { row in
            if let place = places[row.int(0)] { found[place].ruleIDs.append(row.int(1)) }
            return true
        }
        return found
    }
}
