// Reads that are owed to the writes: handed out to the readers in turn, so that none of them has to ask.

internal import Synchronization

final class ReadQueue: Sendable {
    /// A reader that is further behind than this does not catch up.
    private static let most = 1000

    private struct State {
        var turn = 0
        var isOver = false
    }

    private let inputs: [AsyncStream<Void>.Continuation]
    private let state = Mutex(State())
    let lanes: [AsyncStream<Void>]

    init(readers: Int) {
        let pairs = (0..<readers).map { _ in
            AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(ReadQueue.most))
        }
        lanes = pairs.map(\.stream)
        inputs = pairs.map(\.continuation)
    }

    /// Whether what is still owed is let go.
    var isOver: Bool { state.withLock { $0.isOver } }

    func owe(_ reads: Int) {
        guard reads > 0, !inputs.isEmpty else { return }
        let first = state.withLock { state in
            state.turn += reads
            return state.turn - reads
        }
        for turn in first..<(first + reads) { inputs[turn % inputs.count].yield() }
    }

    /// Readers finish the read they are at.
    func end() {
        state.withLock { $0.isOver = true }
        for input in inputs { input.finish() }
    }
}
