// Addresses that are told when something waits for the moderators: a room of theirs, or a program that wakes whoever is on duty.

public import Basics

/// What an address can be told of. The names are Mastodon's where it has the same.
public enum WebhookEvent: String, Sendable, CaseIterable, Codable {
    case reportCreated = "report.created"
    /// A post is held until somebody has looked at it.
    case statusHeld = "status.held"
    /// Somebody signed up; where approval is needed, they wait.
    case accountCreated = "account.created"
    /// Somebody appeals what was done to them.
    case appealCreated = "appeal.created"
    /// Asked for by the admin, to see whether anything arrives.
    case test
}

/// An address, and what it is told of.
public struct Webhook: Sendable, Equatable {
    public var id: Int64
    /// http or https.
    public var url: String
    /// By which it knows that a message is from here.
    public var secret: String
    public var events: Set<WebhookEvent>
    public var createdAt: Timestamp
    /// When it last took a message.
    public var answeredAt: Timestamp?
    /// Why it did not take the last one, a sentence; nil where it did.
    public var failure: String?

    public init(
        id: Int64,
        url: String,
        secret: String,
        events: Set<WebhookEvent>,
        createdAt: Timestamp,
        answeredAt: Timestamp? = nil,
        failure: String? = nil
    ) {
        self.id = id
        self.url = url
        self.secret = secret
        self.events = events
        self.createdAt = createdAt
        self.answeredAt = answeredAt
        self.failure = failure
    }
}

/// One message to an address, signed.
public struct WebhookMessage: Sendable {
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// Sends a message; returns the status of the answer.
public typealias WebhookSend = @Sendable (WebhookMessage) async throws -> Int
