// SQL of what somebody takes along and no other query reads.

public import Database

public enum ExportQueries {
    private static let blockedDomains = SQL(
        "SELECT domain FROM account_domain_blocks WHERE account_id = $1 ORDER BY domain"
    )

    public static func blockedDomains(of account: Int64, _ connection: Connection) throws -> [String] {
        try connection.query(blockedDomains, .int(account)) { $0.text(0) }
    }
}
