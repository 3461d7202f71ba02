// Sends what waits, host by host: a slow or dead one costs its own lane alone.

internal import Basics
internal import Database
public import Domain
public import Logging
internal import Storage
internal import Synchronization

/// Sends one delivery, and says how that ended. It takes a minute at the most.
public typealias DeliverySend = @Sendable (Delivery) async -> DeliveryOutcome

/// Works on deliveries until it is cancelled.
public struct DeliveryRunner: Sendable {
    /// How much is under way at once.
    public struct Limits: Sendable {
        /// Hosts; and of those that take longer than a second, as many more.
        public var hosts = 64
        public var slowHosts = 512
        /// Deliveries to one host.
        public var each = 4
        /// Deliveries read at once for a host.
        public var batch = 32
        public var moment = Duration.seconds(1)

        public init() {}
    }

    private let queue: DeliveryQueue
    private let limits: Limits
    private let logger: Logger
    private let send: DeliverySend
    private let gone: @Sendable (Delivery) async -> Void
    private let jitter: @Sendable () -> Double

    /// - Parameter gone: hears of an inbox that is not there any more.
    public init(
        _ queue: DeliveryQueue,
        limits: Limits = Limits(),
        logger: Logger,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        gone: @escaping @Sendable (Delivery) async -> Void = { _ in },
        send: @escaping DeliverySend
    ) {
        self.queue = queue
        self.limits = limits
        self.logger = logger
        self.jitter = jitter
        self.gone = gone
        self.send = send
    }

    /// Returns when the task is cancelled; what is under way then is sent again later.
    public func run() async {
        let runner = LaneRunner(
            board: queue.board,
            slots: LaneSlots(quick: limits.hosts, slow: limits.slowHosts),
            moment: limits.moment,
            logger: logger,
            work: deliver
        )
        await runner.run()
    }

    /// One batch for one host.
    private func deliver(_ lane: Lane) async {
        queue.tally { $0.hosts += 1 }
        defer { queue.tally { $0.hosts -= 1 } }
        let (board, limits) = (queue.board, limits)
        do {
            let now = board.clock.now()
            // One that failed is knocked at with one delivery after the other, not with all that wait.
            let limit = lane.health.isFailing ? limits.each : limits.batch
            let due = try await board.database.read { connection in
                try DeliveryQueries.due(for: lane.host, by: now, limit: limit, connection)
            }
            try await settle(lane, await sendAll(due, width: lane.health.isFailing ? 1 : limits.each))
        } catch {
            if !(error is CancellationError) {
                logger.warning("Deliveries to \(lane.host) were not written down and may be sent again: \(error)")
            }
        }
    }

    /// Ends early where the host does not answer, or asks to be left alone.
    private func sendAll(_ deliveries: [Delivery], width: Int) async -> [DeliveryResults.Attempt] {
        let attempts = Mutex<[DeliveryResults.Attempt]>([])
        let waiting = Mutex<Set<Int64>>([])
        let send = send
        await SideBySide.run(deliveries, by: \.topic, width: width) { delivery in
            // What follows on something that has to wait, waits with it.
            guard !waiting.withLock({ $0.contains(delivery.topic) }) else { return true }
            let outcome = await send(delivery)
            // The server stops: whatever became of it, it is not the host's fault.
            guard !Task.isCancelled || outcome == .delivered else { return false }
            attempts.withLock { $0.append(DeliveryResults.Attempt(delivery: delivery, outcome: outcome)) }
            switch outcome {
            case .delivered, .refused, .gone: return true
            case .later(_, nil):
                _ = waiting.withLock { $0.insert(delivery.topic) }
                return true
            case .unreachable, .later: return false
            }
        }
        return attempts.withLock { $0 }
    }

    /// Writes down how a batch ended, and how its lane goes on.
    private func settle(_ lane: Lane, _ attempts: [DeliveryResults.Attempt]) async throws {
        let (board, now) = (queue.board, queue.board.clock.now())
        var lane = lane
        var pause: Duration?
        // A host that answered any of them is alive; those that failed beside it count once.
        let failures = attempts.filter { !$0.outcome.isAnswered }
        if attempts.count > failures.count { lane.health = HostHealth() }
        if let failure = failures.first { pause = lane.health.record(failure.outcome, at: now, jitter: jitter()) }
        let results = DeliveryResults(attempts, at: now, jitter: jitter)
        let (ended, next) = (lane, pause.map { now + $0 } ?? now)
        let isGivenUp = lane.health.isUnreachable(at: now)
        try await board.database.write { connection in
            try results.write(connection)
            if isGivenUp {
                try HostQueries.giveUp(ended.host, at: now, connection)
                try DeliveryQueries.giveUp(host: ended.host, error: "not reached for a week", connection)
            } else if !failures.isEmpty {
                try HostQueries.failed(ended.host, at: now, connection)
            } else if !attempts.isEmpty {
                try HostQueries.succeeded(ended.host, at: now, connection)
            }
            if let due = try DeliveryQueries.nextDue(for: ended.host, at: now, connection) {
                try LaneQueries.keep(.deliveries, ended, by: board.node, until: max(next, due), connection)
            } else {
                try LaneQueries.remove(.deliveries, host: ended.host, by: board.node, connection)
            }
        }
        queue.note(lane.host, isFailing: lane.health.isFailing)
        queue.tally { figures in
            figures.delivered += results.delivered.count
            figures.refused += results.refused.count
            figures.failed += results.postponed.count
            figures.givenUp += results.givenUp.count
        }
        if isGivenUp { logger.notice("\(lane.host) was not reached for a week: nothing is sent to it until it speaks") }
        for attempt in attempts where attempt.outcome == .gone { await gone(attempt.delivery) }
    }
}
