// A dictionary of bounded size that forgets what was used least recently.

/// Bounded map in the order of use. Not safe to share: `ReadThroughCache` puts it behind locks.
public struct LRU<Key: Hashable, Value> {
    @usableFromInline
    struct Node {
        @usableFromInline var key: Key
        @usableFromInline var value: Value
        @usableFromInline var newer: Int
        @usableFromInline var older: Int

        @inlinable
        init(key: Key, value: Value, newer: Int, older: Int) {
            self.key = key
            self.value = value
            self.newer = newer
            self.older = older
        }
    }

    @usableFromInline var places: [Key: Int] = [:]
    @usableFromInline var nodes: [Node] = []
    @usableFromInline var newest = -1
    @usableFromInline var oldest = -1
    @usableFromInline let capacity: Int

    /// - Parameter capacity: the most entries kept, at least 1.
    @inlinable
    public init(capacity: Int) { self.capacity = max(1, capacity) }

    @inlinable public var count: Int { nodes.count }

    /// The value of a key, which becomes the most recently used.
    @inlinable
    public mutating func value(for key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        touch(place)
        return nodes[place].value
    }

    /// Changes the value of a key in place where there is one.
    @inlinable
    public mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        guard let place = places[key] else { return }
        change(&nodes[place].value)
    }

    @inlinable
    public mutating func set(_ value: Value, for key: Key) {
        if let place = places[key] {
            nodes[place].value = value
            touch(place)
        } else if nodes.count < capacity {
            nodes.append(Node(key: key, value: value, newer: -1, older: newest))
            let place = nodes.count - 1
            if newest >= 0 { nodes[newest].newer = place } else { oldest = place }
            newest = place
            places[key] = place
        } else {
            let place = oldest
            places[nodes[place].key] = nil
            nodes[place].key = key
            nodes[place].value = value
            places[key] = place
            touch(place)
        }
    }

    @inlinable
    public mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        unlink(place)
        let last = nodes.count - 1
        if place != last {
            let moved = nodes[last]
            nodes[place] = moved
            places[moved.key] = place
            if moved.newer >= 0 { nodes[moved.newer].older = place } else { newest = place }
            if moved.older >= 0 { nodes[moved.older].newer = place } else { oldest = place }
        }
        nodes.removeLast()
    }

    @inlinable
    public mutating func removeAll(where isVoid: (Value) -> Bool) {
        for key in nodes.filter({ isVoid($0.value) }).map(\.key) { remove(key) }
    }

    @inlinable
    public mutating func removeAll() { self = LRU(capacity: capacity) }

    @inlinable
    mutating func touch(_ place: Int) {
        guard place != newest else { return }
        unlink(place)
        nodes[place].newer = -1
        nodes[place].older = newest
        if newest >= 0 { nodes[newest].newer = place } else { oldest = place }
        newest = place
    }

    @inlinable
    mutating func unlink(_ place: Int) {
        let (newer, older) = (nodes[place].newer, nodes[place].older)
        if newer >= 0 { nodes[newer].older = older } else { newest = older }
        if older >= 0 { nodes[older].newer = newer } else { oldest = newer }
    }
}

extension LRU: Sendable where Key: Sendable, Value: Sendable {}
extension LRU.Node: Sendable where Key: Sendable, Value: Sendable {}
