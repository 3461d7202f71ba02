// Works off what other servers sent: hosts take turns, and of one host what is about the same goes in order.

internal import Basics
internal import Database
public import Domain
public import Logging
internal import Storage
internal import Synchronization

/// An activity that is of no use however often it is tried.
public struct InboxRefused: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ reason: String) { description = reason }
}

/// Works on the inbox until it is cancelled.
public struct InboxRunner: Sendable {
    /// Does what an activity says. It may be called again for one that was done when a node dies between the work and its
    /// end, so what it does twice must be as if done once. Throws `InboxRefused` when trying again is of no use.
    public typealias Handler = @Sendable (InboxActivity) async throws -> Void

    /// How much is under way at once.
    public struct Limits: Sendable {
        /// Hosts; and of those that take longer than a second, as many more.
        public var hosts = 16
        public var slowHosts = 64
        /// Activities of one host that are about different things.
        public var each = 4
        /// Activities read at once of a host.
        public var batch = 50
        public var moment = Duration.seconds(1)
        /// After which an attempt is cancelled and has failed.
        public var timeout = Duration.seconds(60)
        /// After so many failures an activity is given up: the pauses between them double from 15 s, an hour in all.
        public var attempts = 8

        public init() {}
    }

    private let queue: InboxQueue
    private let limits: Limits
    private let logger: Logger
    private let handler: Handler

    public init(_ queue: InboxQueue, limits: Limits = Limits(), logger: Logger, handler: @escaping Handler) {
        self.queue = queue
        self.limits = limits
        self.logger = logger
        self.handler = handler
    }

    /// Returns when the task is cancelled; what is under way then is done again later.
    public func run() async {
        let runner = LaneRunner(
            board: queue.board,
            slots: LaneSlots(quick: limits.hosts, slow: limits.slowHosts),
            moment: limits.moment,
            logger: logger,
            work: work
        )
        await runner.run()
    }

    private enum Outcome {
        case done
        case failed(String)
        case refused(String)
    }

    /// One batch of one host.
    private func work(_ lane: Lane) async {
        let (board, limits) = (queue.board, limits)
        do {
            let now = board.clock.now()
            let due = try await board.database.read { connection in
                try InboxQueries.due(of: lane.host, by: now, limit: limits.batch, connection)
            }
            let results = Mutex<[(InboxActivity, Outcome)]>([])
            let failed = Mutex<Set<String>>([])
            await SideBySide.run(due, by: \.order, width: limits.each) { activity in
                // What follows on something that failed waits for it.
                guard !failed.withLock({ $0.contains(activity.order) }) else { return true }
                let outcome = await attempt(activity)
                guard !Task.isCancelled else { return false }
                if case .failed = outcome { _ = failed.withLock { $0.insert(activity.order) } }
                results.withLock { $0.append((activity, outcome)) }
                return true
            }
            try await settle(lane, results.withLock { $0 })
        } catch {
            if !(error is CancellationError) {
                logger.warning("What \(lane.host) sent was not written off and may be worked on again: \(error)")
            }
        }
    }

    private func attempt(_ activity: InboxActivity) async -> Outcome {
        do {
            try await within(limits.timeout) { try await handler(activity) }
            return .done
        } catch let refusal as InboxRefused {
            return .refused(refusal.description)
        } catch {
            return .failed("\(error)")
        }
    }

    private func settle(_ lane: Lane, _ results: [(activity: InboxActivity, outcome: Outcome)]) async throws {
        let (board, now) = (queue.board, queue.board.clock.now())
        var done: [Int64] = []
        var postponed: [(id: Int64, until: Timestamp, error: String, givingUp: Bool)] = []
        for (activity, outcome) in results {
            switch outcome {
            case .done: done.append(activity.id)
            case .refused(let reason):
                logger.debug("Refused of \(activity.host): \(reason)")
                done.append(activity.id)
            case .failed(let reason):
                let givingUp = activity.attempts + 1 >= limits.attempts
                if givingUp { logger.notice("An activity of \(activity.host) was given up: \(reason)") }
                let next = now + HostHealth.pause(after: activity.attempts + 1, Double.random(in: 0..<1))
                postponed.append((activity.id, next, String(reason.prefix(500)), givingUp))
            }
        }
        let (ended, retried) = (done, postponed)
        try await board.database.write { connection in
            try InboxQueries.delete(ended, connection)
            for (id, moment, error, givingUp) in retried {
                try InboxQueries.postpone(id, until: moment, error: error, givingUp: givingUp, connection)
            }
            try LaneQueries.lock(.inbox, host: lane.host, connection)
            if let due = try InboxQueries.nextDue(of: lane.host, at: now, connection) {
                try LaneQueries.keep(.inbox, lane, by: board.node, until: due, connection)
            } else {
                try LaneQueries.remove(.inbox, host: lane.host, by: board.node, connection)
            }
        }
        let givenUp = postponed.count { $0.givingUp }
        queue.ended(of: lane.host, done: done.count, failed: postponed.count - givenUp, givenUp: givenUp)
    }
}

extension InboxActivity {
    /// What is worked on one after the other; an activity about nothing that has a name is alone.
    fileprivate var order: String { object.isEmpty ? "\(id)" : object }
}
