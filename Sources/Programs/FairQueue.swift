// How much is done at once, and whose turn is next.

internal import Synchronization

/// Lets a few in at a time. People take turns: many pieces of work of one of them do not make another wait for all.
public final class FairQueue: Sendable {
    /// Too many wait already, all in all or of one person.
    public struct Full: Error, Sendable { public init() {} }

    private struct Person {
        /// When it was this person's turn; of newcomers, just before whoever came last.
        var turn: Int
        /// Tells newcomers of the same moment apart.
        let arrival: Int
        var running = 0
        var waiting: [CheckedContinuation<Void, any Error>] = []
    }

    private struct State {
        var people: [Int64: Person] = [:]
        var turn = 0
        var arrivals = 0
        var running = 0
        var waiting = 0
    }

    private let state = Mutex(State())
    private let width: Int
    private let mostWaiting: Int
    private let mostWaitingEach: Int

    public init(width: Int, mostWaiting: Int, mostWaitingEach: Int? = nil) {
        self.width = width
        self.mostWaiting = mostWaiting
        self.mostWaitingEach = mostWaitingEach ?? mostWaiting
    }

    /// How many wait now.
    public var waiting: Int { state.withLock { $0.waiting } }

    /// Waits for the turn of `person` and runs `body`. Throws `Full`.
    public func run<Result: Sendable>(
        for person: Int64 = 0,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await enter(person)
        defer { leave(person) }
        return try await body()
    }

    private enum Admission { case goes, waits, refused }

    private func enter(_ person: Int64) async throws {
        try await withCheckedThrowingContinuation { join(person, $0) }
    }

    // Not inlined: the optimiser of Swift 6.3 crashes where it splits an `async` function that holds a lock.
    @inline(never)
    private func join(_ person: Int64, _ continuation: CheckedContinuation<Void, any Error>) {
        switch state.withLock({ admit(person, continuation, &$0) }) {
        case .goes: continuation.resume()
        case .waits: break
        case .refused: continuation.resume(throwing: Full())
        }
    }

    private func admit(
        _ person: Int64,
        _ continuation: CheckedContinuation<Void, any Error>,
        _ state: inout State
    ) -> Admission {
        state.arrivals += 1
        var known = state.people[person] ?? Person(turn: state.turn - 1, arrival: state.arrivals)
        if state.running < width {
            begin(person, &known, &state)
            return .goes
        }
        guard state.waiting < mostWaiting, known.waiting.count < mostWaitingEach else { return .refused }
        known.waiting.append(continuation)
        state.waiting += 1
        state.people[person] = known
        return .waits
    }

    private func begin(_ person: Int64, _ known: inout Person, _ state: inout State) {
        state.turn += 2
        state.running += 1
        known.turn = state.turn
        known.running += 1
        state.people[person] = known
    }

    private func leave(_ person: Int64) {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.running -= 1
            if var known = state.people[person] {
                known.running -= 1
                state.people[person] = known.running == 0 && known.waiting.isEmpty ? nil : known
            }
            // The one whose turn is longest ago.
            guard
                let next = state.people.filter({ !$0.value.waiting.isEmpty }).min(by: {
                    ($0.value.turn, $0.value.arrival) < ($1.value.turn, $1.value.arrival)
                })
            else { return nil }
            var known = next.value
            let continuation = known.waiting.removeFirst()
            state.waiting -= 1
            begin(next.key, &known, &state)
            return continuation
        }
        next?.resume()
    }
}
