// What another server sent: verified, written down, to be worked on.

public import Basics

/// An activity whose signature was found good.
public struct InboxDraft: Sendable, Equatable {
    /// The id of the activity; where it has none, anything that is the same when it is sent again.
    public var activityID: String
    /// The id of the actor whose key signed the request.
    public var signer: String
    /// Of the signer.
    public var host: String
    /// What it is about; activities about the same are worked on in order.
    public var object: String
    /// Whose own inbox it came to; nil for the shared one.
    public var recipientID: Int64?
    public var body: [UInt8]

    public init(
        activityID: String,
        signer: String,
        host: String,
        object: String,
        recipientID: Int64? = nil,
        body: [UInt8]
    ) {
        self.activityID = activityID
        self.signer = signer
        self.host = host
        self.object = object
        self.recipientID = recipientID
        self.body = body
    }
}

/// The same, taken on by a node.
public struct InboxActivity: Sendable, Equatable {
    public var id: Int64
    public var signer: String
    public var host: String
    public var object: String
    public var recipientID: Int64?
    public var body: [UInt8]
    /// How often it failed before.
    public var attempts: Int
    public var receivedAt: Timestamp

    public init(
        id: Int64,
        signer: String,
        host: String,
        object: String,
        recipientID: Int64?,
        body: [UInt8],
        attempts: Int,
        receivedAt: Timestamp
    ) {
        self.id = id
        self.signer = signer
        self.host = host
        self.object = object
        self.recipientID = recipientID
        self.body = body
        self.attempts = attempts
        self.receivedAt = receivedAt
    }
}
