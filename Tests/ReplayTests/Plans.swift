// Plans that several suites look at, made once.
import Replay

enum Plans {
    /// A day of 60,000 events.
    static let day: [ReplayEvent] = all(options(events: 60_000, hours: 24))

    static func options(events: Int, hours: Double) -> PlanOptions {
        var options = PlanOptions(events: events, hours: hours)
        options.people = options.peopleNeeded
        return options
    }

    static func all(_ options: PlanOptions) -> [ReplayEvent] { Array(IteratorSequence(ReplayPlan(options))) }
}

extension ReplayEvent {
    /// Whether it is done because of an earlier event, and so is no place of the curve.
    var isAfterthought: Bool {
        switch action {
        case .edit, .delete, .withdraw, .call: true
        default: false
        }
    }

    var isReblog: Bool { if case .reblog = action { true } else { false } }

    /// What was written, where something was.
    var post: (number: PostNumber, to: PostNumber?, tags: TagSet, content: Content)? {
        if case .post(let number, let to, let tags, let content) = action { (number, to, tags, content) } else { nil }
    }
}
