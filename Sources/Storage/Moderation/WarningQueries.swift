// SQL of what moderators let people know.

public import Basics
public import Database
public import Domain

public enum WarningQueries {
    private static let insert = SQL(
        "INSERT INTO account_warnings (account_id, action, text, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
    )
    private static let some = SQL(
        "SELECT id, account_id, action, text, created_at FROM account_warnings WHERE id {in $1}"
    )

    /// Returns its id.
    public static func insert(
        _ action: String,
        _ text: String,
        to account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        try connection.first(insert, .int(account), .text(action), .text(text), .int(now.milliseconds)) { $0.int(0) }
            ?? 0
    }

    public static func warnings(_ ids: [Int64], _ connection: Connection) throws -> [Int64: AccountWarning] {
        guard !ids.isEmpty else { return [:] }
        let found = try connection.query(some, .ids(ids)) { row in
            AccountWarning(
                id: row.int(0),
                accountID: row.int(1),
                action: row.text(2),
                text: row.text(3),
                createdAt: Timestamp(milliseconds: row.int(4))
            )
        }
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }
}
