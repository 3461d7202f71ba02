// SQL of the counters that people see. Each changes in the transaction of its cause and says its new version.

public import Basics
public import Database
public import Domain

public enum CounterQueries {
    private static let changeStatus = SQL(
        """
        INSERT INTO status_counters (status_id, replies_count, reblogs_count, favourites_count, quotes_count, version)
        VALUES ($1, $2, $3, $4, $5, 1)
        ON CONFLICT (status_id) DO UPDATE SET
            replies_count = status_counters.replies_count + excluded.replies_count,
            reblogs_count = status_counters.reblogs_count + excluded.reblogs_count,
            favourites_count = status_counters.favourites_count + excluded.favourites_count,
            quotes_count = status_counters.quotes_count + excluded.quotes_count,
            version = status_counters.version + 1
        RETURNING replies_count, reblogs_count, favourites_count, quotes_count, version
        """
    )
    private static let lowerStatus = SQL(
        """
        UPDATE status_counters SET replies_count = replies_count - $1, reblogs_count = reblogs_count - $2,
            favourites_count = favourites_count - $3, quotes_count = quotes_count - $4, version = version + 1
        WHERE status_id = $5
        RETURNING replies_count, reblogs_count, favourites_count, quotes_count, version
        """
    )
    private static let changeAccount = SQL(
        """
        UPDATE account_counters SET statuses_count = statuses_count + $1, following_count = following_count + $2,
            last_status_at = CASE WHEN $3 > COALESCE(last_status_at, 0) THEN $3 ELSE last_status_at END,
            version = version + 1
        WHERE account_id = $4
        RETURNING \(ofAccount)
        """
    )
    private static let changeFollowers = SQL(
        """
        UPDATE account_counters SET followers_count = followers_count + $1, version = version + 1,
            remote_followers_count = remote_followers_count
                + COALESCE((SELECT CASE WHEN domain = '' THEN 0 ELSE $1 END FROM accounts WHERE id = $2), 0)
        WHERE account_id = $3
        RETURNING \(ofAccount)
        """
    )
    private static let ofAccount = """
        statuses_count, followers_count, following_count, last_status_at, version, remote_followers_count
        """
    private static let lock = SQL(
        "SELECT account_id FROM account_counters WHERE account_id {in $1} ORDER BY account_id {forupdate}"
    )
    private static let ofStatus = SQL(
        "SELECT replies_count, reblogs_count, favourites_count, quotes_count, version FROM status_counters WHERE status_id = $1"
    )
    private static let server = SQL(
        """
        SELECT (SELECT COUNT(*) FROM users WHERE confirmed_at IS NOT NULL AND is_approved), (SELECT COALESCE(SUM(k.statuses_count), 0) FROM account_counters k
            JOIN users u ON u.account_id = k.account_id),
            (SELECT COUNT(*) FROM account_counters k JOIN users u ON u.account_id = k.account_id
            WHERE k.last_status_at >= $1)
        """
    )

    /// Adds to the counters of a status that exists, and returns them as they now are.
    public static func change(
        status: Int64,
        replies: Int64 = 0,
        reblogs: Int64 = 0,
        favourites: Int64 = 0,
        quotes: Int64 = 0,
        _ connection: Connection
    ) throws -> StatusCounters {
        try connection.first(
            changeStatus,
            .int(status),
            .int(replies),
            .int(reblogs),
            .int(favourites),
            .int(quotes),
            row: statusCounters
        )
            ?? StatusCounters()
    }

    /// Takes from the counters of a status, and returns them as they now are; nil when the status is gone.
    public static func lower(
        status: Int64,
        replies: Int64 = 0,
        reblogs: Int64 = 0,
        favourites: Int64 = 0,
        quotes: Int64 = 0,
        _ connection: Connection
    ) throws -> StatusCounters? {
        try connection.first(
            lowerStatus,
            .int(replies),
            .int(reblogs),
            .int(favourites),
            .int(quotes),
            .int(status),
            row: statusCounters
        )
    }

    /// Adds to the counters of an account, and returns them as they now are.
    public static func change(
        account: Int64,
        statuses: Int64 = 0,
        following: Int64 = 0,
        lastStatusAt: Timestamp? = nil,
        _ connection: Connection
    ) throws -> AccountCounters {
        try connection.first(
            changeAccount,
            .int(statuses),
            .int(following),
            .int(lastStatusAt?.milliseconds),
            .int(account),
            row: accountCounters
        ) ?? AccountCounters()
    }

    /// Adds a follower to an account, or takes one away, and returns the account's counters as they now are.
    public static func changeFollowers(
        of account: Int64,
        by change: Int64,
        follower: Int64,
        _ connection: Connection
    ) throws -> AccountCounters {
        try connection.first(
            changeFollowers,
            .int(change),
            .int(follower),
            .int(account),
            row: accountCounters
        ) ?? AccountCounters()
    }

    private static func accountCounters(_ row: Row) -> AccountCounters {
        AccountCounters(
            statuses: row.int(0),
            followers: row.int(1),
            following: row.int(2),
            remoteFollowers: row.int(5),
            lastStatusAt: row.moment(3),
            version: row.int(4)
        )
    }

    /// Makes other transactions that change these accounts' counters wait for the end of this one.
    ///
    /// Rows are locked in the order of ids, so that two transactions over the same accounts never wait for each other.
    /// SQLite has one writer at a time and needs no lock.
    public static func lock(_ accounts: [Int64], _ connection: Connection) throws {
        guard connection.engine == .postgres else { return }
        try connection.forEach(lock, .ids(accounts)) { _ in true }
    }

    public static func counters(ofStatus id: Int64, _ connection: Connection) throws -> StatusCounters {
        try connection.first(ofStatus, .int(id), row: statusCounters) ?? StatusCounters()
    }

    private static func statusCounters(_ row: Row) -> StatusCounters {
        StatusCounters(
            replies: row.int(0),
            reblogs: row.int(1),
            favourites: row.int(2),
            quotes: row.int(3),
            version: row.int(4)
        )
    }

    /// Local people, their posts, and those who posted since `activeSince`. Grows with the number of accounts: keep the answer.
    public static func server(
        activeSince: Timestamp,
        _ connection: Connection
    ) throws -> (users: Int64, statuses: Int64, active: Int64) {
        try connection.first(server, .int(activeSince.milliseconds)) { ($0.int(0), $0.int(1), $0.int(2)) } ?? (0, 0, 0)
    }
}
