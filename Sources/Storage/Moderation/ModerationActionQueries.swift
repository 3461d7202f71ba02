// SQL of the log of what moderators do.

public import Basics
public import Database
public import Domain

public enum ModerationActionQueries {
    private static let columns = """
        id, actor, actor_id, kind, target_id, report_id, status_ids, rule_ids, subject, text, note, created_at, ends_at,
            undone_at, undone_actor, undone_by
        """
    private static let insert = SQL(
        """
        INSERT INTO moderation_actions (actor, actor_id, kind, target_id, report_id, status_ids, rule_ids, subject, text,
            note, created_at, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
        """
    )
    private static let some = SQL("SELECT \(columns) FROM moderation_actions WHERE id {in $1}")
    private static let undoAll = SQL(
        """
        UPDATE moderation_actions SET undone_at = $1, undone_actor = $2, undone_by = $3
        WHERE target_id = $4 AND kind = $5 AND undone_at IS NULL
        """
    )
    private static let undoOne = SQL(
        """
        UPDATE moderation_actions SET undone_at = $1, undone_actor = $2, undone_by = $3
        WHERE id = $4 AND undone_at IS NULL
        """
    )
    private static let forgetWords = SQL(
        "UPDATE moderation_actions SET text = '', note = '' WHERE target_id = $1"
    )

    private static let sanctionKinds = ModerationAction.Kind.allCases.filter(\.isSanction).map { "'\($0.rawValue)'" }
        .joined(separator: ", ")
    private static let ofPerson = SQL(
        """
        SELECT \(columns) FROM moderation_actions WHERE target_id = $1 AND kind IN (\(sanctionKinds))
        ORDER BY id DESC LIMIT $2
        """
    )

    private static let marks = SQL(
        """
        SELECT \(columns) FROM moderation_actions
        WHERE target_id = $1 AND kind = 'mark_statuses_as_sensitive' AND undone_at IS NULL ORDER BY id DESC LIMIT $2
        """
    )
    private static let dueMarks = SQL(
        """
        SELECT \(columns) FROM moderation_actions
        WHERE kind = 'mark_statuses_as_sensitive' AND undone_at IS NULL AND ends_at <= $1 AND target_id IS NOT NULL
        ORDER BY ends_at LIMIT $2
        """
    )
    private static let aboutSubject = SQL(
        """
        SELECT \(columns) FROM moderation_actions WHERE subject = $1 AND subject <> '' AND id < $2
        ORDER BY id DESC LIMIT $3
        """
    )
    private static let setEnd = SQL("UPDATE moderation_actions SET ends_at = $1 WHERE id = $2")

    private struct Shape: Hashable {
        let byActor: Bool
        let byTarget: Bool
        let byKind: Bool
        let isAscending: Bool
    }

    private static let lists: [Shape: SQL] = {
        var lists: [Shape: SQL] = [:]
        for number in 0..<16 {
            let shape = Shape(
                byActor: number & 1 != 0,
                byTarget: number & 2 != 0,
                byKind: number & 4 != 0,
                isAscending: number & 8 != 0
            )
            lists[shape] = list(shape)
        }
        return lists
    }()

    private static func list(_ shape: Shape) -> SQL {
        var conditions = ["id < $1", "id > $2"]
        let columns = [(shape.byActor, "actor_id"), (shape.byTarget, "target_id"), (shape.byKind, "kind")]
        for (isWanted, column) in columns where isWanted { conditions.append("\(column) = $\(conditions.count + 1)") }
        return SQL(
            """
            SELECT \(Self.columns) FROM moderation_actions WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id\(shape.isAscending ? "" : " DESC") LIMIT $\(conditions.count + 1)
            """
        )
    }

    /// Returns its id.
    public static func insert(_ action: ModerationAction, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .int(action.moderator.actor),
            .int(action.moderator.accountID),
            .text(action.kind.rawValue),
            .int(action.targetID),
            .int(action.reportID),
            .text(list(action.statusIDs)),
            .text(list(action.ruleIDs)),
            .text(action.subject),
            .text(action.text),
            .text(action.note),
            .int(action.createdAt.milliseconds),
            .int(action.until?.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    /// By id.
    public static func actions(_ ids: [Int64], _ connection: Connection) throws -> [Int64: ModerationAction] {
        guard !ids.isEmpty else { return [:] }
        let found = try connection.query(some, .ids(ids), row: action)
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// By whom somebody who waited was let in; nil where nobody did it, and where the account is gone.
    public static func approval(of account: Int64, _ connection: Connection) throws -> ModerationAction? {
        try list(ModerationActionFilter(targetID: account, kind: .approveAccount), PageBounds(limit: 1), connection)
            .first
    }

    /// One page, the newest first.
    public static func list(
        _ filter: ModerationActionFilter,
        _ bounds: PageBounds,
        _ connection: Connection
    ) throws -> [ModerationAction] {
        let shape = Shape(
            byActor: filter.actorID != nil,
            byTarget: filter.targetID != nil,
            byKind: filter.kind != nil,
            isAscending: bounds.isAscending
        )
        guard let sql = lists[shape] else { return [] }
        let (below, above, limit) = (Value.int(bounds.below), Value.int(bounds.above), Value.int(bounds.limit))
        let wanted = [
            filter.actorID.map { Value.int($0) }, filter.targetID.map { .int($0) },
            filter.kind.map { .text($0.rawValue) },
        ]
        .compactMap { $0 }
        let found: [ModerationAction] =
            switch wanted.count {
            case 0: try connection.query(sql, below, above, limit, row: action)
            case 1: try connection.query(sql, below, above, wanted[0], limit, row: action)
            case 2: try connection.query(sql, below, above, wanted[0], wanted[1], limit, row: action)
            default: try connection.query(sql, below, above, wanted[0], wanted[1], wanted[2], limit, row: action)
            }
        return bounds.newestFirst(found)
    }

    /// Measures against an account, the newest first.
    public static func sanctions(
        of account: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [ModerationAction] {
        try connection.query(ofPerson, .int(account), .int(limit), row: action)
    }

    /// Acts with this subject, the newest first.
    public static func about(
        _ subject: String,
        before id: Int64 = .max,
        limit: Int,
        _ connection: Connection
    ) throws -> [ModerationAction] {
        try connection.query(aboutSubject, .text(subject), .int(id), .int(limit), row: action)
    }

    /// Acts by which posts of an account are marked as sensitive, and that hold, the newest first.
    public static func marks(of account: Int64, limit: Int, _ connection: Connection) throws -> [ModerationAction] {
        try connection.query(marks, .int(account), .int(limit), row: action)
    }

    /// Those of them that have come to their end, the longest ago first.
    public static func dueMarks(at now: Timestamp, limit: Int, _ connection: Connection) throws -> [ModerationAction] {
        try connection.query(dueMarks, .int(now.milliseconds), .int(limit), row: action)
    }

    /// Has an act that holds end at another time; nil for none.
    public static func setEnd(_ end: Timestamp?, of id: Int64, _ connection: Connection) throws {
        try connection.execute(setEnd, .int(end?.milliseconds), .int(id))
    }

    /// Notes that all acts of a kind on an account hold no more.
    public static func undo(
        _ kind: ModerationAction.Kind,
        on account: Int64,
        by moderator: Moderator,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            undoAll,
            .int(now.milliseconds),
            .int(moderator.actor),
            .int(moderator.accountID),
            .int(account),
            .text(kind.rawValue)
        )
    }

    /// Notes that one act holds no more. Returns whether it did until now.
    @discardableResult
    public static func undo(
        _ id: Int64,
        by moderator: Moderator,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(
            undoOne,
            .int(now.milliseconds),
            .int(moderator.actor),
            .int(moderator.accountID),
            .int(id)
        ) > 0
    }

    /// Leaves of the acts on an account what was done and when, and no words about the person.
    public static func forgetWords(about account: Int64, _ connection: Connection) throws {
        try connection.execute(forgetWords, .int(account))
    }

    private static func list(_ ids: [Int64]) -> String { ids.map(String.init).joined(separator: " ") }

    private static func ids(_ text: String) -> [Int64] { text.split(separator: " ").compactMap { Int64($0) } }

    private static func action(_ row: Row) -> ModerationAction {
        ModerationAction(
            id: row.int(0),
            moderator: Moderator(actor: row.int(1), account: row.intOrNil(2)),
            kind: ModerationAction.Kind(rawValue: row.text(3)) ?? .note,
            targetID: row.intOrNil(4),
            reportID: row.intOrNil(5),
            statusIDs: ids(row.text(6)),
            ruleIDs: ids(row.text(7)),
            subject: row.text(8),
            text: row.text(9),
            note: row.text(10),
            createdAt: Timestamp(milliseconds: row.int(11)),
            until: row.moment(12),
            undoneAt: row.moment(13),
            undoneBy: row.intOrNil(14).map { Moderator(actor: $0, account: row.intOrNil(15)) }
        )
    }
}

extension Moderator {
    var actor: Int64 {
        switch self {
        case .account: 0
        case .commandLine: 1
        case .server: 2
        }
    }

    /// No account has the id 0: it stands for one that is gone.
    init(actor: Int64, account: Int64?) {
        switch actor {
        case 0: self = .account(account ?? 0)
        case 1: self = .commandLine
        default: self = .server
        }
    }
}
