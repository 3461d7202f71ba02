// The weekend as a sequence of events in simulated time: pure, seeded, made as it is read.

/// All events of a replay in the order of their time. The same options give the same events, in memory that is bounded
/// however many they are.
public struct ReplayPlan: IteratorProtocol, Sendable {
    public let options: PlanOptions
    let curve: ArrivalCurve
    let scale: Double
    /// Events of the days before the call, and from the call on.
    let before: Int
    let main: Int
    var random: SeededGenerator
    var crowd: Crowd
    var shelf = Shelf()
    var afterthoughts = Afterthoughts()
    var attack: Attack
    private var number = 0
    private var made = 0
    private var hasCalled = false
    private var upcoming: (at: Int64, slot: Int)?
    var lastPost: PostNumber = 0

    public init(_ options: PlanOptions) {
        self.options = options
        curve = options.curve
        scale = options.scale
        main = options.eventCount
        before = options.hasCall ? Int(Double(main) * Mix.before) : 0
        random = SeededGenerator(seed: options.seed)
        crowd = Crowd(size: options.people)
        attack = Attack(options)
    }

    /// Events of the plan without afterthoughts and attack: for a progress bar.
    public var expectedCount: Int { before + main + 1 + options.puppets * 2 }

    /// Milliseconds before the call at which the plan begins.
    public var lead: Int64 { before == 0 ? 0 : Int64(options.hours * 3_600_000 * Mix.before) + 1 }

    public mutating func next() -> ReplayEvent? {
        while true {
            let slot = upcoming ?? nextSlot()
            upcoming = slot
            let times = [slot?.at, afterthoughts.nextAt, attack.nextAt].compactMap { $0 }
            guard let at = times.min() else { return nil }
            // The call waits for nothing but the days before.
            if at >= 0, !hasCalled {
                hasCalled = true
                return event(0, 0, .call)
            }
            if at > Int64(options.hours * 3_600_000) { return nil }
            if slot?.at == at, let slot {
                upcoming = nil
                made += 1
                if let (person, action) = slot.at < 0 ? earlier(at) : occurrence(at) {
                    return event(at, person, action)
                }
            } else if afterthoughts.nextAt == at, let thought = afterthoughts.take() {
                if case .withdraw = thought.action { crowd.retire(thought.person) }
                return event(at, thought.person, thought.action)
            } else if let puppet = attack.take(&random) {
                return event(at, puppet, advert(at, by: puppet))
            }
        }
    }

    private mutating func event(_ at: Int64, _ person: Int32, _ action: ReplayAction) -> ReplayEvent {
        number += 1
        return ReplayEvent(number: number, at: at, person: person, action: action)
    }

    /// The time of the next event of the curve, a little uneven within its place.
    private mutating func nextSlot() -> (at: Int64, slot: Int)? {
        let jitter = random.unit()
        if made < before {
            return (-lead + Int64((Double(made) + jitter) / Double(before) * Double(lead - 1)), made)
        }
        guard made < before + main else { return nil }
        let count = (Double(made - before) + jitter) / scale
        return (Int64(curve.hour(of: count) * 3_600_000), made)
    }

    mutating func newPost() -> PostNumber {
        lastPost += 1
        return lastPost
    }
}
