// What is waited for: room for more events, and posts that others refer to. Nobody asks again and again.

internal import Synchronization

/// Events handed out and not done yet.
final class Outstanding: Sendable {
    private struct State {
        var count = 0
        var waiter: (most: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Mutex(State())

    var now: Int { state.withLock { $0.count } }

    func add() { state.withLock { $0.count += 1 } }

    func remove() {
        let woken = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.count -= 1
            guard let waiter = state.waiter, state.count <= waiter.most else { return nil }
            state.waiter = nil
            return waiter.continuation
        }
        woken?.resume()
    }

    /// Waits until no more than `most` are left. For the one task that hands them out.
    func wait(untilAtMost most: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.count > most { state.waiter = (most, continuation) }
                return state.count <= most
            }
            if isThere { continuation.resume() }
        }
    }
}

/// Those who wait for a post of the plan to be answered.
final class PostWaiters: Sendable {
    private let waiting = Mutex<[PostNumber: [CheckedContinuation<Void, Never>]]>([:])

    /// Waits until `answered` is called for the post. `isWaiting` is asked under the lock, so that no answer is missed.
    func wait(for post: PostNumber, while isWaiting: () -> Bool) async {
        await withCheckedContinuation { continuation in
            let mustWait = waiting.withLock { waiting in
                guard isWaiting() else { return false }
                waiting[post, default: []].append(continuation)
                return true
            }
            if !mustWait { continuation.resume() }
        }
    }

    /// After the ledger knows: wakes those who wait.
    func answered(_ post: PostNumber) {
        let woken = waiting.withLock { $0.removeValue(forKey: post) }
        woken?.forEach { $0.resume() }
    }
}
