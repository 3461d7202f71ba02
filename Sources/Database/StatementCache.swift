// Prepared statements of one connection, found by the index of their SQL text.

/// A bounded cache: an array by index, and when full the statement unused for longest goes.
struct StatementCache<Statement> {
    enum Lookup {
        case found(Statement)
        case missing
        /// The statement runs at this moment; the caller prepares another one for itself.
        case inUse
    }

    private struct Slot {
        let statement: Statement
        var lastUse: UInt64
        var inUse: Bool
    }

    private var slots: [Slot?] = []
    private var clock: UInt64 = 0
    private(set) var count = 0
    let limit: Int

    init(limit: Int) { self.limit = max(limit, 1) }

    /// Takes a statement for use; `giveBack` must follow when it is found.
    mutating func take(_ index: Int) -> Lookup {
        guard index < slots.count, let slot = slots[index] else { return .missing }
        guard !slot.inUse else { return .inUse }
        clock &+= 1
        slots[index]?.lastUse = clock
        slots[index]?.inUse = true
        return .found(slot.statement)
    }

    /// Stores a new statement, taken; `discard` gets the one that had to go. Only statements in use may exceed the limit.
    mutating func insert(_ statement: Statement, at index: Int, discard: (Statement) -> Void) {
        if count >= limit, let oldest = oldestIdle() {
            slots[oldest].map { discard($0.statement) }
            slots[oldest] = nil
            count -= 1
        }
        if index >= slots.count { slots.append(contentsOf: repeatElement(nil, count: index + 1 - slots.count)) }
        clock &+= 1
        slots[index] = Slot(statement: statement, lastUse: clock, inUse: true)
        count += 1
    }

    mutating func giveBack(_ index: Int) {
        slots[index]?.inUse = false
    }

    /// Forgets one without discarding it.
    mutating func remove(_ index: Int) {
        guard index < slots.count, slots[index] != nil else { return }
        slots[index] = nil
        count -= 1
    }

    /// Forgets all; the statements must not be in use.
    mutating func removeAll(discard: (Statement) -> Void) {
        for slot in slots { slot.map { discard($0.statement) } }
        slots = []
        count = 0
    }

    private func oldestIdle() -> Int? {
        var oldest: (index: Int, lastUse: UInt64)?
        for (index, slot) in slots.enumerated() {
            guard let slot, !slot.inUse, slot.lastUse < oldest?.lastUse ?? .max else { continue }
            oldest = (index, slot.lastUse)
        }
        return oldest?.index
    }
}
