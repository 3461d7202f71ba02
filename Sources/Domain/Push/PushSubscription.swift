// Where an app wants to be told of notifications while it is not open (Web Push, RFC 8030).

/// From whom an app is told.
public enum PushPolicy: Int64, Sendable, CaseIterable {
    case all = 0
    /// Those whom the recipient follows.
    case followed = 1
    /// Those who follow the recipient.
    case follower = 2
    case none = 3

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .all: "all"
        case .followed: "followed"
        case .follower: "follower"
        case .none: "none"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// The kinds of notifications that an app is told of: a bit each, by the kind's raw value.
public struct PushAlerts: OptionSet, Hashable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public init(_ kind: NotificationKind) { self.init(rawValue: 1 << kind.rawValue) }

    /// The kinds that apps may choose, in the order in which they are written.
    public static let kinds: [NotificationKind] = [
        .mention, .quote, .status, .reblog, .follow, .followRequest, .favourite, .poll, .update, .quotedUpdate,
        .adminSignUp, .adminReport,
    ]
}

/// One app's subscription. Its secrets are never written to a log: the description has none.
public struct PushSubscription: Sendable, Equatable, CustomStringConvertible {
    /// A small sequential number: apps keep it in 32 bits.
    public var id: Int64
    public var tokenID: Int64
    public var accountID: Int64
    public var endpoint: String
    /// The app's P-256 key, uncompressed: 65 bytes.
    public var publicKey: [UInt8]
    /// 16 bytes that the app and this server share.
    public var auth: [UInt8]
    /// RFC 8291, or else the draft before it, which older apps expect.
    public var isStandard: Bool
    public var alerts: PushAlerts
    public var policy: PushPolicy
    /// The access token, which apps look for in what they are sent; see docs/decisions/0009.
    public var sealedToken: [UInt8]

    public init(
        id: Int64 = 0,
        tokenID: Int64,
        accountID: Int64,
        endpoint: String,
        publicKey: [UInt8],
        auth: [UInt8],
        isStandard: Bool,
        alerts: PushAlerts,
        policy: PushPolicy,
        sealedToken: [UInt8]
    ) {
        self.id = id
        self.tokenID = tokenID
        self.accountID = accountID
        self.endpoint = endpoint
        self.publicKey = publicKey
        self.auth = auth
        self.isStandard = isStandard
        self.alerts = alerts
        self.policy = policy
        self.sealedToken = sealedToken
    }

    public var description: String { "push subscription \(id)" }
}
