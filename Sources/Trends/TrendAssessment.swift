// What the reckoning says of one tag, with all the figures behind it.

public import Basics

/// Where a trend is shown.
public enum TrendShelf: Sendable, Equatable {
    /// A jump.
    case breaking
    /// A day or more above its usual.
    case sustained
    /// Always there, and as it always is.
    case perennial
}

/// What a trend was compared with.
public enum TrendComparison: String, Sendable, Equatable {
    /// The slow mean; what this part of the week or of the day had; or, for what grows slowly, the last month.
    case mean, week, day, month
}

/// Why a gate holds a tag.
public struct GateFailure: Sendable, Equatable {
    public enum Gate: String, Sendable { case people, origins, ages, texts, pasted, deleted }

    public var gate: Gate
    /// What was found, of how many, and what would pass.
    public var found: Int
    public var of: Int
    public var needed: Int
}

/// A tag that is shown with a trend.
public struct Companion: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// Another spelling of the same word.
        case spelling
        /// A trend of its own that the same people use.
        case people
    }

    public var tag: Int64
    public var kind: Kind
    /// Distinct people of its own in the trend's window.
    public var people: Int

    public init(tag: Int64, kind: Kind, people: Int) { (self.tag, self.kind, self.people) = (tag, kind, people) }
}

public struct TrendAssessment: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        case listed
        case held
        /// Not unusual (enough), or only for one refresh.
        case unlisted
    }

    public var tag: Int64
    public var score: Double
    /// Seconds of the window with the largest score.
    public var window: Int64
    /// Distinct people in that window, and what they weigh.
    public var people: Int
    public var weight: Double
    /// People usual in that window, the tide included, and what says so.
    public var usual: Double
    public var comparison: TrendComparison
    /// How many times its usual the whole server has in that window; 1 at least.
    public var tide: Double
    /// What trends are ordered by: people beyond usual, half of whom count after an hour.
    public var recent: Double
    /// Distinct people in the last day.
    public var peopleOfDay: Int
    public var servers: Int
    /// When it became a trend; nil where it is none.
    public var since: Timestamp?
    public var peakPerSecond: Double
    public var peakAt: Timestamp?
    public var shelf: TrendShelf?
    public var state: State
    public var failures: [GateFailure]
    /// What is shown with it, most people first, and how many more tags there are.
    public var companions: [Companion] = []
    public var moreCompanions = 0
    /// Spellings that a moderator refused: what was decided about them lasts as long as the trend.
    public var leftOut: [Int64] = []
    /// So many spellings, itself among them, make it a trend together, and its figures are those of them all; 1 where it is
    /// one by itself.
    public var spellings = 1
    /// Fewer people were enough, since they come from several networks.
    public var isSpread = false
    /// The trend that it is shown with, instead of by itself.
    public var isCompanionOf: Int64?

    /// Held for who uses it or for what they write, not for how few they are.
    var isFlooded: Bool { state == .held && failures.contains { $0.gate != .people } }

    /// Leaves those with the most people to be shown.
    mutating func cutCompanions(to most: Int) {
        companions.sort { ($0.people, $1.tag) > ($1.people, $0.tag) }
        moreCompanions = max(0, companions.count - most)
        companions.removeLast(moreCompanions)
    }

    /// How many times its usual; a tag without any is compared with one person.
    public var timesUsual: Double { Double(people) / max(usual, 1) }
}
