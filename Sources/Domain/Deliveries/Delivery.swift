// What is sent to other servers, and how that ends.

public import Basics

/// An activity to be sent, with the bytes that everybody gets.
public struct OutgoingActivity: Sendable, Equatable {
    /// Whose key signs; 0 is the server itself.
    public var accountID: Int64
    /// The id of that key, which outlives the account.
    public var keyID: String
    /// The status it is about, for its author to see how far it came.
    public var statusID: Int64?
    /// What it is about: of one topic, a host hears in order.
    public var topic: Int64
    public var body: [UInt8]

    /// - Parameter topic: the id of the object, usually.
    public init(accountID: Int64, keyID: String, statusID: Int64? = nil, topic: String, body: [UInt8]) {
        self.accountID = accountID
        self.keyID = keyID
        self.statusID = statusID
        // FNV-1a: two topics that share a number wait for each other, and nothing worse.
        self.topic = Int64(
            bitPattern: topic.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        )
        self.body = body
    }
}

/// One inbox that is to have an activity.
public struct Delivery: Sendable, Equatable {
    public var id: Int64
    public var inbox: String
    public var host: String
    /// How often it was refused for a while.
    public var attempts: Int
    public var activityID: Int64
    public var accountID: Int64
    public var keyID: String
    public var topic: Int64
    public var body: [UInt8]
    public var createdAt: Timestamp

    public init(
        id: Int64,
        inbox: String,
        host: String,
        attempts: Int = 0,
        activityID: Int64,
        accountID: Int64,
        keyID: String,
        topic: Int64,
        body: [UInt8],
        createdAt: Timestamp
    ) {
        self.id = id
        self.inbox = inbox
        self.host = host
        self.attempts = attempts
        self.activityID = activityID
        self.accountID = accountID
        self.keyID = keyID
        self.topic = topic
        self.body = body
        self.createdAt = createdAt
    }
}

public enum DeliveryState: Int64, Sendable {
    case waiting = 0
    case delivered = 1
    /// The other server does not want it.
    case refused = 2
    /// A week has passed, or the host cannot be reached at all.
    case givenUp = 3
}

/// How one attempt ended.
public enum DeliveryOutcome: Sendable, Equatable {
    case delivered
    /// Not now: the answer, and how long the host wishes to be left alone.
    case later(String, retryAfter: Duration?)
    /// Not ever.
    case refused(String)
    /// There is no such inbox any more.
    case gone
    /// The host did not answer.
    case unreachable(String)
}

/// How far a status has come.
public struct DeliveryCounts: Sendable, Equatable {
    public var delivered: Int64
    public var waiting: Int64
    public var refused: Int64
    public var givenUp: Int64

    public init(delivered: Int64 = 0, waiting: Int64 = 0, refused: Int64 = 0, givenUp: Int64 = 0) {
        self.delivered = delivered
        self.waiting = waiting
        self.refused = refused
        self.givenUp = givenUp
    }

    public var total: Int64 { delivered + waiting + refused + givenUp }
}

/// Where activities for a server, or for one account of it, are sent.
public struct Inbox: Sendable, Hashable {
    public var url: String
    /// Of `url`, as `HostName.canonical` writes it.
    public var host: String

    public init(url: String, host: String) {
        self.url = url
        self.host = host
    }
}
