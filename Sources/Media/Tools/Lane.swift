// How many files are processed at once.

internal import Synchronization

/// Lets a few in at a time, in the order of coming; refuses when too many wait.
final class Lane: Sendable {
    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let width: Int
    private let mostWaiting: Int

    init(width: Int, mostWaiting: Int) {
        self.width = width
        self.mostWaiting = mostWaiting
    }

    func run<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async throws {
        let isFull = state.withLock { $0.running >= width && $0.waiting.count >= mostWaiting }
        guard !isFull else { throw MediaError.busy }
        await withCheckedContinuation { continuation in
            let goes = state.withLock { state in
                guard state.running >= width else {
                    state.running += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if goes { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
