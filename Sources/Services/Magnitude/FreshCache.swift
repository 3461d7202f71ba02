// What is reckoned anew at most once in a while, however many ask.

internal import Basics
internal import Synchronization

/// Values of a bounded number of keys, each kept for `maximumAge` and then made anew by one of those who ask; the others
/// get the old value while that lasts. The first value of a key is made once, and awaited by all.
final class FreshCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value?
        var madeAt: Timestamp
        /// Under way; the first one is awaited by all.
        var making: Task<Value, any Error>?
    }

    private let entries: Mutex<LRU<Key, Entry>>
    private let maximumAge: Duration
    private let clock: Clock

    init(capacity: Int, maximumAge: Duration, clock: Clock) {
        entries = Mutex(LRU(capacity: capacity))
        self.maximumAge = maximumAge
        self.clock = clock
    }

    /// The value of a key. An error of `make` is passed on to those who wait for it, and not kept.
    func value(for key: Key, make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let now = clock.now()
        let found: Result<Value, Waiting> = entries.withLock { entries in
            let entry = entries.value(for: key)
            if let value = entry?.value, let madeAt = entry?.madeAt {
                if entry?.making != nil || now < madeAt + maximumAge && now >= madeAt { return .success(value) }
            } else if let making = entry?.making {
                return .failure(Waiting(task: making))
            }
            let task = Task { try await make() }
            let kept = Entry(value: entry?.value, madeAt: entry?.madeAt ?? now, making: task)
            entries.set(kept, for: key)
            return .failure(Waiting(task: task, isMine: true))
        }
        switch found {
        case .success(let value): return value
        case .failure(let waiting):
            let result = await waiting.task.result
            if waiting.isMine {
                entries.withLock { entries in
                    switch result {
                    // As old as the look at the clock before it was made.
                    case .success(let value): entries.set(Entry(value: value, madeAt: now), for: key)
                    case .failure: entries.remove(key)
                    }
                }
            }
            return try result.get()
        }
    }

    /// Makes the next one who asks wait for a new value.
    func forget(_ key: Key) { entries.withLock { $0.remove(key) } }

    private struct Waiting: Error {
        let task: Task<Value, any Error>
        var isMine = false
    }
}
