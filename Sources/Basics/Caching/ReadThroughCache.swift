// What was read from the database, kept until it changes. Sharded locks; never a stale store after a change.

public import Synchronization

/// A bounded cache in front of the database, shared by all requests.
///
/// A reader that misses takes a `ticket` before it reads the database and hands it back with what it read. If the key
/// (or another of its shard) was invalidated in between, the store is dropped: what was read may be from before the change.
public final class ReadThroughCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Proof of when a read began.
    public struct Ticket: Sendable {
        @usableFromInline let generation: UInt64

        @inlinable init(generation: UInt64) { self.generation = generation }
    }

    @usableFromInline
    struct State: Sendable {
        @usableFromInline var entries: LRU<Key, Value>
        @usableFromInline var generation: UInt64 = 0

        @inlinable init(capacity: Int) { entries = LRU(capacity: capacity) }
    }

    @usableFromInline
    final class Shard: Sendable {
        @usableFromInline let state: Mutex<State>

        @inlinable init(capacity: Int) { state = Mutex(State(capacity: capacity)) }
    }

    @usableFromInline let shards: [Shard]

    /// - Parameters:
    ///   - capacity: the most entries kept, over all shards.
    ///   - shards: how many locks; a power of two.
    @inlinable
    public init(capacity: Int, shards count: Int = 8) {
        shards = (0..<count).map { _ in Shard(capacity: max(1, capacity / count)) }
    }

    @inlinable
    func shard(_ key: Key) -> Shard {
        // The high bits: a dictionary inside the shard uses the low ones.
        shards[Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) >> 40) & (shards.count - 1)]
    }

    @inlinable
    public func value(for key: Key) -> Value? {
        shard(key).state.withLock { $0.entries.value(for: key) }
    }

    @inlinable
    public func ticket(for key: Key) -> Ticket {
        Ticket(generation: shard(key).state.withLock { $0.generation })
    }

    /// Keeps what was read since `ticket`, unless something of the shard changed meanwhile.
    @inlinable
    public func store(_ value: Value, for key: Key, ticket: Ticket) {
        shard(key).state.withLock { state in
            guard state.generation == ticket.generation else { return }
            state.entries.set(value, for: key)
        }
    }

    /// Keeps a value that is newer than anything being read.
    @inlinable
    public func set(_ value: Value, for key: Key) {
        shard(key).state.withLock { state in
            state.generation &+= 1
            state.entries.set(value, for: key)
        }
    }

    /// Changes a kept value in place; does nothing where none is kept.
    @inlinable
    public func update(_ key: Key, _ change: (inout Value) -> Void) {
        shard(key).state.withLock { state in
            state.generation &+= 1
            state.entries.update(key, change)
        }
    }

    /// Forgets a key, and whatever is being read of its shard.
    @inlinable
    public func invalidate(_ key: Key) {
        shard(key).state.withLock { state in
            state.generation &+= 1
            state.entries.remove(key)
        }
    }

    /// Forgets all values of which something is true, and whatever is being read. Looks at every entry.
    @inlinable
    public func invalidate(where isVoid: (Value) -> Bool) {
        for shard in shards {
            shard.state.withLock { state in
                state.generation &+= 1
                state.entries.removeAll(where: isVoid)
            }
        }
    }

    @inlinable
    public func invalidateAll() {
        for shard in shards {
            shard.state.withLock { state in
                state.generation &+= 1
                state.entries.removeAll()
            }
        }
    }
}
