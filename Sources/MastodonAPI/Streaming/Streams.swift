// Streaming: from what happened to what is sent. Those who post never wait for those who listen.

internal import Basics
internal import Domain
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Services
internal import Streaming
internal import Synchronization

/// All open streams of this server. Events wait in a bounded queue for one task, which finds the hearers, writes the
/// entities and puts them in the hearers' own queues. While nobody listens nothing of this runs.
final class Streams: Sendable {
    private struct State {
        var events: [DomainEvent] = []
        var isRunning = false
        var dropped = 0
    }

    let services: Services
    let hub: StreamHub<ByteBuffer>
    let logger: Logger
    private let state = Mutex(State())
    /// How often a WebSocket is asked whether it is still there.
    let ping: Duration
    private let pumps = Mutex<[ObjectIdentifier: StreamPump]>([:])
    /// What wakes the tasks that write server-sent events: each has its work before it when the next are woken.
    let eventPump = StreamPump(MultiThreadedEventLoopGroup.singleton.any(), heap: 8)
    /// Events that may wait. Where more come than can be told the newest are left out; those that end connections never are.
    private static let capacity = 16_384

    /// - Parameter ping: how often a WebSocket is asked whether it is still there; connections that only hear are given a
    ///   sign of life twice as often.
    init(services: Services, limits: StreamLimits, ping: Duration = .seconds(30), logger: Logger) {
        self.services = services
        self.logger = logger
        self.ping = ping
        hub = StreamHub(limits: limits)
        services.events.follow { [weak self] in self?.take($0) }
    }

    // MARK: Connections

    /// Lets a connection in and learns what its reader has decided about others.
    func open(_ subscriber: StreamSubscriber<ByteBuffer>, address: ClientAddress?) async throws
        -> StreamHub<ByteBuffer>.Ticket
    {
        let ticket: StreamHub<ByteBuffer>.Ticket
        do { ticket = try hub.open(subscriber, address: address?.key ?? "") } catch { throw StreamError(error) }
        if begin() { Task(executorPreference: StreamThread.shared) { await self.run() } }
        do {
            hub.know(try await services.relations.relations(of: subscriber.accountID))
            // Between the look at the token and now it may have been revoked.
            guard try await mayListen(subscriber) else { throw APIError.invalidToken }
        } catch {
            hub.close(ticket)
            throw error
        }
        return ticket
    }

    /// Begins a subscription; one to a list only for its owner.
    func subscribe(_ ticket: StreamHub<ByteBuffer>.Ticket, asking name: StreamName, _ grant: Grant) async throws {
        guard case .list(let id) = name.kind else { return try subscribe(ticket, name, grant) }
        _ = try name.topics(for: grant, ticket.accountID)
        guard let list = try await services.lists.members(of: id), list.list.ownerID == ticket.accountID else {
            throw StreamError.notYourList
        }
        hub.know(list)
        do {
            try subscribe(ticket, name, grant)
        } catch {
            if hub.listeners(to: [.list(id)]).isEmpty { hub.forget(list: id) }
            throw error
        }
        // It may have changed before anybody was seen to listen.
        try await refresh(list: id)
    }

    /// Takes a list as it now is, if somebody listens to it.
    func refresh(list id: Int64) async throws {
        guard hub.listens(toList: id) else { return }
        if let list = try await services.lists.members(of: id) { hub.know(list) } else { hub.forget(list: id) }
    }

    /// Begins a subscription to anything but a list.
    func subscribe(_ ticket: StreamHub<ByteBuffer>.Ticket, _ name: StreamName, _ grant: Grant) throws(StreamError) {
        let topics = try name.topics(for: grant, ticket.accountID)
        do { try hub.subscribe(ticket, name.label, to: topics) } catch { throw StreamError(error) }
    }

    /// What wakes the readers that live on an event loop.
    func pump(of eventLoop: any EventLoop) -> StreamPump {
        pumps.withLock { pumps in
            if let pump = pumps[ObjectIdentifier(eventLoop)] { return pump }
            let pump = StreamPump(eventLoop)
            pumps[ObjectIdentifier(eventLoop)] = pump
            return pump
        }
    }

    // MARK: Events

    /// Takes the events of a change on the task that made it: a look for each whether anybody is concerned, and an append.
    private func take(_ events: [DomainEvent]) {
        let concerned = events.filter(hub.concerns)
        guard !concerned.isEmpty else { return }
        state.withLock { state in
            for event in concerned {
                // One that waits asks for all that came before it is told.
                if event == .eventsMissed, state.events.contains(event) { continue }
                if state.events.count >= Streams.capacity, event.isContent {
                    state.dropped += 1
                } else {
                    state.events.append(event)
                }
            }
        }
        _ = wakeUp.withLock { $0?.yield() }
    }

    private let wakeUp = Mutex<AsyncStream<Void>.Continuation?>(nil)

    private func begin() -> Bool {
        state.withLock { state in
            guard !state.isRunning else { return false }
            state.isRunning = true
            return true
        }
    }

    /// Tells of events until nobody listens.
    private func run() async {
        let (signals, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        wakeUp.withLock { $0 = continuation }
        continuation.yield()
        let pulse = Task { [beat = ping / 2] in
            var silence = Duration.zero
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(1))
                continuation.yield()
                silence += .seconds(1)
                guard silence >= beat else { continue }
                for subscriber in hub.subscribers(.single) { subscriber.push(Streams.signOfLife) }
                silence = .zero
            }
        }
        defer { pulse.cancel() }
        var rhythm = PollRhythm(clock: services.clock)
        for await _ in signals {
            let (events, dropped) = state.withLock { state in
                let taken = (state.events, state.dropped)
                (state.events, state.dropped) = ([], 0)
                return taken
            }
            if dropped > 0 { logger.warning("\(dropped) events were not streamed: more came than could be told") }
            await prepare(events)
            for event in events { await tell(event, &rhythm) }
            for poll in rhythm.due() { await tellPoll(poll) }
            let isOver = state.withLock { state in
                guard hub.count == 0 else { return false }
                state.isRunning = false
                state.events = []
                return true
            }
            if isOver { return }
        }
    }

    private static let signOfLife = ByteBuffer(string: ":thump\n")

    /// What many events ask for is read at once.
    private func prepare(_ events: [DomainEvent]) async {
        let ids = events.compactMap { event -> Int64? in
            event.posted?.entry.id
        }
        // An error here is met again, and told, by whoever needs the status.
        if ids.count > 1 { _ = try? await services.statuses.statuses(ids) }
    }

    private func tell(_ event: DomainEvent, _ rhythm: inout PollRhythm) async {
        do {
            try await write(event, &rhythm)
        } catch {
            logger.warning("An event could not be streamed: \(error)")
        }
    }

    private func tellPoll(_ poll: Int64) async {
        do {
            guard let status = try await services.status(ofPoll: poll) else { return }
            try await tellEdit(status)
        } catch {
            logger.warning("An event could not be streamed: \(error)")
        }
    }
}

extension DomainEvent {
    /// It tells of something, and does not change who may hear.
    fileprivate var isContent: Bool {
        guard changedRelationship == nil, changedLogin == nil else { return false }
        return switch self {
        case .tokenRevoked, .listChanged, .tagChoiceChanged, .domainBlockChanged, .eventsMissed: false
        default: true
        }
    }
}

/// Polls whose numbers have changed: thousands may vote in a second, and each poll is told of once in five.
struct PollRhythm {
    private let clock: Clock
    private var changed: Set<Int64> = []
    private var told: [Int64: Timestamp] = [:]

    init(clock: Clock) { self.clock = clock }

    mutating func change(_ poll: Int64) { changed.insert(poll) }

    /// Those whose turn it is.
    mutating func due() -> [Int64] {
        guard !changed.isEmpty else { return [] }
        let now = clock.now()
        told = told.filter { $0.value + .seconds(5) > now }
        let due = changed.filter { told[$0] == nil }
        for poll in due { told[poll] = now }
        changed.subtract(due)
        return due.sorted()
    }
}
