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
    public var fingerprint: TextFingerprint.Print
    public var isReply: Bool
    /// Whether the person was active here on earlier days too: who is known for other things is no puppet for copying a text.
    public var isByRegular: Bool
    /// Another number for another network of this server's people, as far as one node can tell: its own number in the upper
    /// half, and one of the network in the lower; 0 where nothing is known.
    public var network: UInt32

    public init(
        tag: Int64,
        person: Int64,
        post: Int64,
        at: Timestamp,
        weight: Double = 1,
        accountCreatedAt: Timestamp,
        origin: Int32 = 0,
        fingerprint: TextFingerprint.Print = TextFingerprint.none,
        isReply: Bool = false,
        isByRegular: Bool = false,
        network: UInt32 = 0
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
        self.isByRegular = isByRegular
        self.network = network
    }

    /// Made within the day before the post.
    var isByNewAccount: Bool { at.milliseconds - accountCreatedAt.milliseconds < 86_400_000 }
}
