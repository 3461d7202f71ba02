// SQL of what moderators let people know.

public import Basics
public import Database
public import Domain

public enum WarningQueries {
    private static let insert = SQL(
        """
        INSERT INTO account_warnings (account_id, action, text, action_id, created_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """
    )
    private static let columns = """
        w.id, w.account_id, w.action, w.text, w.created_at, w.status_id, w.action_id, m.status_ids
        FROM account_warnings w LEFT JOIN moderation_actions m ON m.id = w.action_id
        """
    private static let some = SQL("SELECT \(columns) WHERE w.id {in $1}")
    private static let latest = SQL("SELECT \(columns) WHERE w.account_id = $1 ORDER BY w.id DESC LIMIT $2")
    private static let idOfAction = SQL("SELECT id FROM account_warnings WHERE action_id = $1 ORDER BY id LIMIT 1")

    /// Returns its id.
    public static func insert(
        _ action: String,
        _ text: String,
        of actionID: Int64,
        to account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            insert,
            .int(account),
            .text(action),
            .text(text),
            .int(actionID),
            .int(now.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func warnings(_ ids: [Int64], _ connection: Connection) throws -> [Int64: AccountWarning] {
        guard !ids.isEmpty else { return [:] }
        var found = try connection.query(some, .ids(ids), row: warning)
        let appeals = try AppealQueries.appeals(found.compactMap(\.actionID), connection)
        for place in found.indices { found[place].appeal = found[place].actionID.flatMap { appeals[$0] } }
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What an account was told of, the newest first.
    public static func latest(_ limit: Int, of account: Int64, _ connection: Connection) throws -> [AccountWarning] {
        try connection.query(latest, .int(account), .int(limit), row: warning)
    }

    /// What somebody was told of an act.
    public static func id(ofAction action: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(idOfAction, .int(action)) { $0.int(0) }
    }

    private static func warning(_ row: Row) -> AccountWarning {
        AccountWarning(
            id: row.int(0),
            accountID: row.int(1),
            action: row.text(2),
            text: row.text(3),
            statusIDs: row.intOrNil(5).map { [$0] }
                ?? (row.textOrNil(7) ?? "").split(separator: " ").compactMap { Int64($0) },
            createdAt: Timestamp(milliseconds: row.int(4)),
            actionID: row.intOrNil(6)
        )
    }
}
