// How many hosts are worked for at once: the slow ones apart, so that they do not take the room of all others.

internal import Synchronization

/// Places for lanes. Whoever takes longer than a moment moves to places of its own kind, of which there are more.
final class LaneSlots: Sendable {
    private struct State {
        var quick = 0
        var slow = 0
    }

    private let state = Mutex(State())
    private let mostQuick: Int
    private let mostSlow: Int

    init(quick: Int, slow: Int) {
        (mostQuick, mostSlow) = (quick, slow)
    }

    var free: Int { state.withLock { max(0, mostQuick - $0.quick) } }
    var taken: Int { state.withLock { $0.quick + $0.slow } }

    func take(_ count: Int) { state.withLock { $0.quick += count } }

    /// Whether there was a place among the slow.
    func slowDown() -> Bool {
        state.withLock { state in
            guard state.slow < mostSlow else { return false }
            state.quick -= 1
            state.slow += 1
            return true
        }
    }

    func leave(wasSlow: Bool) { state.withLock { state in if wasSlow { state.slow -= 1 } else { state.quick -= 1 } } }
}
