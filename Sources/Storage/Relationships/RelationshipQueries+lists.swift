// SQL of the lists of accounts: followers, following, requests, blocks, mutes. They page by the row's own id.

public import Basics
public import Database

/// The lists of accounts that belong to one account.
public enum RelationshipList: Sendable, CaseIterable {
    case followers
    case following
    case followRequests
    case blocks
    case mutes

    fileprivate var source: (table: String, owner: String, listed: String) {
        switch self {
        case .followers: ("follows", "target_id", "account_id")
        case .following: ("follows", "account_id", "target_id")
        case .followRequests: ("follow_requests", "target_id", "account_id")
        case .blocks: ("blocks", "account_id", "target_id")
        case .mutes: ("mutes", "account_id", "target_id")
        }
    }
}

extension RelationshipQueries {
    private static func list(_ list: RelationshipList, _ direction: String) -> SQL {
        let (table, owner, listed) = list.source
        return SQL(
            """
            SELECT id, \(listed) FROM \(table) WHERE \(owner) = $1 AND id < $2 AND id > $3 ORDER BY id \(direction) LIMIT $4
            """)
    }
    private static let down = Dictionary(uniqueKeysWithValues: RelationshipList.allCases.map { ($0, list($0, "DESC")) })
    private static let up = Dictionary(uniqueKeysWithValues: RelationshipList.allCases.map { ($0, list($0, "ASC")) })
    private static let muteExpiries = SQL("SELECT target_id, expires_at FROM mutes WHERE account_id = $1 AND target_id {in $2}")

    /// One page of a list, newest first, with the cursor of each account.
    public static func list(
        _ list: RelationshipList, of account: Int64, _ page: PageRequest, _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        guard let sql = page.isAscending ? up[list] : down[list] else { return [] }
        return page.newestFirst(
            try connection.query(sql, .int(account), .int(page.below), .int(page.above), .int(page.limit)) {
                ($0.int(0), $0.int(1))
            })
    }

    /// When the mutes of these accounts end; those without an end are absent.
    public static func muteExpiries(
        of account: Int64, to targets: [Int64], _ connection: Connection
    ) throws -> [Int64: Timestamp] {
        var expiries: [Int64: Timestamp] = [:]
        try connection.forEach(muteExpiries, .int(account), .ids(targets)) { row in
            expiries[row.int(0)] = row.moment(1)
            return true
        }
        return expiries
    }
}
