// One tag that is followed, and what is said of it at a refresh.

internal import Basics

struct FollowedTag: Sendable {
    private(set) var activity = TagActivity()
    private(set) var baseline = TagBaseline()
    /// Whether anything came since the last look; else no count of people can have risen.
    private var isUsed = false
    /// Refreshes in a row at or above the score at which it enters.
    private var above = 0
    private(set) var since: Timestamp?
    /// When the last trend was over, within the last day: who came before does not make another.
    private var overAt: Timestamp?
    /// Whether it passed the gates at the last refresh.
    private var isListed = false

    init() {}

    /// Several tags as if they were one; whether that is a trend is known from `before`.
    init(_ parts: [FollowedTag], since before: FollowedTag?, at now: Timestamp, _ parameters: TrendParameters) {
        activity = TagActivity(parts.map(\.activity), leastCopiers: parameters.leastCopiers)
        baseline = TagBaseline(sumOf: parts.map(\.baseline), at: now)
        isUsed = true
        (above, since, overAt) = (before?.above ?? 0, before?.since, before?.overAt)
        isListed = before?.isListed ?? false
    }

    /// It is a trend, will be if the next look finds the same, or was until lately.
    var isRising: Bool { since != nil || above > 0 || overAt != nil }

    /// Without what makes it large: whether it is a trend.
    var withoutPeople: FollowedTag {
        var tag = self
        tag.activity = TagActivity()
        return tag
    }

    /// As some of several tags take it up: where all of them were not listed, some have to be a trend by themselves, though one
    /// look at that is enough.
    var asPartOfIt: FollowedTag {
        var tag = self
        if since != nil, !isListed { (tag.since, tag.above) = (nil, 1) }
        return tag
    }

    mutating func record(_ use: TagUse, _ parameters: TrendParameters) {
        isUsed = true
        activity.record(use, leastCopiers: parameters.leastCopiers)
    }

    mutating func withdraw(person: Int64, at: Timestamp, remaining: Timestamp?, now: Timestamp) {
        activity.withdraw(person: person, at: at, remaining: remaining, now: now)
    }

    mutating func trim(now: Timestamp) { activity.trim(now: now) }

    /// Nobody used it since `day` (milliseconds), it is no trend, and nothing is usual for it.
    func isPast(_ day: Int64) -> Bool {
        activity.lastUse.milliseconds <= day && since == nil && (baseline.hours == 0 || baseline.isForgotten)
    }

    /// How much is lost with it: the people of the last day, or four times as many as are usual; a trend is never let go.
    /// So what has a history outlives what was made up today.
    var worth: Double { since == nil ? max(Double(activity.people.count), 4 * Double(baseline.usual[3])) : .infinity }

    /// Who is known to have copied stays so.
    mutating func forgetTexts() { activity.forgetTexts() }

    /// Says which texts are those of calls.
    mutating func setAnswers(_ answers: [TextFingerprint.Print]) { activity.setAnswers(answers) }

    // MARK: What outlives a restart

    private static let version: UInt8 = 4

    /// What was learned, and which trend it is, as bytes: a version, which trend it is, whether it is at the head of spellings
    /// and which trend those are together, what is usual. Nil where there is nothing.
    ///
    /// - Parameter spellings: what the spellings of a word are together whose head this tag is.
    func state(atHeadOf spellings: FollowedTag? = nil) -> [UInt8]? {
        guard
            spellings != nil || since != nil || overAt != nil || activity.people.count >= 3
                || baseline.hours > 0 && !baseline.isForgotten
        else { return nil }
        var writer = StateWriter()
        writer.write(Self.version)
        writeTrend(to: &writer)
        writer.write(UInt8(spellings == nil ? 0 : 1))
        spellings?.writeTrend(to: &writer)
        baseline.write(to: &writer)
        return writer.bytes
    }

    private func writeTrend(to writer: inout StateWriter) {
        writer.write(UInt8(clamping: above))
        writer.write(UInt8(isListed ? 1 : 0))
        for moment in [since, overAt] { writer.write(moment?.milliseconds ?? -1) }
    }

    private mutating func readTrend(_ reader: inout StateReader) {
        above = Int(reader.integer() as UInt8)
        isListed = reader.integer() as UInt8 == 1
        let moments = (0..<2).map { _ in reader.integer() as Int64 }
        since = moments[0] < 0 ? nil : Timestamp(milliseconds: moments[0])
        overAt = moments[1] < 0 ? nil : Timestamp(milliseconds: moments[1])
    }

    /// Takes up what was kept, unless this tag has learned from as many hours itself. Bytes that are none are left out.
    mutating func restore(_ state: [UInt8], _ parameters: TrendParameters) {
        guard let kept = FollowedTag(state: state, parameters),
            baseline.hour < 0 || kept.baseline.hours > baseline.hours
        else { return }
        (above, isListed, since, overAt) = (kept.above, kept.isListed, kept.since, kept.overAt)
        baseline = kept.baseline
    }

    /// Takes up what is usual as somebody else has learned it from more hours; whether it is a trend stays as it is seen here.
    mutating func adopt(_ state: [UInt8], _ parameters: TrendParameters) {
        guard let kept = FollowedTag(state: state, parameters),
            baseline.hour < 0 || kept.baseline.hours > baseline.hours
        else { return }
        baseline = kept.baseline
    }

    /// Nil for bytes that are none.
    init?(state: [UInt8], _ parameters: TrendParameters) {
        var reader = StateReader(state[...])
        let version = reader.integer() as UInt8
        switch version {
        case 3, Self.version:
            readTrend(&reader)
            if version > 3, reader.integer() as UInt8 == 1 {
                var spellings = FollowedTag()
                spellings.readTrend(&reader)
            }
            guard let kept = TagBaseline(reader, parameters) else { return nil }
            baseline = kept
        case 2:
            guard let kept = TagBaseline(ofThreeHours: reader, parameters) else { return nil }
            baseline = kept
        default: return nil
        }
    }

    /// What the spellings are together at whose head a tag with this state is; nil where it is at none.
    init?(spellingsIn state: [UInt8]) {
        var reader = StateReader(state[...])
        guard reader.integer() as UInt8 == Self.version else { return nil }
        readTrend(&reader)
        guard reader.integer() as UInt8 == 1 else { return nil }
        readTrend(&reader)
        guard !reader.isShort else { return nil }
    }

    /// Takes up a trend that began after the state was kept.
    mutating func restore(since: Timestamp) {
        guard self.since == nil else { return }
        self.since = since
        overAt = nil
    }

    /// Of a trend that was seen elsewhere since before it was here, or since nearly the same time: it began when that was.
    mutating func agree(since: Timestamp) {
        guard let own = self.since, since.milliseconds - own.milliseconds < 60_000 else { return }
        self.since = since
    }

    // MARK: Refresh

    /// Nil for what is neither a trend, nor has just ceased to be one, nor is always there.
    mutating func assess(
        _ tag: Int64,
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings,
        _ tide: Tide,
        _ parameters: TrendParameters
    ) -> TrendAssessment? {
        let isDue = baseline.isDue(now)
        guard isUsed || isDue || since != nil || above > 0 || isAlwaysThere(parameters) else { return nil }
        isUsed = false
        var counts = activity.people(in: parameters.windows, now: now)
        let all = Self.weights(counts) { $0.weight }
        let isFounding = isFounding(surroundings, tide)
        if isDue {
            baseline.endHour(
                all,
                at: now,
                isTrend: !isComparedAsEntry(all, now, parameters),
                tide: tide.levelOfHour,
                isFounding: isFounding,
                isLesson: tide.isLesson(baseline.hour),
                parameters
            )
        }
        baseline.look(all)
        if let overAt {
            let past = now.milliseconds - overAt.milliseconds
            if past >= TagActivity.day { self.overAt = nil }
            counts = activity.people(in: parameters.windows.map { min($0, past / 1000) }, now: now)
        }
        let floor = floor(surroundings.activePeople, parameters, now: now)
        let was = since != nil
        let isEntry = isComparedAsEntry(all, now, parameters)
        let life = isFounding ? baseline.usualOfLife : .zero
        let found = best(Self.weights(counts) { $0.weight }, of: all, isEntry: isEntry, life, floor, tide, parameters)
        decide(found, now, tide, parameters)
        let isPerennial = since == nil && isAlwaysThere(parameters)
        guard was || since != nil || isPerennial else { return nil }
        let hour = baseline.usual[1] * tide.level[1]
        let recent = activity.recentWeight(halfLife: 3600, now: now) - Double(hour) / 0.693
        var assessment = TrendAssessment(
            tag: tag,
            score: Double(found.score),
            window: parameters.windows[found.place],
            people: counts[found.place].people,
            weight: counts[found.place].weight,
            usual: Double(found.usual),
            comparison: found.isGrowth ? .month : baseline.comparison(found.place, isEntry: isEntry),
            tide: Double(tide.level[found.place]),
            recent: max(0, recent),
            peopleOfDay: counts.last?.people ?? 0,
            servers: activity.origins.count,
            since: since,
            peakPerSecond: Double(activity.peak?.posts ?? 0) / 60,
            peakAt: activity.peak?.at,
            shelf: isPerennial ? .perennial : nil,
            state: .unlisted,
            failures: []
        )
        let whole = Float(parameters.floor(activePeople: surroundings.activePeople))
        assessment.isSpread = !found.isGrowth && floor[found.place] < whole
        guard let since else {
            isListed = false
            return assessment
        }
        let age = now.milliseconds - since.milliseconds
        assessment.shelf = age >= parameters.sustainedAfter * 1000 ? .sustained : .breaking
        assessment.failures = TrendGates.failures(activity, surroundings, parameters, isListed: isListed) {
            others,
            stood in
            let heads =
                stood.map {
                    activity.people(in: parameters.windows, now: now, enteredBefore: now.milliseconds - $0)
                } ?? counts
            let weights = Self.weights(heads) { others == .withoutCopiers ? $0.withoutCopiers : $0.withoutDoubt }
            return (
                Double(self.best(weights, of: weights, isEntry: isEntry, life, floor, tide, parameters).score),
                Double(weights[3])
            )
        }
        isListed = assessment.failures.isEmpty
        assessment.state = assessment.failures.isEmpty ? .listed : .held
        return assessment
    }

    /// Whether it is a trend from now on, and whether one is over.
    private mutating func decide(_ found: Found, _ now: Timestamp, _ tide: Tide, _ parameters: TrendParameters) {
        func isOver() -> Bool {
            // As long as the last hour is unusual by itself it goes on.
            guard found.soon < Float(parameters.leave) else { return false }
            let hours = Float(now.milliseconds - (since ?? now).milliseconds) / 3_600_000
            let people = activity.weights(in: Tide.spans, now: now)
            let busiest = activity.most(within: Tide.spans[0])
            return tide.isOver(people, busiest: busiest, hours: hours)
        }
        if since == nil {
            above = found.score >= Float(parameters.enter) ? above + 1 : 0
            guard above >= 2 else { return }
            above = 0
            guard !isOver() else { return }
            since = now
            overAt = nil
        } else if found.score < Float(parameters.leave) {
            since = nil
        } else if !found.isGrowth, isOver() {
            since = nil
            overAt = now
        }
    }

    private static func weights(_ counts: [Headcount], _ weight: (Headcount) -> Double) -> SIMD4<Float> {
        var weights = SIMD4<Float>.zero
        for place in counts.indices { weights[place] = Float(weight(counts[place])) }
        return weights
    }

    /// s₀ of each window: less within an hour where the first few come from several networks.
    private func floor(_ active: Int, _ parameters: TrendParameters, now: Timestamp) -> SIMD4<Float> {
        let (whole, spread) = (parameters.floor(activePeople: active), parameters.floorOfSpread(activePeople: active))
        var floor = SIMD4<Float>(repeating: Float(whole))
        guard spread < whole, activity.networks.isSpread(parameters.leastSpread, now: now) else { return floor }
        for (place, window) in parameters.windows.enumerated() where window <= 3600 { floor[place] = Float(spread) }
        return floor
    }

    func isAlwaysThere(_ parameters: TrendParameters) -> Bool {
        baseline.hours >= 72 && Double(baseline.usual[3]) >= parameters.perennialPeople
    }

    /// Whether it is compared with what came on the last days, too: what is no trend, and, some days later, what only the same
    /// people keep up by the clock, so that an hour has half of a day's people. A movement may go on as it is for a week.
    private func isComparedAsEntry(_ all: SIMD4<Float>, _ now: Timestamp, _ parameters: TrendParameters) -> Bool {
        guard let since else { return true }
        let seconds = (now.milliseconds - since.milliseconds) / 1000
        guard seconds < parameters.settledAfter else { return true }
        return seconds >= parameters.steadyAfter && all[3] <= 2 * baseline.usualAtEntry[1]
    }

    /// Whether it is about as old as its server: on one of a few days a tag is not news for having no history. One that came
    /// later has the first days of a movement.
    private func isFounding(_ surroundings: TrendGates.Surroundings, _ tide: Tide) -> Bool {
        surroundings.isNewServer && 2 * baseline.hours >= tide.hours
    }

    private struct Found {
        var score: Float
        var place: Int
        var usual: Float
        var isGrowth: Bool
        /// The larger score of the two short windows.
        var soon: Float
    }

    /// The window with the largest score, or the growth of a week.
    ///
    /// - Parameters:
    ///   - all: people, those before the last end included.
    ///   - usualOfLife: what is usual at least.
    private func best(
        _ weights: SIMD4<Float>,
        of all: SIMD4<Float>,
        isEntry: Bool,
        _ usualOfLife: SIMD4<Float>,
        _ floor: SIMD4<Float>,
        _ tide: Tide,
        _ parameters: TrendParameters
    ) -> Found {
        let usual = pointwiseMax((isEntry ? baseline.usualAtEntry : baseline.usual) * tide.level, usualOfLife)
        let variance = baseline.variance(usual, floor: floor, tide: tide.level, parameters)
        let scores = (weights - usual) / variance.squareRoot()
        let place = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
        let soon = max(scores[0], scores[1])
        if let growth = baseline.growth(today: all[3], tide: tide.growth, isEntry: since == nil, parameters),
            growth.score > scores[place]
        {
            return Found(score: growth.score, place: 3, usual: growth.usual, isGrowth: true, soon: soon)
        }
        return Found(score: scores[place], place: place, usual: usual[place], isGrowth: false, soon: soon)
    }
}
