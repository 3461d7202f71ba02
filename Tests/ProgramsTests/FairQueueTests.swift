// Whose turn is next.
import Programs
import Synchronization
import Testing

@Suite("fair queues")
struct FairQueueTests {
    /// Work that goes on until it is told to end, and a record of who came to their turn.
    private final class Work: Sendable {
        private struct State {
            var began: [String] = []
            var running: [CheckedContinuation<Void, Never>] = []
        }
        private let state = Mutex(State())

        var began: [String] { state.withLock { $0.began } }

        func run(_ name: String) async {
            await withCheckedContinuation { continuation in
                state.withLock {
                    $0.began.append(name)
                    $0.running.append(continuation)
                }
            }
        }

        /// Ends the work that began first.
        func endOne() { state.withLock { $0.running.isEmpty ? nil : $0.running.removeFirst() }?.resume() }
    }

    private static func until(_ condition: @Sendable () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    /// Lets people come in this order, one piece of work each time, and returns the order of their turns.
    private static func turns(_ arrivals: [(Int64, String)], width: Int = 1) async throws -> [String] {
        let queue = FairQueue(width: width, mostWaiting: 100)
        let work = Work()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for (count, (person, name)) in arrivals.enumerated() {
                group.addTask { try await queue.run(for: person) { await work.run(name) } }
                await until { work.began.count + queue.waiting == count + 1 }
            }
            for ended in arrivals.indices {
                await until { work.began.count >= min(arrivals.count, ended + width) }
                work.endOne()
            }
            try await group.waitForAll()
            return work.began
        }
    }

    @Test("a person with many pieces of work makes another wait for one of them")
    func turns() async throws {
        let many = (1...5).map { (Int64(1), "a\($0)") }
        #expect(try await Self.turns(many + [(2, "b1")]) == ["a1", "b1", "a2", "a3", "a4", "a5"])
        #expect(
            try await Self.turns(many + [(2, "b1"), (3, "c1"), (2, "b2")])
                == ["a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5"]
        )
    }

    @Test("those who come alone go in the order of coming")
    func order() async throws {
        let all = (1...6).map { (Int64($0), "\($0)") }
        #expect(try await Self.turns(all) == all.map(\.1))
        #expect(try await Self.turns(all, width: 2) == all.map(\.1))
    }

    @Test("whoever comes again and again does not overtake those who wait")
    func returning() async throws {
        let queue = FairQueue(width: 1, mostWaiting: 10)
        let work = Work()
        try await withThrowingTaskGroup(of: Void.self) { group in
            func arrive(_ person: Int64, _ name: String, known: Int) async {
                group.addTask { try await queue.run(for: person) { await work.run(name) } }
                await Self.until { work.began.count + queue.waiting == known }
            }
            await arrive(1, "a1", known: 1)
            await arrive(2, "b1", known: 2)
            await arrive(2, "b2", known: 3)
            work.endOne()
            await Self.until { work.began.count == 2 }
            await arrive(1, "a2", known: 4)
            work.endOne()
            await Self.until { work.began.count == 3 }
            await arrive(1, "a3", known: 5)
            for count in 3...5 {
                await Self.until { work.began.count == count }
                work.endOne()
            }
            try await group.waitForAll()
        }
        #expect(work.began == ["a1", "b1", "a2", "b2", "a3"])
    }

    @Test("one person's work fills no queue for others, and a full queue refuses")
    func full() async throws {
        let queue = FairQueue(width: 1, mostWaiting: 3, mostWaitingEach: 2)
        let work = Work()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (count, person) in [Int64(1), 1, 1].enumerated() {
                group.addTask { try await queue.run(for: person) { await work.run("work") } }
                await Self.until { work.began.count + queue.waiting == count + 1 }
            }
            await #expect(throws: FairQueue.Full.self) { try await queue.run(for: 1) {} }
            group.addTask { try await queue.run(for: 2) { await work.run("work") } }
            await Self.until { queue.waiting == 3 }
            await #expect(throws: FairQueue.Full.self) { try await queue.run(for: 3) {} }
            for count in 1...4 {
                await Self.until { work.began.count == count }
                work.endOne()
            }
            try await group.waitForAll()
        }
        #expect(queue.waiting == 0)
    }
}
