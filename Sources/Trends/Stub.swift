public import Basics

public struct TagUse: Sendable {
    public var tag: Int64, person: Int64, post: Int64, at: Timestamp, weight: Double, accountCreatedAt: Timestamp,
        origin: Int32, fingerprint: UInt64, isReply: Bool
    public init(
        tag: Int64,
        person: Int64,
        post: Int64,
        at: Timestamp,
        weight: Double,
        accountCreatedAt: Timestamp,
        origin: Int32,
        fingerprint: UInt64,
        isReply: Bool
    ) {
        self.tag = tag; self.person = person; self.post = post; self.at = at; self.weight = weight;
        self.accountCreatedAt = accountCreatedAt; self.origin = origin; self.fingerprint = fingerprint;
        self.isReply = isReply
    }
}
