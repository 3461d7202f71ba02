// SQL of accounts as moderators list them.

public import Database
public import Domain

public enum AdminAccountQueries {
    private static let all = texts("accounts a LEFT JOIN users u ON u.account_id = a.id")
    private static let ofLogins = texts("users u JOIN accounts a ON a.id = u.account_id")

    private static func texts(_ tables: String) -> (down: SQL, up: SQL) {
        func text(_ direction: String) -> SQL {
            SQL(
                """
                SELECT a.id FROM \(tables) WHERE a.id < $1 AND a.id > $2
                    AND ($3 = 0 OR ($3 = 1 AND a.domain = '') OR ($3 = 2 AND a.domain <> ''))
                    AND ($4 = 0 OR ($4 = 1 AND a.suspended_at IS NULL) OR ($4 = 2 AND NOT u.is_approved AND NOT u.is_disabled)
                        OR ($4 = 3 AND (u.is_frozen OR u.is_disabled)) OR ($4 = 4 AND a.silenced_at IS NOT NULL)
                        OR ($4 = 5 AND a.suspended_at IS NOT NULL))
                    AND substr(a.username_key, 1, length(CAST($5 AS TEXT))) = $5
                    AND substr(LOWER(a.display_name), 1, length(CAST($6 AS TEXT))) = LOWER(CAST($6 AS TEXT))
                    AND ($7 = '' OR a.domain = $7) AND ($8 = '' OR substr(u.email_key, 1, length(CAST($8 AS TEXT))) = $8)
                    AND ($9 = 0 OR u.role > 0) AND (CAST($10 AS BIGINT) = 0 OR u.invited_by_id = CAST($10 AS BIGINT))
                ORDER BY a.id \(direction) LIMIT $11
                """
            )
        }
        return (text("DESC"), text("ASC"))
    }

    /// Ids of accounts, the newest first.
    public static func list(_ filter: AdminAccountFilter, _ bounds: PageBounds, _ connection: Connection) throws
        -> [Int64]
    {
        let texts = filter.needsLogin ? ofLogins : all
        let found = try connection.query(
            bounds.isAscending ? texts.up : texts.down,
            .int(bounds.below),
            .int(bounds.above),
            .int(filter.isLocal.map { $0 ? 1 : 2 } ?? 0),
            .int(filter.status?.rawValue ?? 0),
            .text(filter.username),
            .text(filter.displayName),
            .text(filter.domain),
            .text(filter.email),
            .int(filter.isStaff ? 1 : 0),
            .int(filter.invitedByID ?? 0),
            .int(bounds.limit)
        ) { $0.int(0) }
        return bounds.newestFirst(found)
    }
}

extension AdminAccountFilter {
    /// Only accounts with a login here can fit.
    fileprivate var needsLogin: Bool {
        status == .pending || status == .disabled || !email.isEmpty || isStaff || invitedByID != nil
    }
}
