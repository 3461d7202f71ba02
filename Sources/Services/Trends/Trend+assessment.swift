// A trend in words: from the figures of an assessment to what people read.

internal import Basics
internal import Domain
internal import Trends

extension Trend {
    /// Nil for a tag that is no trend any more.
    init?(
        _ assessment: TrendAssessment,
        tag: TagReference,
        companions: [TrendCompanion],
        companionOf: TagReference?,
        ruling: TrendRuling?,
        rates: Rates,
        at now: Timestamp
    ) {
        guard let shelf = assessment.shelf.map(Shelf.init) else { return nil }
        var held = assessment.failures.map(HeldReason.init)
        switch ruling {
        case .approve, .always: held = []
        case .refuse, .never: held.append(HeldReason(gate: .moderator, reason: "A moderator decided so."))
        case nil: break
        }
        let since = assessment.since ?? now
        self.init(
            tag: tag,
            shelf: shelf,
            isListed: held.isEmpty,
            held: held,
            since: since,
            people: Int64(assessment.people),
            score: assessment.score,
            recent: assessment.recent,
            window: assessment.window,
            rates: rates,
            peak: assessment.peakAt.map { Peak(perSecond: assessment.peakPerSecond, at: $0) },
            usual: assessment.usual,
            timesUsual: assessment.timesUsual,
            servers: Int64(assessment.servers),
            reason: TrendReason(assessment),
            explanation: Trend.sentence(assessment, shelf, since: since, now: now)
        )
        (self.companions, moreCompanions) = (companions, assessment.moreCompanions)
        self.companionOf = companionOf
    }

    private static func sentence(_ found: TrendAssessment, _ shelf: Shelf, since: Timestamp, now: Timestamp) -> String {
        let spellings = found.spellings > 1 ? ", with \(found.spellings) spellings of one word" : ""
        let word = found.people == 1 ? "person" : "people"
        let people = "\(number(found.people)) \(word) in \(span(found.window))\(spellings)"
        let networks = found.isSpread ? ", from several networks" : ""
        let servers = networks + (found.servers > 1 ? ", from \(found.servers) servers" : "")
        guard shelf != .perennial else { return "\(people), as usual\(servers)." }
        return "\(people), \(comparison(found)), a trend since \(moment(since, now: now))\(servers)."
    }

    /// What so many people are compared with.
    private static func comparison(_ found: TrendAssessment) -> String {
        let tide =
            found.tide < 1.5 ? "" : " while all tags together have \(number(Int(found.tide.rounded()))) times theirs"
        guard found.usual >= 1 else { return "where hardly anybody is usual\(tide)" }
        let times = found.timesUsual < 1.5 ? "more than" : "\(number(Int(found.timesUsual.rounded()))) times"
        return switch found.comparison {
        case .mean: "\(times) its usual\(tide)"
        case .week: "\(times) what it has at this time of the week\(tide)"
        case .day: "\(times) what it has at this time of the day\(tide)"
        case .month where found.timesUsual < 1.5: "more each week than in the last month"
        case .month: "\(times) a day of last month, and more each week"
        }
    }

    private static func span(_ seconds: Int64) -> String {
        switch seconds {
        case 3600: "an hour"
        case 86_400: "a day"
        case let seconds where seconds % 3600 == 0: "\(seconds / 3600) hours"
        default: "\(seconds / 60) minutes"
        }
    }

    /// `20:21 UTC`, with the date where it is not today's.
    private static func moment(_ moment: Timestamp, now: Timestamp) -> String {
        let text = moment.iso8601
        let time = text.dropFirst(11).prefix(5)
        return moment.isoDate == now.isoDate ? "\(time) UTC" : "\(moment.isoDate), \(time) UTC"
    }

    /// `36,412`.
    static func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }
}

extension Shelf {
    fileprivate init(_ shelf: TrendShelf) {
        switch shelf {
        case .breaking: self = .breaking
        case .sustained: self = .sustained
        case .perennial: self = .perennial
        }
    }
}

extension TrendReason {
    fileprivate init(_ found: TrendAssessment) {
        let comparison: Comparison =
            switch found.comparison {
            case .mean: .mean
            case .week: .week
            case .day: .day
            case .month: .month
            }
        self.init(comparison, tide: found.tide, spellings: found.spellings, isSpread: found.isSpread)
    }
}

extension TrendCompanion.Kind {
    init(_ kind: Companion.Kind) {
        switch kind {
        case .spelling: self = .spelling
        case .people: self = .people
        }
    }
}

extension HeldReason.Gate {
    fileprivate init(_ gate: GateFailure.Gate) {
        switch gate {
        case .people: self = .people
        case .origins: self = .origins
        case .ages: self = .ages
        case .texts: self = .texts
        case .pasted: self = .pasted
        case .deleted: self = .deleted
        }
    }
}

extension HeldReason {
    fileprivate init(_ failure: GateFailure) {
        let sentence =
            switch failure.gate {
            case .people:
                "\(failure.found) \(failure.found == 1 ? "person" : "people"); at least \(failure.needed) are needed."
            case .origins: "\(failure.found) of \(failure.of) people are from one other server."
            case .ages: "\(failure.found) of \(failure.of) people have accounts that are not a day old."
            case .texts: "\(failure.found) of \(failure.of) people wrote nearly the same as others."
            case .pasted:
                "\(failure.found) of \(failure.of) people pasted the text of a call and were not active here before; "
                    + "at least \(failure.needed) others are needed."
            case .deleted: "\(failure.found) of \(failure.of) people deleted their posts within an hour."
            }
        self.init(
            gate: Gate(failure.gate),
            reason: sentence,
            found: failure.found,
            of: failure.of,
            needed: failure.needed
        )
    }
}
