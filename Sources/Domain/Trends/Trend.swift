// A tag that is unusual now, with the reasons.

public import Basics

/// Where a trend is shown. Raw values are stored.
public enum Shelf: Int64, Sendable, CaseIterable {
    /// A jump.
    case breaking = 0
    /// A day or more above its usual.
    case sustained = 1
    /// Always there: not shown as news.
    case perennial = 2

    public var name: String {
        switch self {
        case .breaking: "breaking"
        case .sustained: "sustained"
        case .perennial: "perennial"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// Why a tag is not listed.
public struct HeldReason: Sendable, Equatable {
    /// What holds it: a gate of the rule, or a moderator. Raw values are those of the client API.
    public enum Gate: String, Sendable, CaseIterable {
        case people, origins, ages, texts, pasted, deleted, moderator
    }

    public var gate: Gate
    /// A sentence with the figures, in English.
    public var reason: String
    /// What was found, of how many, and what would pass; 0 where a moderator decided.
    public var found: Int
    public var of: Int
    public var needed: Int

    public init(gate: Gate, reason: String, found: Int = 0, of: Int = 0, needed: Int = 0) {
        self.gate = gate
        self.reason = reason
        (self.found, self.of, self.needed) = (found, of, needed)
    }
}

/// A tag that is shown with a trend. Meanings: docs/api.md.
public struct TrendCompanion: Sendable, Equatable {
    /// Raw values are those of the client API.
    public enum Kind: String, Sendable, CaseIterable {
        /// Another spelling of the same word.
        case spelling
        /// A trend of its own that the same people use.
        case people
    }

    public var tag: TagReference
    public var kind: Kind
    /// Distinct people of its own within the trend's window.
    public var people: Int64

    public init(tag: TagReference, kind: Kind, people: Int64) {
        (self.tag, self.kind, self.people) = (tag, kind, people)
    }
}

/// What a trend was compared with, and what else counted. Meanings: docs/api.md.
public struct TrendReason: Sendable, Equatable {
    public enum Comparison: String, Sendable, CaseIterable {
        /// The slow mean; what is usual at this time of the week, or of the day; a day of the last month.
        case mean, week, day, month
    }

    public var comparison: Comparison
    /// How many times its usual the whole server has; 1 at least.
    public var tide: Double
    /// So many spellings of one word are counted together; 1 where it is a trend by itself.
    public var spellings: Int
    /// Fewer people were enough, since they come from several networks.
    public var isSpread: Bool

    public init(_ comparison: Comparison = .mean, tide: Double = 1, spellings: Int = 1, isSpread: Bool = false) {
        (self.comparison, self.tide, self.spellings, self.isSpread) = (comparison, tide, spellings, isSpread)
    }
}

/// What is to be said of a tag that is not listed as a trend.
public struct UnlistedTag: Sendable, Equatable {
    /// Distinct people of the last day, and how many are usual.
    public var people: Int64
    public var usual: Double
    /// Why a gate or a moderator holds it; empty where it is not a trend.
    public var held: [HeldReason]

    public init(people: Int64, usual: Double, held: [HeldReason] = []) {
        (self.people, self.usual, self.held) = (people, usual, held)
    }
}

/// One tag that is unusual now. Meanings: docs/api.md.
public struct Trend: Sendable, Equatable {
    public var tag: TagReference
    public var shelf: Shelf
    public var isListed: Bool
    public var held: [HeldReason]
    public var since: Timestamp
    /// Distinct people within the window.
    public var people: Int64
    public var score: Double
    /// What listed trends are ordered by: people beyond usual, half of whom count after an hour.
    public var recent: Double
    /// Seconds.
    public var window: Int64
    public var rates: Rates
    public var peak: Peak?
    /// People usual for the window, and how many times that it is now.
    public var usual: Double
    public var timesUsual: Double
    public var servers: Int64
    public var reason: TrendReason
    /// One sentence for people, in English.
    public var explanation: String
    /// What is shown with it, most people first, and how many more tags there are.
    public var companions: [TrendCompanion] = []
    public var moreCompanions = 0
    /// The tag that it is shown with, instead of by itself.
    public var companionOf: TagReference?

    public init(
        tag: TagReference,
        shelf: Shelf,
        isListed: Bool,
        held: [HeldReason] = [],
        since: Timestamp,
        people: Int64,
        score: Double,
        recent: Double,
        window: Int64,
        rates: Rates,
        peak: Peak? = nil,
        usual: Double,
        timesUsual: Double,
        servers: Int64,
        reason: TrendReason = TrendReason(),
        explanation: String
    ) {
        self.tag = tag
        self.shelf = shelf
        self.isListed = isListed
        self.held = held
        self.since = since
        self.people = people
        self.score = score
        self.recent = recent
        self.window = window
        self.rates = rates
        self.peak = peak
        self.usual = usual
        self.timesUsual = timesUsual
        self.servers = servers
        self.reason = reason
        self.explanation = explanation
    }
}
