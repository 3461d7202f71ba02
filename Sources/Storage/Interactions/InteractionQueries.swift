// SQL of what people do with statuses: favourite, bookmark, pin, mute the thread; and who did.

public import Database
public import Domain

/// Tables of the same shape: (account, status), at most one row each.
extension InteractionKind {
    fileprivate var statements: InteractionStatements {
        switch self {
        case .favourite: .favourites
        case .bookmark: .bookmarks
        case .pin: .pins
        }
    }
}

private struct InteractionStatements: Sendable {
    let insert: SQL
    let delete: SQL
    let count: SQL
    let statusesDown: SQL
    let statusesUp: SQL

    static let favourites = InteractionStatements("favourites")
    static let bookmarks = InteractionStatements("bookmarks")
    static let pins = InteractionStatements("status_pins")

    init(_ table: String) {
        insert = SQL(
            "INSERT INTO \(table) (account_id, status_id) VALUES ($1, $2) ON CONFLICT (account_id, status_id) DO NOTHING"
        )
        delete = SQL("DELETE FROM \(table) WHERE account_id = $1 AND status_id = $2")
        count = SQL("SELECT COUNT(*) FROM \(table) WHERE account_id = $1")
        statusesDown = SQL(
            "SELECT id, status_id FROM \(table) WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4"
        )
        statusesUp = SQL(
            "SELECT id, status_id FROM \(table) WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id LIMIT $4"
        )
    }
}

public enum InteractionQueries {
    private static let flags = SQL(
        """
        SELECT 1, status_id FROM favourites WHERE account_id = $1 AND status_id {in $2}
        UNION ALL SELECT 2, status_id FROM bookmarks WHERE account_id = $1 AND status_id {in $2}
        UNION ALL SELECT 4, reblog_of_id FROM statuses WHERE account_id = $1 AND reblog_of_id {in $2}
        UNION ALL SELECT 8, status_id FROM status_pins WHERE account_id = $1 AND status_id {in $2}
        UNION ALL SELECT 16, s.id FROM statuses s JOIN thread_mutes m
            ON m.account_id = $1 AND m.conversation_id = s.conversation_id WHERE s.id {in $2}
        """
    )
    private static let favouritersDown = SQL(
        "SELECT id, account_id FROM favourites WHERE status_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4"
    )
    private static let favouritersUp = SQL(
        "SELECT id, account_id FROM favourites WHERE status_id = $1 AND id < $2 AND id > $3 ORDER BY id LIMIT $4"
    )
    private static let rebloggersDown = SQL(
        """
        SELECT id, account_id FROM statuses WHERE reblog_of_id = $1 AND visibility IN (0, 1) AND id < $2 AND id > $3
        ORDER BY id DESC LIMIT $4
        """
    )
    private static let rebloggersUp = SQL(
        """
        SELECT id, account_id FROM statuses WHERE reblog_of_id = $1 AND visibility IN (0, 1) AND id < $2 AND id > $3
        ORDER BY id LIMIT $4
        """
    )
    private static let muteThread = SQL(
        """
        INSERT INTO thread_mutes (account_id, conversation_id) VALUES ($1, $2)
        ON CONFLICT (account_id, conversation_id) DO NOTHING
        """
    )
    private static let threadMute = SQL("SELECT 1 FROM thread_mutes WHERE account_id = $1 AND conversation_id = $2")
    private static let unmuteThread = SQL("DELETE FROM thread_mutes WHERE account_id = $1 AND conversation_id = $2")

    /// What its author has done with a status that is being written: nothing but, perhaps, muted the thread that it joins.
    public static func flags(ofAuthorOf status: Status, _ connection: Connection) throws -> InteractionFlags {
        guard status.conversationID != status.id else { return [] }
        let isMuted = try connection.first(threadMute, .int(status.accountID), .int(status.conversationID)) { _ in true
        }
        return isMuted == true ? .threadMuted : []
    }

    /// What `viewer` has done with each of `statuses`; those with nothing are absent. One statement.
    public static func flags(
        of viewer: Int64,
        on statuses: [Int64],
        _ connection: Connection
    ) throws -> [Int64: InteractionFlags] {
        guard !statuses.isEmpty else { return [:] }
        var found: [Int64: InteractionFlags] = [:]
        try connection.forEach(flags, .int(viewer), .ids(statuses)) { row in
            found[row.int(1), default: []].formUnion(InteractionFlags(rawValue: row.int(0)))
            return true
        }
        return found
    }

    /// Returns whether it is new.
    public static func add(
        _ kind: InteractionKind,
        of status: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(kind.statements.insert, .int(account), .int(status)) > 0
    }

    /// Returns whether there was one.
    public static func remove(
        _ kind: InteractionKind,
        of status: Int64,
        by account: Int64,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(kind.statements.delete, .int(account), .int(status)) > 0
    }

    public static func count(_ kind: InteractionKind, by account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(kind.statements.count, .int(account)) { $0.int(0) } ?? 0
    }

    /// Statuses that an account favourited or bookmarked, last first, with the cursor of each.
    public static func statuses(
        _ kind: InteractionKind,
        by account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        let sql = page.isAscending ? kind.statements.statusesUp : kind.statements.statusesDown
        return try rows(sql, account, page, connection)
    }

    /// Accounts that favourited a status, last first.
    public static func favouriters(
        of status: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        try rows(page.isAscending ? favouritersUp : favouritersDown, status, page, connection)
    }

    /// Accounts that reblogged a status openly, last first.
    public static func rebloggers(
        of status: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        try rows(page.isAscending ? rebloggersUp : rebloggersDown, status, page, connection)
    }

    public static func muteThread(_ conversation: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(muteThread, .int(account), .int(conversation))
    }

    /// Returns whether it was muted.
    public static func unmuteThread(_ conversation: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(unmuteThread, .int(account), .int(conversation)) > 0
    }

    private static func rows(
        _ sql: SQL,
        _ key: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        page.newestFirst(
            try connection.query(sql, .int(key), .int(page.below), .int(page.above), .int(page.limit)) {
                ($0.int(0), $0.int(1))
            }
        )
    }
}
