// SQL of accounts of other servers: where they are reached, and who of them is to hear of something.

internal import Basics
public import Database
public import Domain

public enum RemoteAccountQueries {
    private static let columns = """
        r.account_id, r.host, r.actor_type, r.inbox, r.shared_inbox, r.outbox, r.followers, r.following, r.featured, \
        r.featured_tags, r.statuses_count, r.followers_count, r.following_count, r.fetched_at, r.named_at, \
        a.also_known_as, a.moved_to
        """
    private static let byIDs = SQL(
        "SELECT \(columns) FROM remote_accounts r JOIN accounts a ON a.id = r.account_id WHERE r.account_id {in $1}"
    )
    private static let idByURI = SQL("SELECT id FROM accounts WHERE uri = $1")
    private static let set = SQL(
        """
        INSERT INTO remote_accounts (account_id, host, actor_type, inbox, shared_inbox, outbox, followers, following,
            featured, featured_tags, statuses_count, followers_count, following_count, fetched_at, named_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (account_id) DO UPDATE SET host = excluded.host, actor_type = excluded.actor_type,
            inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, outbox = excluded.outbox,
            followers = excluded.followers, following = excluded.following, featured = excluded.featured,
            featured_tags = excluded.featured_tags, statuses_count = excluded.statuses_count,
            followers_count = excluded.followers_count, following_count = excluded.following_count,
            fetched_at = excluded.fetched_at, named_at = excluded.named_at
        """
    )
    private static let setAliases = SQL(
        """
        UPDATE accounts SET also_known_as = $1, moved_to = $2,
            moved_to_id = CASE WHEN CAST($2 AS TEXT) IS NULL THEN NULL ELSE moved_to_id END
        WHERE id = $3
        """
    )
    private static let aliases = SQL("SELECT also_known_as, moved_to FROM accounts WHERE id = $1")
    private static let rename = SQL(
        "UPDATE accounts SET username = $1, username_key = $2, domain = $3, uri = $4, url = $5 WHERE id = $6"
    )
    private static let inboxes = SQL(
        """
        SELECT DISTINCT COALESCE(r.shared_inbox, r.inbox) FROM remote_accounts r JOIN accounts a ON a.id = r.account_id
        WHERE r.account_id {in $1} AND a.suspended_at IS NULL
        """
    )
    private static let followers = SQL(
        """
        SELECT DISTINCT COALESCE(r.shared_inbox, r.inbox) FROM follows f
            JOIN remote_accounts r ON r.account_id = f.account_id JOIN accounts a ON a.id = r.account_id
        WHERE f.target_id = $1 AND a.suspended_at IS NULL
        """
    )
    private static let followersOf = SQL(
        """
        SELECT a.uri FROM follows f JOIN remote_accounts r ON r.account_id = f.account_id
            JOIN accounts a ON a.id = r.account_id
        WHERE f.target_id = $1 AND r.host = $2 AND a.uri IS NOT NULL
        """
    )
    private static let ofHost = SQL(
        "SELECT account_id FROM remote_accounts WHERE host = $1 AND account_id > $2 ORDER BY account_id LIMIT $3"
    )
    /// From one host to the next by the index.
    private static let hosts = SQL(
        """
        WITH RECURSIVE h (host) AS (
            SELECT MIN(host) FROM remote_accounts
            UNION ALL
            SELECT (SELECT MIN(r.host) FROM remote_accounts r WHERE r.host > h.host) FROM h WHERE h.host IS NOT NULL
        )
        SELECT host FROM h WHERE host IS NOT NULL
        """
    )
    private static let marks = SQL(
        "SELECT is_silenced_with_host, is_suspended_with_host FROM remote_accounts WHERE account_id = $1"
    )
    private static let setMarks = SQL(
        "UPDATE remote_accounts SET is_silenced_with_host = $1, is_suspended_with_host = $2 WHERE account_id = $3"
    )
    private static let followCount = SQL(
        """
        SELECT (SELECT COUNT(*) FROM remote_accounts r JOIN follows f ON f.target_id = r.account_id WHERE r.host = $1)
            + (SELECT COUNT(*) FROM remote_accounts r JOIN follows f ON f.account_id = r.account_id WHERE r.host = $1)
        """
    )
    private static let withInbox = SQL(
        "SELECT account_id FROM remote_accounts WHERE host = $1 AND inbox = $2 ORDER BY account_id LIMIT 2"
    )

    /// Those of `ids` that are of other servers, in no particular order.
    public static func accounts(_ ids: [Int64], _ connection: Connection) throws -> [RemoteAccount] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(byIDs, .ids(ids), row: account)
    }

    public static func account(_ id: Int64, _ connection: Connection) throws -> RemoteAccount? {
        try connection.first(byIDs, .ids([id]), row: account)
    }

    /// The account with the id of an actor.
    public static func id(uri: String, _ connection: Connection) throws -> Int64? {
        try connection.first(idByURI, .text(uri)) { $0.int(0) }
    }

    /// Writes what is known of an account whose `accounts` row exists.
    public static func set(_ account: RemoteAccount, _ connection: Connection) throws {
        try connection.execute(
            set,
            .int(account.accountID),
            .text(account.host),
            .int(account.type.rawValue),
            .text(account.inbox),
            .text(account.sharedInbox),
            .text(account.outbox),
            .text(account.followers),
            .text(account.following),
            .text(account.featured),
            .text(account.featuredTags),
            .int(account.statusesCount),
            .int(account.followersCount),
            .int(account.followingCount),
            .int(account.fetchedAt.milliseconds),
            .int(account.namedAt?.milliseconds)
        )
        try setAliases(account.alsoKnownAs, movedTo: account.movedTo, of: account.accountID, connection)
    }

    /// Other ids of the person behind an account, here or elsewhere, and where they moved.
    public static func setAliases(
        _ aliases: [String],
        movedTo: String?,
        of account: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(setAliases, .text(aliases.joined(separator: "\n")), .text(movedTo), .int(account))
    }

    public static func aliases(
        of account: Int64,
        _ connection: Connection
    ) throws -> (alsoKnownAs: [String], movedTo: String?) {
        try connection.first(aliases, .int(account)) { (lines($0.text(0)), $0.textOrNil(1)) } ?? ([], nil)
    }

    /// Gives an account another handle, id or page: its server was rebuilt, or its owner was renamed.
    public static func rename(
        _ account: Int64,
        username: String,
        domain: String,
        uri: String?,
        url: String?,
        _ connection: Connection
    ) throws {
        try connection.execute(
            rename,
            .text(username),
            .text(Username.folded(username)),
            .text(domain),
            .text(uri),
            .text(url),
            .int(account)
        )
    }

    /// Where something for these accounts goes: the shared inbox of each server, once.
    public static func inboxes(of accounts: [Int64], _ connection: Connection) throws -> [String] {
        guard !accounts.isEmpty else { return [] }
        return try connection.query(inboxes, .ids(accounts)) { $0.text(0) }
    }

    /// Where something for the followers of an account goes.
    public static func inboxes(followersOf account: Int64, _ connection: Connection) throws -> [String] {
        try connection.query(followers, .int(account)) { $0.text(0) }
    }

    /// The ids of an account's followers on one host (FEP-8fcf).
    public static func followers(of account: Int64, on host: String, _ connection: Connection) throws -> [String] {
        try connection.query(followersOf, .int(account), .text(host)) { $0.text(0) }
    }

    /// Accounts of a host, after the id `after`.
    public static func accounts(
        on host: String,
        after: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(ofHost, .text(host), .int(after), .int(limit)) { $0.int(0) }
    }

    /// All hosts of which an account is known.
    public static func hosts(_ connection: Connection) throws -> [String] {
        try connection.query(hosts) { $0.text(0) }
    }

    /// Follows between people of this server and of a host, both ways.
    public static func followCount(on host: String, _ connection: Connection) throws -> Int64 {
        try connection.first(followCount, .text(host)) { $0.int(0) } ?? 0
    }

    /// Whether an account is limited and suspended because its server is.
    public static func hostMarks(
        of account: Int64,
        _ connection: Connection
    ) throws -> (silenced: Bool, suspended: Bool) {
        try connection.first(marks, .int(account)) { ($0.bool(0), $0.bool(1)) } ?? (false, false)
    }

    public static func setHostMarks(
        silenced: Bool,
        suspended: Bool,
        of account: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(setMarks, .bool(silenced), .bool(suspended), .int(account))
    }

    /// The account whose own inbox this is; nil where it is nobody's, or a shared one.
    public static func account(inbox: String, on host: String, _ connection: Connection) throws -> Int64? {
        let found = try connection.query(withInbox, .text(host), .text(inbox)) { $0.int(0) }
        return found.count == 1 ? found[0] : nil
    }

    private static func account(_ row: Row) -> RemoteAccount {
        RemoteAccount(
            accountID: row.int(0),
            host: row.text(1),
            type: ActorType(rawValue: row.int(2)) ?? .person,
            inbox: row.text(3),
            sharedInbox: row.textOrNil(4),
            outbox: row.textOrNil(5),
            followers: row.textOrNil(6),
            following: row.textOrNil(7),
            featured: row.textOrNil(8),
            featuredTags: row.textOrNil(9),
            statusesCount: row.intOrNil(10),
            followersCount: row.intOrNil(11),
            followingCount: row.intOrNil(12),
            alsoKnownAs: lines(row.text(15)),
            movedTo: row.textOrNil(16),
            fetchedAt: Timestamp(milliseconds: row.int(13)),
            namedAt: row.moment(14)
        )
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
