// The numbers of the rule. Starting values of the design; docs/trends.md says what they do.

public struct TrendParameters: Sendable, Equatable {
    /// Rolling windows in seconds.
    public var windows: [Int64] = [900, 3600, 21_600, 86_400]
    /// s₀: people that come and go without meaning anything; fewer where fewer are active, see `floor(activePeople:)`.
    public var floor = 4.0
    public var leastFloor = 2.0
    /// People active in a day from which on s₀ is whole.
    public var wholeFloorFrom = 200
    /// φ: how much more a large tag varies than chance alone would make it.
    public var overdispersion = 0.1
    /// After how many days half of a baseline is new.
    public var halfLifeDays = 7.0
    /// A sample above this many deviations counts as this many, so that a storm does not become the usual.
    public var clip = 3.0
    /// A tag becomes a trend at this score, on two refreshes in a row, and is one until it falls below `leave`.
    public var enter = 5.0
    public var leave = 2.0
    /// Gate: at least so many people, and so large a part of those who were active in the last day.
    public var leastPeople = 5
    public var leastPart = 0.005
    /// Gate: the largest part of new accounts (a day old at most), on a server that is not new itself.
    public var mostNewAccounts = 0.7
    /// Gate: the largest part of the people of the last day who wrote nearly the same longer text as others, and how many
    /// people make copies of a text.
    public var mostAlike = 0.5
    public var leastCopiers = 3
    /// Gate: the largest part of the people of the last day who took all their posts back, within an hour.
    public var mostDeleted = 0.2
    /// Gate: the largest part of them from one other server.
    public var mostFromOneServer = 0.8
    /// Those beyond doubt stand for a tag if they are this part of its people, or this many times what the gate of people asks.
    public var leastSurePart = 0.1
    public var sureTimes = 5
    /// A gate that judges parts needs at least so many people.
    public var leastSample = 6
    /// A trend of so many seconds is sustained.
    public var sustainedAfter: Int64 = 86_400
    /// People a day by which a tag is always there.
    public var perennialPeople = 10.0
    /// The most tags that are followed; the least active go first.
    public var mostTags = 20_000

    public init() {}

    /// s₀ on a server with so many people active in a day: ten people make a trend of what is new, and eight where a hundred
    /// or fewer are active, of whom eight are many.
    public func floor(activePeople: Int) -> Double {
        guard activePeople < wholeFloorFrom else { return floor }
        return max(min(leastFloor, floor), floor * Double(activePeople) / Double(max(1, wholeFloorFrom)))
    }
}
