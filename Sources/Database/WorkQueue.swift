// The bounded queue between the tasks that want work done and the threads that do it.
import Dispatch
import Synchronization

/// First in, first out; several threads may take. Closing lets the work that waits be taken still.
///
/// Writes wait apart from the rest, so that one transaction can take along those that wait (`next`, `join`). At most one
/// thread runs such a group: two would soon wait for each other's rows.
final class WorkQueue: Sendable {
    enum Acceptance {
        case accepted
        case full
        case closed
    }

    enum Turn {
        /// A read, or a write that shares no transaction.
        case single(Work)
        /// The first write of a group. No other group begins until `endGroup`.
        case group(Work)
        case closed
    }

    private struct State {
        var singles = Line()
        var writes = Line()
        /// Whether a group takes writes now.
        var isGrouping = false
        /// Whether the last turn was a group, so that a single is due.
        var singleIsDue = false
        var sleepers = 0
        var isClosed = false

        var count: Int { singles.count + writes.count }
        var groupCanBegin: Bool { !isGrouping && writes.count > 0 }

        /// Takes groups and singles in turn while both wait; nil when there is nothing to do.
        mutating func turn() -> Turn? {
            if groupCanBegin, !singleIsDue || singles.count == 0, let first = writes.takeFirst() {
                isGrouping = true
                singleIsDue = true
                return .group(first)
            }
            singleIsDue = false
            if let single = singles.takeFirst() { return .single(single) }
            return isClosed ? .closed : nil
        }

        /// Whether a sleeping thread is to be woken; it counts as awake from now on.
        mutating func wakesOne() -> Bool {
            guard sleepers > 0 else { return false }
            sleepers -= 1
            return true
        }
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// How much waits now.
    var count: Int { state.withLock { $0.count } }

    func put(_ work: Work) -> Acceptance {
        let (acceptance, wakes) = state.withLock { state -> (Acceptance, Bool) in
            guard !state.isClosed else { return (.closed, false) }
            guard state.count < limit else { return (.full, false) }
            guard work.kind == .write else {
                state.singles.append(work)
                return (.accepted, state.wakesOne())
            }
            state.writes.append(work)
            return (.accepted, !state.isGrouping && state.wakesOne())
        }
        if wakes { wake.signal() }
        return acceptance
    }

    /// Takes work back that was accepted before, each piece to be run alone. Never refused; closing changes nothing.
    func putBack(_ group: [Work]) {
        let wakes = state.withLock { state in
            for work in group { state.singles.append(work) }
            return group.count { _ in state.wakesOne() }
        }
        for _ in 0..<wakes { wake.signal() }
    }

    /// Up to `most` writes; blocks the thread while there is none. Empty when closed and drained. For a thread that is
    /// alone and is given writes only.
    func take(_ most: Int) -> [Work] {
        while true {
            let taken = state.withLock { state -> [Work]? in
                if state.writes.count == 0, !state.isClosed {
                    state.sleepers += 1
                    return nil
                }
                return state.writes.take(most)
            }
            if let taken { return taken }
            wake.wait()
        }
    }

    /// What to do next; blocks the thread while there is nothing.
    func next() -> Turn {
        while true {
            let (turn, wakes) = state.withLock { state in
                let turn = state.turn()
                // Whoever was woken for the one may have taken the other.
                switch turn {
                case .single: return (turn, state.groupCanBegin && state.wakesOne())
                case .group: return (turn, state.singles.count > 0 && state.wakesOne())
                case .closed: return (turn, false)
                case nil:
                    state.sleepers += 1
                    return (nil, false)
                }
            }
            if wakes { wake.signal() }
            if let turn { return turn }
            wake.wait()
        }
    }

    /// One more write for the group that is running, or nil at once.
    func join() -> Work? { state.withLock { $0.writes.takeFirst() } }

    /// Lets the next group begin.
    func endGroup() {
        let wakes = state.withLock { state in
            state.isGrouping = false
            return state.groupCanBegin && state.wakesOne()
        }
        if wakes { wake.signal() }
    }

    /// Refuses new work and wakes all threads, which take what waits, then nothing.
    func close() {
        let sleepers = state.withLock { state in
            state.isClosed = true
            defer { state.sleepers = 0 }
            return state.sleepers
        }
        for _ in 0..<sleepers { wake.signal() }
    }
}

/// Work in the order of its coming.
private struct Line {
    private var waiting: [Work] = []
    /// The first of `waiting` not taken yet; the array is emptied when all are.
    private var head = 0

    var count: Int { waiting.count - head }

    mutating func append(_ work: Work) { waiting.append(work) }

    mutating func takeFirst() -> Work? { take(1).first }

    mutating func take(_ most: Int) -> [Work] {
        let end = min(head + most, waiting.count)
        defer {
            head = end
            if head == waiting.count {
                waiting.removeAll(keepingCapacity: head < 1024)
                head = 0
            } else if head > 1024 {
                waiting.removeFirst(head)
                head = 0
            }
        }
        return Array(waiting[head..<end])
    }
}
