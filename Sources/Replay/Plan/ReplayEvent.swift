// One thing that one person does at one moment.

/// What a text is about.
public enum Content: UInt8, Sendable, CaseIterable {
    case meToo, solidarity, account, news, hostile, earlier, advert
}

/// The tags of the weekend.
public struct TagSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let movement = TagSet(rawValue: 1)
    public static let boycott = TagSet(rawValue: 2)
    public static let yesAllWomen = TagSet(rawValue: 4)
    public static let all = TagSet(rawValue: 127)
    public static let attack = TagSet(rawValue: 64)

    /// As written in posts, in the order of the bits.
    public static let names = [
        "MeToo", "WomenBoycottTwitter", "YesAllWomen", "NotAlone", "WeListen", "Solidarity", "BuyFollowersNow",
    ]

    /// Places of these tags in `names`.
    public var places: [Int] { TagSet.names.indices.filter { rawValue & (1 << UInt16($0)) != 0 } }
}

/// A post of the plan, by the order of writing; 0 is the call.
public typealias PostNumber = Int32

public enum ReplayAction: Sendable, Equatable {
    /// The call goes out; all before it is the days before.
    case call
    /// A post, in answer to another one if `to` is there.
    case post(PostNumber, to: PostNumber?, tags: TagSet, content: Content)
    case reblog(PostNumber)
    /// The poll, as any app shows it.
    case vote(answer: Int)
    case answerSilently(answer: Int)
    /// A new text; without the tags if `dropsTags`.
    case edit(PostNumber, to: PostNumber?, tags: TagSet, content: Content, dropsTags: Bool)
    case delete(PostNumber)
    case withdraw(deletesPosts: Bool)
}

public struct ReplayEvent: Sendable, Equatable {
    /// Place in the plan; with the seed it decides the text and the Idempotency-Key.
    public var number: Int
    /// Milliseconds of simulated time since the call; less than 0 before it.
    public var at: Int64
    /// Index into the cast: people first, then puppets.
    public var person: Int32
    public var action: ReplayAction

    public init(number: Int, at: Int64, person: Int32, action: ReplayAction) {
        self.number = number
        self.at = at
        self.person = person
        self.action = action
    }
}
