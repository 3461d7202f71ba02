// What decides a plan: with equal options two plans are equal.

/// The options of a plan, checked by `validate`.
public struct PlanOptions: Sendable, Equatable {
    public var seed: UInt64 = 2017
    public var level = ReplayLevel.l1
    /// As many events over the hours, in the weekend's shape, instead of the level's rate.
    public var events: Int?
    /// Simulated hours from the call on.
    public var hours: Double
    /// Accounts of the movement that may act.
    public var people: Int
    /// Ask people to answer a call; without it a plain post takes its place, and all use Mastodon's API only.
    public var hasCall = true
    /// So many of those who answer with the call's tag paste its own words: 0 to 1.
    public var pasted = 0.0
    public var hasAttack = false
    /// Made-up servers that every other one of the people is on.
    public var origins = 0
    public var puppetsPerMinute = 20

    public init(level: ReplayLevel = .l1, events: Int? = nil, hours: Double? = nil, people: Int = 0) {
        self.level = level
        self.events = events
        self.hours = hours ?? level.hours
        self.people = people
    }

    /// Throws the first thing that is wrong, as a sentence that names the flag.
    public func validate() throws(ReplayError) {
        guard hours > 0, hours <= 240 else {
            throw ReplayError("--hours is \(hours): it must be more than 0 and at most 240, the ten days of the curve.")
        }
        if let events, !(1...20_000_000).contains(events) {
            throw ReplayError("--events is \(events): it must be from 1 to 20000000.")
        }
        guard (0...1000).contains(puppetsPerMinute) else {
            throw ReplayError("--puppets is \(puppetsPerMinute): it must be from 0 to 1000 a simulated minute.")
        }
        guard (0...2000).contains(origins) else {
            throw ReplayError("--origins is \(origins): it must be from 0 to 2000 made-up servers.")
        }
        guard origins == 0 || !hasAttack else {
            throw ReplayError("--origins and --attack are played one at a time.")
        }
        guard (0...1).contains(pasted) else {
            throw ReplayError("--pasted is \(pasted): it must be from 0 to 1, the part of the answers.")
        }
        guard people >= 2 else {
            throw ReplayError("--accounts is \(people): a movement needs at least 2.")
        }
        guard people <= 5_000_000 else {
            throw ReplayError("--accounts is \(people): at most 5000000 are made.")
        }
    }
}

extension PlanOptions {
    /// The curve of these options, in events.
    var curve: ArrivalCurve { isFlat ? .flat(perHour: level.eventsPerSecond * 3600, hours: max(hours, 1)) : .weekend }

    var isFlat: Bool { events == nil && level.isFlat }

    /// Events for each event of the curve.
    var scale: Double {
        if let events { return Double(events) / curve.cumulative(hours) }
        return isFlat ? 1 : level.eventsPerSecond * 3600 / curve.busiestHour
    }

    /// Posts, reblogs and answers from the call on. Edits, deletions, withdrawals, the days before and the attack come on
    /// top.
    public var eventCount: Int { max(1, Int((curve.cumulative(hours) * scale).rounded())) }

    /// Accounts that the events need so that a person has 2.3 posts on average.
    public var peopleNeeded: Int {
        let events = Double(eventCount) * (1 + Mix.before)
        return Int(events * (1 / Mix.postsPerPerson + Mix.quiet * 0.5) * 1.05) + 20
    }

    /// Sock puppets of the whole attack.
    public var puppets: Int {
        guard hasAttack else { return 0 }
        return max(
            puppetsPerMinute == 0 ? 0 : 1,
            Int((attackHours.upperBound - attackHours.lowerBound) * 60 * Double(puppetsPerMinute))
        )
    }

    /// The attack fills the middle of the replay, an hour at most.
    var attackHours: ClosedRange<Double> { hours * 0.3...(hours * 0.3 + min(1, hours * 0.4)) }
}

/// What is wrong with a replay, in a sentence for the person who started it.
public struct ReplayError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
