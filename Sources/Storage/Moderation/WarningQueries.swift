// SQL of what moderators let people know.

public import Basics
public import Database
public import Domain

public enum WarningQueries {
    private static let insert = SQL(
        """
        INSERT INTO account_warnings (account_id, action, text, status_id, created_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """
    )
    private static let some = SQL(
        "SELECT id, account_id, action, text, created_at, status_id FROM account_warnings WHERE id {in $1}"
    )
    private static let latest = SQL(
        """
        SELECT id, account_id, action, text, created_at, status_id FROM account_warnings WHERE account_id = $1
        ORDER BY id DESC LIMIT $2
        """
    )

    /// Returns its id.
    public static func insert(
        _ action: String,
        _ text: String,
        about status: Int64? = nil,
        to account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(
            insert,
            .int(account),
            .text(action),
            .text(text),
            .int(status),
            .int(now.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func warnings(_ ids: [Int64], _ connection: Connection) throws -> [Int64: AccountWarning] {
        guard !ids.isEmpty else { return [:] }
        let found = try connection.query(some, .ids(ids), row: warning)
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What an account was told of, the newest first.
    public static func latest(_ limit: Int, of account: Int64, _ connection: Connection) throws -> [AccountWarning] {
        try connection.query(latest, .int(account), .int(limit), row: warning)
    }

    private static func warning(_ row: Row) -> AccountWarning {
        AccountWarning(
            id: row.int(0),
            accountID: row.int(1),
            action: row.text(2),
            text: row.text(3),
            statusID: row.intOrNil(5),
            createdAt: Timestamp(milliseconds: row.int(4))
        )
    }
}
