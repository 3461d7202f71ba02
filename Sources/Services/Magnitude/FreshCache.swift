// Figures that cost a few reads and are asked for by everybody: kept for a moment, made anew by one reader at a time.

public import Basics
internal import Synchronization

/// A bounded number of values, none of which is handed out older than `maximumAge`.
///
/// Up to four fifths of that age a value is simply handed out. From then on the first reader makes it anew, while all others
/// still get what is there. What is older than `maximumAge`, or not there, is waited for, by all readers together. An error
/// goes to those who waited for it and is not kept.
public final class FreshCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Kept: Sendable {
        var value: Value
        /// When the making began: all that was committed before is in the value.
        var madeAt: Timestamp
    }

    private struct Flight: Sendable {
        var number: UInt64
        var task: Task<Value, any Error>
    }

    private struct State {
        var cached: LRU<Key, Kept>
        /// At most one for a key, and none for longer than its making takes.
        var flights: [Key: Flight] = [:]
        var flightCount: UInt64 = 0
    }

    private enum Way {
        case known(Value)
        case wait(Task<Value, any Error>)
    }

    private let state: Mutex<State>
    private let maximumAge: Duration
    private let clock: Clock

    /// - Parameters:
    ///   - capacity: the most values kept.
    ///   - maximumAge: the greatest age of a value that is handed out.
    public init(capacity: Int, maximumAge: Duration, clock: Clock) {
        state = Mutex(State(cached: LRU(capacity: capacity)))
        self.maximumAge = maximumAge
        self.clock = clock
    }

    /// The value of `key`, made by `make` where there is none that is young enough.
    ///
    /// The making is finished even when the request that began it is cancelled: others may wait for it.
    public func value(
        for key: Key,
        make: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let now = clock.now()
        let way = state.withLock { state -> Way in
            let flight = state.flights[key]
            if let cached = state.cached.value(for: key) {
                let age = Duration.milliseconds(now.milliseconds - cached.madeAt.milliseconds)
                // A clock that was set back makes no value young.
                if age >= .zero, age < maximumAge * 4 / 5 || (flight != nil && age < maximumAge) {
                    return .known(cached.value)
                }
            }
            if let flight { return .wait(flight.task) }
            state.flightCount += 1
            let number = state.flightCount
            let task = Task { try await self.fly(key, number, begun: now, make) }
            state.flights[key] = Flight(number: number, task: task)
            return .wait(task)
        }
        switch way {
        case .known(let value): return value
        case .wait(let task): return try await task.value
        }
    }

    /// Forgets a value, and whatever is being made of it.
    public func forget(_ key: Key) {
        state.withLock { state in
            state.cached.remove(key)
            state.flights[key] = nil
        }
    }

    private func fly(
        _ key: Key,
        _ number: UInt64,
        begun: Timestamp,
        _ make: @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await make()
            land(key, number) { $0.cached.set(Kept(value: value, madeAt: begun), for: key) }
            return value
        } catch {
            land(key, number) { _ in }
            throw error
        }
    }

    /// Ends a flight; one that was forgotten meanwhile leaves nothing.
    private func land(_ key: Key, _ number: UInt64, _ keep: (inout State) -> Void) {
        state.withLock { state in
            guard state.flights[key]?.number == number else { return }
            state.flights[key] = nil
            keep(&state)
        }
    }
}
