// SQL of push subscriptions, and of the few secrets of the server itself.

public import Basics
public import Database
public import Domain

public enum PushQueries {
    private static let columns = """
        id, token_id, account_id, endpoint, p256dh, auth, is_standard, alerts, policy, token_sealed
        """
    private static let insert = SQL(
        """
        INSERT INTO push_subscriptions (token_id, account_id, endpoint, p256dh, auth, is_standard, alerts, policy,
            token_sealed, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        RETURNING id
        """
    )
    private static let byToken = SQL("SELECT \(columns) FROM push_subscriptions WHERE token_id = $1")
    private static let byID = SQL("SELECT \(columns) FROM push_subscriptions WHERE id = $1")
    private static let update = SQL(
        "UPDATE push_subscriptions SET alerts = $1, policy = $2 WHERE token_id = $3"
    )
    private static let deleteByToken = SQL("DELETE FROM push_subscriptions WHERE token_id = $1")
    private static let deleteByID = SQL("DELETE FROM push_subscriptions WHERE id = $1 AND endpoint = $2")
    /// `alerts / bit % 2` is the bit, on both engines.
    private static let wanting = SQL(
        """
        SELECT id, account_id, endpoint FROM push_subscriptions
        WHERE account_id {in $1} AND alerts / $2 % 2 = 1 AND policy <> $3
        """
    )
    private static let keepSecret = SQL(
        "INSERT INTO server_secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
    )
    private static let secret = SQL("SELECT value FROM server_secrets WHERE name = $1")

    /// Takes the place of what the token had. Returns its id.
    public static func replace(_ subscription: PushSubscription, at now: Timestamp, _ connection: Connection) throws
        -> Int64
    {
        try connection.execute(deleteByToken, .int(subscription.tokenID))
        return try connection.first(
            insert,
            .int(subscription.tokenID),
            .int(subscription.accountID),
            .text(subscription.endpoint),
            .blob(subscription.publicKey),
            .blob(subscription.auth),
            .bool(subscription.isStandard),
            .int(subscription.alerts.rawValue),
            .int(subscription.policy.rawValue),
            .blob(subscription.sealedToken),
            .int(now.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func subscription(ofToken token: Int64, _ connection: Connection) throws -> PushSubscription? {
        try connection.first(byToken, .int(token), row: subscription)
    }

    public static func subscription(_ id: Int64, _ connection: Connection) throws -> PushSubscription? {
        try connection.first(byID, .int(id), row: subscription)
    }

    public static func set(
        _ alerts: PushAlerts,
        _ policy: PushPolicy,
        ofToken token: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(update, .int(alerts.rawValue), .int(policy.rawValue), .int(token))
    }

    public static func delete(ofToken token: Int64, _ connection: Connection) throws {
        try connection.execute(deleteByToken, .int(token))
    }

    /// Forgets one that its push service knows no more, unless the app has named another meanwhile.
    public static func delete(_ id: Int64, endpoint: String, _ connection: Connection) throws {
        try connection.execute(deleteByID, .int(id), .text(endpoint))
    }

    /// The subscriptions of some accounts that want to hear of a kind.
    public static func wanting(_ kind: NotificationKind, of accounts: [Int64], _ connection: Connection) throws
        -> [(id: Int64, account: Int64, endpoint: String)]
    {
        try connection.query(
            wanting,
            .ids(accounts),
            .int(PushAlerts(kind).rawValue),
            .int(PushPolicy.none.rawValue)
        ) { ($0.int(0), $0.int(1), $0.text(2)) }
    }

    // MARK: Secrets of the server

    /// Keeps a secret, unless there is one of this name.
    public static func keep(secret value: [UInt8], named name: String, _ connection: Connection) throws {
        try connection.execute(keepSecret, .text(name), .blob(value))
    }

    public static func secret(_ name: String, _ connection: Connection) throws -> [UInt8]? {
        try connection.first(secret, .text(name)) { $0.blob(0) }
    }

    private static func subscription(_ row: Row) -> PushSubscription {
        PushSubscription(
            id: row.int(0),
            tokenID: row.int(1),
            accountID: row.int(2),
            endpoint: row.text(3),
            publicKey: row.blob(4),
            auth: row.blob(5),
            isStandard: row.bool(6),
            alerts: PushAlerts(rawValue: row.int(7)),
            policy: PushPolicy(rawValue: row.int(8)) ?? .all,
            sealedToken: row.blob(9)
        )
    }
}
