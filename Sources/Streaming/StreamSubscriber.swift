// One connection that listens: a bounded queue between those who tell and the one who reads.

internal import Synchronization

/// Somebody who listens. `Piece` is what is handed over: bytes ready to be sent.
public final class StreamSubscriber<Piece: Sendable>: Sendable {
    /// How its messages are written.
    public enum Form: Sendable {
        /// One connection for one stream (server-sent events): the messages do not name it.
        case single
        /// One connection for many (WebSocket): every message says to which of them it belongs.
        case multiplexed
    }

    /// What to do next.
    public enum Next: Sendable {
        case piece(Piece)
        /// Nothing waits: `wake` is called when there is more.
        case nothing
        case end(StreamEnd)
    }

    private struct Outbox {
        var pieces: [Piece] = []
        /// Place of the next one in `pieces`: what was taken is dropped a heap at a time.
        var taken = 0
        var end: StreamEnd?
        /// The reader was woken and has not yet found the queue empty.
        var isAwake = false
    }

    public let form: Form
    public let accountID: Int64
    /// SHA-256 of the token it came with.
    public let tokenHash: [UInt8]
    let capacity: Int
    private let outbox = Mutex(Outbox())
    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - capacity: messages that may wait.
    ///   - wake: called when there is something to read, once until the queue was found empty. Must be quick.
    public init(
        form: Form,
        accountID: Int64,
        tokenHash: [UInt8],
        capacity: Int,
        wake: @escaping @Sendable () -> Void
    ) {
        self.form = form
        self.accountID = accountID
        self.tokenHash = tokenHash
        self.capacity = max(capacity, 1)
        self.wake = wake
    }

    /// Puts a message in the queue, and never waits. Where it is full the subscriber is dropped: what waited is thrown
    /// away, since a stream with a hole in it is worse than one that ends and is begun anew.
    public func push(_ piece: Piece) {
        let shouldWake = outbox.withLock { outbox -> Bool in
            guard outbox.end == nil else { return false }
            if outbox.pieces.count - outbox.taken >= capacity {
                (outbox.end, outbox.pieces, outbox.taken) = (.tooSlow, [], 0)
                return true
            }
            outbox.pieces.append(piece)
            defer { outbox.isAwake = true }
            return !outbox.isAwake
        }
        if shouldWake { wake() }
    }

    /// Ends it as soon as its reader looks; what waits is not sent.
    public func end(_ end: StreamEnd) {
        let isFirst = outbox.withLock { outbox -> Bool in
            guard outbox.end == nil else { return false }
            (outbox.end, outbox.pieces, outbox.taken) = (end, [], 0)
            return true
        }
        if isFirst { wake() }
    }

    /// Whether its reader has nothing more to wait for.
    public var hasEnded: Bool { outbox.withLock { $0.end != nil } }

    /// The next message. Only its one reader asks.
    public func next() -> Next {
        outbox.withLock { outbox in
            if let end = outbox.end { return .end(end) }
            guard outbox.taken < outbox.pieces.count else {
                (outbox.pieces, outbox.taken, outbox.isAwake) = ([], 0, false)
                return .nothing
            }
            let piece = outbox.pieces[outbox.taken]
            outbox.taken += 1
            if outbox.taken >= 64 {
                outbox.pieces.removeFirst(outbox.taken)
                outbox.taken = 0
            }
            return .piece(piece)
        }
    }
}
