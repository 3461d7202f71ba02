// Deliveries on a database of their own, a transport that is told what to answer, and a clock that is moved.
import Basics
import Database
import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

struct DeliveryFixture: Sendable {
    let database: Database
    let time: HandClock
    let queue: DeliveryQueue
    let peers = FakePeers()

    static func open(_ engine: TestEngine, _ body: (DeliveryFixture) async throws -> Void) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let time = HandClock()
            let queue = DeliveryQueue(database: database, clock: time.clock, node: 0)
            try await body(DeliveryFixture(database: database, time: time, queue: queue))
        }
    }

    /// Another process on the same database.
    func node(_ number: Int) -> DeliveryFixture {
        DeliveryFixture(
            database: database,
            time: time,
            queue: DeliveryQueue(database: database, clock: time.clock, node: number)
        )
    }

    /// Writes an activity for the shared inboxes of hosts.
    func write(_ body: String, to hosts: [String], topic: String? = nil, status: Int64? = nil) async throws {
        let now = time.clock.now()
        let inboxes = hosts.map { Inbox(url: "https://\($0)/inbox", host: $0) }
        try await database.write { connection in
            let activity = OutgoingActivity(
                accountID: 1,
                keyID: "https://chorus.example/users/alice#main-key",
                statusID: status,
                topic: topic ?? body,
                body: Array(body.utf8)
            )
            try DeliveryQueries.insert(activity, to: inboxes, at: now, connection)
        }
        queue.wake()
    }

    /// Sends while `body` runs.
    func sending(
        _ limits: DeliveryRunner.Limits = DeliveryRunner.Limits(),
        _ body: () async throws -> Void
    ) async throws {
        let peers = peers
        let runner = DeliveryRunner(
            queue,
            limits: limits,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            jitter: { 0 },
            gone: { peers.note(gone: $0.inbox) },
            send: { await peers.take($0) }
        )
        let task = Task { await runner.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }

    /// Moves the clock, and has the queue look.
    func advance(_ duration: Duration) {
        time.advance(duration)
        queue.wake()
    }

    func waiting() async throws -> Int64 { try await database.read { try DeliveryQueries.waiting($0) } }

    func lanes() async throws -> Int64 { try await database.read { try LaneQueries.count(.deliveries, $0) } }

    func host(_ name: String) async throws -> RemoteHost? { try await database.read { try HostQueries.host(name, $0) } }

    /// Waits until nothing waits, for 20 s at most.
    func waitUntilSent() async throws {
        for _ in 0..<2000 where try await waiting() > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try await waiting() == 0)
    }

    /// Waits until nobody is at work for a host, for 20 s at most.
    func settle(_ host: String) async throws {
        for _ in 0..<2000 where queue.figures.hosts > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
}

/// Other servers: what they answer, and what they heard.
final class FakePeers: Sendable {
    private struct State {
        var replies: [String: @Sendable (Delivery) async -> DeliveryOutcome] = [:]
        var heard: [String: [String]] = [:]
        var attempts: [String: Int] = [:]
        var gone: [String] = []
    }
    private let state = Mutex(State())

    /// From now on a host answers like this; others take everything.
    func answer(_ host: String, _ reply: @escaping @Sendable (Delivery) async -> DeliveryOutcome) {
        state.withLock { $0.replies[host] = reply }
    }

    func answer(_ host: String, _ outcome: DeliveryOutcome) { answer(host) { _ in outcome } }

    /// Bodies that a host took, in order.
    func heard(_ host: String) -> [String] { state.withLock { $0.heard[host] ?? [] } }

    func attempts(_ host: String) -> Int { state.withLock { $0.attempts[host] ?? 0 } }

    var gone: [String] { state.withLock { $0.gone } }

    func note(gone inbox: String) { state.withLock { $0.gone.append(inbox) } }

    func take(_ delivery: Delivery) async -> DeliveryOutcome {
        let reply = state.withLock { state in
            state.attempts[delivery.host, default: 0] += 1
            return state.replies[delivery.host]
        }
        let outcome = await reply?(delivery) ?? .delivered
        if outcome == .delivered {
            state.withLock {
                $0.heard[delivery.host, default: []].append(String(decoding: delivery.body, as: UTF8.self))
            }
        }
        return outcome
    }
}
