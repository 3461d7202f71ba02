// One tag that is followed, and what is said of it at a refresh.

internal import Basics

struct FollowedTag: Sendable {
    var activity = TagActivity()
    var baseline: TagBaseline
    /// Refreshes in a row at or above the score at which it enters.
    var above = 0
    var since: Timestamp?
    /// Whether it passed the gates at the last refresh.
    private var isListed = false

    init(baseline: TagBaseline) { self.baseline = baseline }

    /// Nobody used it since `day` (milliseconds), it is no trend, and nothing is usual for it.
    func isPast(_ day: Int64) -> Bool {
        activity.lastUse.milliseconds <= day && since == nil && (baseline.hours == 0 || baseline.isForgotten)
    }

    /// Nil for what is neither a trend, nor has just ceased to be one, nor is always there.
    mutating func assess(
        _ tag: Int64,
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings,
        _ parameters: TrendParameters
    ) -> TrendAssessment? {
        let floor = parameters.floor(activePeople: surroundings.activePeople)
        let isDue = baseline.isDue(now)
        let usualOfDay = baseline.usual(parameters.windows.count - 1, at: now)
        if !isDue, since == nil, isTooSmall(floor, parameters), !isAlwaysThere(usualOfDay, parameters) {
            above = 0
            return nil
        }
        let counts = activity.people(in: parameters.windows, now: now)
        if isDue { baseline.sample(counts.map(\.weight), at: now, parameters) }
        let best = best(counts.map(\.weight), now, floor, parameters)
        let was = since != nil
        above = best.score >= parameters.enter ? above + 1 : 0
        if !was, above >= 2 { since = now }
        if was, best.score < parameters.leave { since = nil }
        let isPerennial = since == nil && isAlwaysThere(usualOfDay, parameters)
        guard was || since != nil || isPerennial else { return nil }
        var assessment = TrendAssessment(
            tag: tag,
            score: best.score,
            window: parameters.windows[best.place],
            people: counts[best.place].people,
            weight: counts[best.place].weight,
            usual: best.usual,
            peopleOfDay: counts.last?.people ?? 0,
            servers: activity.origins.count,
            since: since,
            peakPerSecond: Double(activity.peak?.posts ?? 0) / 60,
            peakAt: activity.peak?.at,
            shelf: isPerennial ? .perennial : nil,
            state: .unlisted,
            failures: []
        )
        guard let since else {
            isListed = false
            return assessment
        }
        let age = now.milliseconds - since.milliseconds
        assessment.shelf = age >= parameters.sustainedAfter * 1000 ? .sustained : .breaking
        assessment.failures = TrendGates.failures(activity, surroundings, parameters, isListed: isListed) { others in
            let weights = counts.map { others == .withoutCopiers ? $0.withoutCopiers : $0.withoutDoubt }
            return (self.best(weights, now, floor, parameters).score, weights.last ?? 0)
        }
        isListed = assessment.failures.isEmpty
        assessment.state = assessment.failures.isEmpty ? .listed : .held
        return assessment
    }

    /// Most tags are: even all their people at once, with nothing usual, would not make a trend.
    private func isTooSmall(_ floor: Double, _ parameters: TrendParameters) -> Bool {
        let people = Double(activity.people.count)
        return people * people < parameters.enter * parameters.enter * floor
    }

    private func isAlwaysThere(_ usualOfDay: Double, _ parameters: TrendParameters) -> Bool {
        baseline.hours >= 72 && usualOfDay >= parameters.perennialPeople
    }

    private func best(
        _ weights: [Double],
        _ now: Timestamp,
        _ floor: Double,
        _ parameters: TrendParameters
    ) -> (score: Double, place: Int, usual: Double) {
        var best = (score: -Double.infinity, place: 0, usual: 0.0)
        for (place, weight) in weights.enumerated() {
            let usual = baseline.usual(place, at: now, isEntry: since == nil)
            let variance = usual + parameters.overdispersion * usual * usual + floor
            let score = (weight - usual) / variance.squareRoot()
            if score > best.score { best = (score, place, usual) }
        }
        return best
    }
}
