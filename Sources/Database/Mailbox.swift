// The bounded queue between the tasks that want work done and the threads that do it.
import Dispatch
import Synchronization

/// First in, first out; several threads may take. Closing lets the work that waits be taken still.
final class Mailbox: Sendable {
    enum Acceptance {
        case accepted
        case full
        case closed
    }

    private struct State {
        var waiting: [Work] = []
        /// The first of `waiting` not taken yet; the array is emptied when all are.
        var head = 0
        var sleepers = 0
        var isClosed = false
        var count: Int { waiting.count - head }
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
            state.waiting.append(work)
            guard state.sleepers > 0 else { return (.accepted, false) }
            state.sleepers -= 1
            return (.accepted, true)
        }
        if wakes { wake.signal() }
        return acceptance
    }

    /// Up to `most` pieces of work; blocks the thread while there is none. Empty when closed and drained.
    func take(_ most: Int) -> [Work] {
        while true {
            let taken = state.withLock { state -> [Work]? in
                guard state.count > 0 else {
                    if state.isClosed { return [] }
                    state.sleepers += 1
                    return nil
                }
                let end = min(state.head + most, state.waiting.count)
                let taken = Array(state.waiting[state.head..<end])
                state.head = end
                if state.head == state.waiting.count {
                    state.waiting.removeAll(keepingCapacity: state.head < 1024)
                    state.head = 0
                } else if state.head > 1024 {
                    state.waiting.removeFirst(state.head)
                    state.head = 0
                }
                return taken
            }
            if let taken { return taken }
            wake.wait()
        }
    }

    /// Refuses new work and wakes all threads; `take` returns what waits, then nothing.
    func close() {
        let sleepers = state.withLock { state in
            state.isClosed = true
            defer { state.sleepers = 0 }
            return state.sleepers
        }
        for _ in 0..<sleepers { wake.signal() }
    }
}
