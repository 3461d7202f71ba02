// One request for all who ask for the same at the same time.

internal import Synchronization

/// Work in progress by key; those who come later wait for the same result.
public final class Flights<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let flights = Mutex<[Key: Task<Value, any Error>]>([:])

    public init() {}

    public func run(_ key: Key, _ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await join(key, body).value
    }

    // Not inlined: the optimiser of Swift 6.3 crashes where it splits an `async` function that holds a lock.
    @inline(never)
    private func join(_ key: Key, _ body: @escaping @Sendable () async throws -> Value) -> Task<Value, any Error> {
        flights.withLock { flights in
            if let flight = flights[key] { return flight }
            let flight = Task { [weak self] in
                defer { self?.end(key) }
                return try await body()
            }
            flights[key] = flight
            return flight
        }
    }

    private func end(_ key: Key) { _ = flights.withLock { $0.removeValue(forKey: key) } }
}
