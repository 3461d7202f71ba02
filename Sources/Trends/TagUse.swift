// One counted post with one tag: what the reckoning of trends is fed with.

public import Basics

public struct TagUse: Sendable, Equatable {
    public var tag: Int64
    public var person: Int64
    public var post: Int64
    public var at: Timestamp
    /// 0...1: what the person weighs in scores. New accounts weigh less.
    public var weight: Double
    public var accountCreatedAt: Timestamp
    /// 0 for this server, another number for each other server.
    public var origin: Int32
    /// See `TextFingerprint`; 0 for a text too short to tell anything.
    public var fingerprint: UInt64
    public var isReply: Bool

    public init(
        tag: Int64,
        person: Int64,
        post: Int64,
        at: Timestamp,
        weight: Double = 1,
        accountCreatedAt: Timestamp,
        origin: Int32 = 0,
        fingerprint: UInt64 = 0,
        isReply: Bool = false
    ) {
        self.tag = tag
        self.person = person
        self.post = post
        self.at = at
        self.weight = weight
        self.accountCreatedAt = accountCreatedAt
        self.origin = origin
        self.fingerprint = fingerprint
        self.isReply = isReply
    }

    /// Made within the day before the post.
    var isByNewAccount: Bool { at.milliseconds - accountCreatedAt.milliseconds < 86_400_000 }
}
