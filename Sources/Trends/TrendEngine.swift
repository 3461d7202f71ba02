// The reckoning of trends: every tag's people in rolling windows, against what is usual for it.

public import Basics

/// All tags that are followed. A value: whoever holds it sees to locks and time.
///
/// The score of a tag is the largest over its windows of (x − μ) / √(μ + φμ² + s₀): x the people in the window by weight,
/// μ what is usual (`TagBaseline`), s₀ and φ from `TrendParameters`. No window begins at midnight.
public struct TrendEngine: Sendable {
    public let parameters: TrendParameters
    private var tags: [Int64: FollowedTag] = [:]
    private var origins: Set<Int32> = []
    private let unknown: FollowedTag
    /// The latest refresh.
    private var refreshedAt = Timestamp(milliseconds: 0)
    /// When what is past was last let go of.
    private var forgotAt = Timestamp(milliseconds: 0)

    public init(parameters: TrendParameters = TrendParameters()) {
        self.parameters = parameters
        unknown = FollowedTag(baseline: TagBaseline(windows: parameters.windows.count))
    }

    /// How many tags are followed.
    public var count: Int { tags.count }

    /// Takes a post in.
    public mutating func record(_ use: TagUse) {
        if use.origin != 0, origins.count < 1024 { origins.insert(use.origin) }
        tags[use.tag, default: unknown].activity.record(use, leastCopiers: parameters.leastCopiers)
    }

    /// Takes a post out: deleted, edited, its author limited.
    ///
    /// - Parameters:
    ///   - at: when it was posted.
    ///   - remaining: the person's latest other use of the tag; nil where there is none.
    public mutating func withdraw(tag: Int64, person: Int64, post: Int64, at: Timestamp, remaining: Timestamp?) {
        tags[tag]?.activity.withdraw(person: person, at: at, remaining: remaining, now: max(refreshedAt, at))
    }

    /// Posts of the last two minutes and hour; nil for a tag that is not followed.
    public func recent(tag: Int64) -> RecentBins? { tags[tag]?.activity.recent }

    // MARK: What outlives a restart

    /// Baselines worth keeping, by tag, as bytes.
    public func states() -> [Int64: [UInt8]] {
        tags.compactMapValues { $0.baseline.hours > 0 && !$0.baseline.isForgotten ? $0.baseline.bytes : nil }
    }

    /// Takes a kept baseline; bytes that are none are left out.
    public mutating func restore(tag: Int64, state: [UInt8]) {
        guard let baseline = TagBaseline(bytes: state, windows: parameters.windows.count) else { return }
        tags[tag, default: unknown].baseline = baseline
    }

    /// Takes up that a tag is a trend since `since`.
    public mutating func restore(tag: Int64, since: Timestamp) {
        tags[tag, default: unknown].since = since
        tags[tag]?.above = 2
    }

    // MARK: Refresh

    /// Looks at all tags, at least every 30 seconds. Returns those that are a trend, have just ceased to be one, or are
    /// always there.
    ///
    /// - Parameters:
    ///   - activePeople: people of this server who posted in the last day.
    ///   - isNewServer: in its first days most accounts are new, so that new ones tell nothing.
    public mutating func refresh(now: Timestamp, activePeople: Int, isNewServer: Bool) -> [TrendAssessment] {
        refreshedAt = now
        if now.milliseconds - forgotAt.milliseconds >= 60_000 {
            forgotAt = now
            forget(now)
        }
        let surroundings = TrendGates.Surroundings(
            activePeople: activePeople,
            isNewServer: isNewServer,
            knowsOtherServers: !origins.isEmpty
        )
        var found: [TrendAssessment] = []
        // By place, so that nothing is copied out and in.
        var place = tags.startIndex
        while place != tags.endIndex {
            let tag = tags.keys[place]
            if let assessment = tags.values[place].assess(tag, now: now, surroundings, parameters) {
                found.append(assessment)
            }
            tags.formIndex(after: &place)
        }
        return found
    }

    /// Lets go of what is past: uses older than a day, tags that nobody used for a day and that have no usual, and the least
    /// active beyond the limit.
    private mutating func forget(_ now: Timestamp) {
        let day = now.milliseconds - TagActivity.day
        var past: [Int64] = []
        var place = tags.startIndex
        while place != tags.endIndex {
            tags.values[place].activity.trim(now: now)
            if tags.values[place].isPast(day) { past.append(tags.keys[place]) }
            tags.formIndex(after: &place)
        }
        for tag in past { tags[tag] = nil }
        guard tags.count > parameters.mostTags else { return }
        let least = tags.sorted {
            ($0.value.activity.people.count, $0.value.activity.lastUse)
                < ($1.value.activity.people.count, $1.value.activity.lastUse)
        }
        for (tag, _) in least.prefix(tags.count - parameters.mostTags) { tags[tag] = nil }
    }
}
