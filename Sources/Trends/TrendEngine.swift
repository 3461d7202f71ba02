// The reckoning of trends: every tag's people in rolling windows, against what is usual for it.

public import Basics

/// All tags that are followed. A value: whoever holds it sees to locks and time.
///
/// The score of a tag is the largest over its windows of (x − μ) / √(μ + φμ² + s₀): x the people in the window by weight,
/// μ what is usual (`TagBaseline`), s₀ and φ from `TrendParameters`. No window begins at midnight.
public struct TrendEngine: Sendable {
    private struct Followed: Sendable {
        var activity = TagActivity()
        var baseline: TagBaseline
        /// Refreshes in a row at or above the score at which it enters.
        var above = 0
        var since: Timestamp?
    }

    public let parameters: TrendParameters
    private var tags: [Int64: Followed] = [:]
    private var origins: Set<Int32> = []
    private let unknown: Followed
    /// When what is past was last let go of.
    private var forgotAt = Timestamp(milliseconds: 0)

    public init(parameters: TrendParameters = TrendParameters()) {
        self.parameters = parameters
        unknown = Followed(baseline: TagBaseline(windows: parameters.windows.count))
    }

    /// How many tags are followed.
    public var count: Int { tags.count }

    /// Takes a post in.
    public mutating func record(_ use: TagUse) {
        if use.origin != 0, origins.count < 1024 { origins.insert(use.origin) }
        tags[use.tag, default: unknown].activity.record(use)
    }

    /// Takes a post out: deleted, edited, its author limited.
    ///
    /// - Parameters:
    ///   - at: when it was posted.
    ///   - remaining: the person's latest other use of the tag; nil where there is none.
    public mutating func withdraw(tag: Int64, person: Int64, post: Int64, at: Timestamp, remaining: Timestamp?) {
        tags[tag]?.activity.withdraw(person: person, post: post, at: at, remaining: remaining)
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
        for tag in Array(tags.keys) {
            guard let assessment = assess(tag, now: now, surroundings) else { continue }
            found.append(assessment)
        }
        return found
    }

    private mutating func assess(
        _ tag: Int64,
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings
    ) -> TrendAssessment? {
        guard var followed = tags[tag] else { return nil }
        let counts = followed.activity.people(in: parameters.windows, now: now)
        if followed.baseline.isDue(now) { followed.baseline.sample(counts.map(\.weight), at: now, parameters) }
        var best = (score: -Double.infinity, place: 0, usual: 0.0)
        for (place, count) in counts.enumerated() {
            let usual = followed.baseline.usual(place, at: now)
            let variance = usual + parameters.overdispersion * usual * usual + parameters.floor
            let score = (count.weight - usual) / variance.squareRoot()
            if score > best.score { best = (score, place, usual) }
        }
        let was = followed.since != nil
        followed.above = best.score >= parameters.enter ? followed.above + 1 : 0
        if !was, followed.above >= 2 { followed.since = now }
        if was, best.score < parameters.leave { followed.since = nil }
        let ofDay = counts.last?.people ?? 0
        let usualOfDay = followed.baseline.usual(counts.count - 1, at: now)
        let isPerennial =
            followed.since == nil && followed.baseline.hours >= 72 && usualOfDay >= parameters.perennialPeople
        tags[tag] = followed
        guard was || followed.since != nil || isPerennial else { return nil }
        var assessment = TrendAssessment(
            tag: tag,
            score: best.score,
            window: parameters.windows[best.place],
            people: counts[best.place].people,
            weight: counts[best.place].weight,
            usual: best.usual,
            peopleOfDay: ofDay,
            servers: followed.activity.origins,
            since: followed.since,
            peakPerSecond: Double(followed.activity.peak?.posts ?? 0) / 60,
            peakAt: followed.activity.peak?.at,
            shelf: isPerennial ? .perennial : nil,
            state: .unlisted,
            failures: []
        )
        guard let since = followed.since else { return assessment }
        let age = now.milliseconds - since.milliseconds
        assessment.shelf = age >= parameters.sustainedAfter * 1000 ? .sustained : .breaking
        assessment.failures = TrendGates.failures(followed.activity, now: now, surroundings, parameters)
        assessment.state = assessment.failures.isEmpty ? .listed : .held
        return assessment
    }

    /// Lets go of what is past: uses older than a day, tags that nobody used for a day and that have no usual, and the least
    /// active beyond the limit.
    private mutating func forget(_ now: Timestamp) {
        for tag in Array(tags.keys) { tags[tag]?.activity.trim(now: now) }
        let day = now.milliseconds - TagActivity.day
        tags = tags.filter { _, followed in
            followed.activity.lastUse.milliseconds > day || followed.since != nil
                || (followed.baseline.hours > 0 && !followed.baseline.isForgotten)
        }
        guard tags.count > parameters.mostTags else { return }
        let least = tags.sorted {
            ($0.value.activity.people.count, $0.value.activity.lastUse)
                < ($1.value.activity.people.count, $1.value.activity.lastUse)
        }
        for (tag, _) in least.prefix(tags.count - parameters.mostTags) { tags[tag] = nil }
    }
}
