// The numbers of the rule. Starting values of the design; docs/trends.md says what they do.

public struct TrendParameters: Sendable, Equatable {
    /// Rolling windows in seconds; their number and order are part of what is kept of each tag.
    public let windows: [Int64] = [900, 3600, 21_600, 86_400]
    /// s₀: people that come and go without meaning anything; fewer where fewer are active, see `floor(activePeople:)`.
    public var floor = 4.0
    public var leastFloor = 2.0
    /// The least s₀ for six people within an hour who are not from one network.
    public var leastFloorOfSpread = 1.2
    public var leastSpread = 6
    /// People active in a day from which on s₀ is whole.
    public var wholeFloorFrom = 200
    /// φ: how much more a large tag varies than chance alone would make it.
    public var overdispersion = 0.1
    /// People who come one by one that are added to what is known of how a tag's people come.
    public var clusterPrior = 2.0
    /// Deviations above which an hour teaches no more of clusters, and the part of an hour in what is known of them (a half
    /// is new after ten days).
    public var clusterClip = 4.0
    public var clusterRate = 0.003
    /// After how many days half of a baseline is new.
    public var halfLifeDays = 7.0
    /// A sample above this many deviations counts as this many, so that a storm does not become the usual.
    public var clip = 3.0
    /// A tag becomes a trend at this score, on two refreshes in a row, and is one until it falls below `leave`.
    public var enter = 5.0
    public var leave = 2.0
    /// Gate: at least so many people, and so many times the square root of those who were active in the last day: ten of
    /// 2,000, seventy of 100,000.
    public var leastPeople = 5
    public var leastOfRoot = 0.22
    /// A trend by growth: the last week has so many times the people of the week before; and how many days of a week tell
    /// anything new.
    public var leastGrowth = 1.5
    public var daysOfGrowth = 5.0
    /// Gate: the largest part of new accounts (a day old at most), on a server that is not new itself.
    public var mostNewAccounts = 0.7
    /// Gate: the largest part of the people of the last day who wrote nearly the same longer text as others, and how many
    /// people make copies of a text.
    public var mostAlike = 0.5
    public var leastCopiers = 3
    /// Gate: as many others, where more than that part pasted the text of a call and are known for nothing else.
    public var leastBesideEchoes = 5
    /// Gate: the largest part of the people of the last day who took all their posts back, within an hour.
    public var mostDeleted = 0.2
    /// Gate: the largest part of them from one other server.
    public var mostFromOneServer = 0.8
    /// Those beyond doubt stand for a tag if they are this part of its people, or this many times what the gate of people asks.
    public var leastSurePart = 0.1
    public var sureTimes = 5
    /// A gate that judges parts needs at least so many people.
    public var leastSample = 6
    /// A tag is shown with a trend from so many people beyond doubt on, and this part of the trend's.
    public var leastOfCompanion = 3
    public var leastPartOfCompanion = 0.01
    /// So many are shown; all are taken together.
    public var mostCompanions = 8
    /// Two trends are shown as one where the people they share are this part of the smaller and of the larger one, and more
    /// than this many times what chance would bring.
    public var sharedOfSmaller = 0.25
    public var sharedOfLarger = 0.05
    public var sharedOfChance = 2.0
    /// Tags with more people than this are no spellings that need others.
    public var mostOfSpelling = 2000
    /// A trend of so many seconds is sustained.
    public var sustainedAfter: Int64 = 86_400
    /// From so many seconds on what the same people keep up by the clock is compared with its last days, too.
    public var steadyAfter: Int64 = 4 * 86_400
    /// From so many seconds on any trend is compared with its last days, too: what has stayed for a week is usual.
    public var settledAfter: Int64 = 7 * 86_400
    /// People a day by which a tag is always there.
    public var perennialPeople = 10.0
    /// The most tags that are followed; those of which least is lost go first.
    public var mostTags = 20_000
    /// The most different texts that are held, for all tags together; those of the smallest tags go first.
    public var mostTexts = 131_072
    /// The most tags of one post, and of one person in half a day to a day, that are followed.
    public var mostTagsOfPost = 30
    public var mostTagsOfPerson = 100

    public init() {}

    /// Gate of people on a server with so many active in a day.
    public func leastPeople(activePeople: Int) -> Int {
        max(leastPeople, Int((leastOfRoot * Double(max(0, activePeople)).squareRoot()).rounded(.up)))
    }

    /// s₀ on a server with so many people active in a day: ten people make a trend of what is new, and eight where a hundred
    /// or fewer are active, of whom eight are many.
    public func floor(activePeople: Int) -> Double { self.floor(activePeople, least: leastFloor) }

    /// The same within an hour for people who are not from one network: six where sixty or fewer are active.
    public func floorOfSpread(activePeople: Int) -> Double { self.floor(activePeople, least: leastFloorOfSpread) }

    private func floor(_ activePeople: Int, least: Double) -> Double {
        guard activePeople < wholeFloorFrom else { return floor }
        return max(min(least, floor), floor * Double(activePeople) / Double(max(1, wholeFloorFrom)))
    }
}
