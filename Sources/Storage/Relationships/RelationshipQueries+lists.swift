// SQL of the lists of accounts: followers, following, requests, blocks, mutes. They page by the row's own id.

public import Basics
public import Database
public import Domain

extension RelationshipList {
    fileprivate var source: (table: String, owner: String, listed: String) {
        switch self {
        case .followers: ("follows", "target_id", "account_id")
        case .following: ("follows", "account_id", "target_id")
        case .followRequests: ("follow_requests", "target_id", "account_id")
        case .blocks: ("blocks", "account_id", "target_id")
        case .mutes: ("mutes", "account_id", "target_id")
        case .endorsements: ("endorsements", "account_id", "target_id")
        }
    }
}

extension RelationshipQueries {
    private static func paged(_ list: RelationshipList) -> PagedQuery {
        let (table, owner, listed) = list.source
        return PagedQuery { direction in
            SQL(
                """
                SELECT id, \(listed) FROM \(table) WHERE \(owner) = $1 AND id < $2 AND id > $3
                ORDER BY id \(direction) LIMIT $4
                """
            )
        }
    }
    private static let lists = Dictionary(uniqueKeysWithValues: RelationshipList.allCases.map { ($0, paged($0)) })
    private static let requestCount = SQL("SELECT COUNT(*) FROM follow_requests WHERE target_id = $1")
    /// By the reader's follows, of which there is a limit; never by the followers of somebody known.
    private static let familiar = SQL(
        """
        SELECT f.target_id, f.account_id FROM follows mine
        JOIN follows f ON f.account_id = mine.target_id AND f.target_id {in $1} WHERE mine.account_id = $2
        """
    )
    private static let muteExpiries = SQL(
        "SELECT target_id, expires_at FROM mutes WHERE account_id = $1 AND target_id {in $2}"
    )

    /// How many ask to follow an account.
    public static func requestCount(to account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(requestCount, .int(account)) { $0.int(0) } ?? 0
    }

    /// For each of `targets`, those of its followers whom `reader` follows.
    public static func familiarFollowers(
        of targets: [Int64],
        for reader: Int64,
        _ connection: Connection
    ) throws -> [Int64: [Int64]] {
        var found: [Int64: [Int64]] = [:]
        try connection.forEach(familiar, .ids(targets), .int(reader)) { row in
            found[row.int(0), default: []].append(row.int(1))
            return true
        }
        return found
    }

    /// One page of a list, newest first, with the cursor of each account.
    public static func list(
        _ list: RelationshipList,
        of account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: Int64)] {
        try lists[list]?.rows(of: account, page, connection) { ($0.int(0), $0.int(1)) } ?? []
    }

    /// When the mutes of these accounts end; those without an end are absent.
    public static func muteExpiries(
        of account: Int64,
        to targets: [Int64],
        _ connection: Connection
    ) throws -> [Int64: Timestamp] {
        var expiries: [Int64: Timestamp] = [:]
        try connection.forEach(muteExpiries, .int(account), .ids(targets)) { row in
            expiries[row.int(0)] = row.moment(1)
            return true
        }
        return expiries
    }
}
