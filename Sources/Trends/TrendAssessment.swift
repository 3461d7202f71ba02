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

/// Why a gate holds a tag.
public struct GateFailure: Sendable, Equatable {
    public enum Gate: String, Sendable { case people, origins, ages, texts, deleted }

    public var gate: Gate
    /// What was found, of how many, and what would pass.
    public var found: Int
    public var of: Int
    public var needed: Int
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
    /// People usual in that window.
    public var usual: Double
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

    /// How many times its usual; a tag without any is compared with one person.
    public var timesUsual: Double { Double(people) / max(usual, 1) }
}
