// What becomes of the deliveries of a batch.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// Attempts, sorted by what is to be written down.
struct DeliveryResults: Sendable {
    struct Attempt: Sendable {
        var delivery: Delivery
        var outcome: DeliveryOutcome
    }

    private(set) var delivered: [Int64] = []
    private(set) var refused: [(id: Int64, reason: String)] = []
    private(set) var givenUp: [(id: Int64, reason: String)] = []
    private(set) var postponed: [(id: Int64, until: Timestamp, reason: String)] = []

    /// No activity is tried for longer, even if the host answers.
    private static let patience = Duration.seconds(7 * 86_400)

    init(_ attempts: [Attempt], at now: Timestamp, jitter: () -> Double) {
        for attempt in attempts {
            let delivery = attempt.delivery
            switch attempt.outcome {
            case .delivered: delivered.append(delivery.id)
            case .refused(let reason): refused.append((delivery.id, String(reason.prefix(200))))
            case .gone: refused.append((delivery.id, "gone"))
            // The host's lane waits, and this with it.
            case .unreachable(let reason): postponed.append((delivery.id, now, String(reason.prefix(200))))
            case .later(let reason, let pause):
                let reason = String(reason.prefix(200))
                guard delivery.createdAt + Self.patience > now else {
                    givenUp.append((delivery.id, reason))
                    continue
                }
                let wait = pause ?? HostHealth.pause(after: delivery.attempts + 1, jitter())
                postponed.append((delivery.id, now + wait, reason))
            }
        }
    }

    func write(_ connection: Connection) throws {
        try DeliveryQueries.finish(delivered, as: .delivered, connection)
        for (id, reason) in refused { try DeliveryQueries.finish([id], as: .refused, error: reason, connection) }
        for (id, reason) in givenUp { try DeliveryQueries.finish([id], as: .givenUp, error: reason, connection) }
        for (id, moment, reason) in postponed {
            try DeliveryQueries.postpone(id, until: moment, error: reason, connection)
        }
    }
}

extension DeliveryOutcome {
    /// Whether the host gave an answer that needs no other attempt.
    var isAnswered: Bool {
        switch self {
        case .delivered, .refused, .gone: true
        case .later, .unreachable: false
        }
    }
}
