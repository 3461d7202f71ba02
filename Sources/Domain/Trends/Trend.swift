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
    /// `people`, `origins`, `ages`, `texts`, `deleted`, `moderator`.
    public var gate: String
    /// A sentence with the figures.
    public var reason: String

    public init(gate: String, reason: String) {
        self.gate = gate
        self.reason = reason
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
    /// Seconds.
    public var window: Int64
    public var rates: Rates
    public var peak: Peak?
    /// People usual for the window, and how many times that it is now.
    public var usual: Double
    public var timesUsual: Double
    public var servers: Int64
    /// One sentence for people.
    public var explanation: String

    public init(
        tag: TagReference,
        shelf: Shelf,
        isListed: Bool,
        held: [HeldReason] = [],
        since: Timestamp,
        people: Int64,
        score: Double,
        window: Int64,
        rates: Rates,
        peak: Peak? = nil,
        usual: Double,
        timesUsual: Double,
        servers: Int64,
        explanation: String
    ) {
        self.tag = tag
        self.shelf = shelf
        self.isListed = isListed
        self.held = held
        self.since = since
        self.people = people
        self.score = score
        self.window = window
        self.rates = rates
        self.peak = peak
        self.usual = usual
        self.timesUsual = timesUsual
        self.servers = servers
        self.explanation = explanation
    }
}
