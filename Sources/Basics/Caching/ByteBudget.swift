// Memory that many share: bounded in all, and for each of them.

internal import Synchronization

/// Bytes that are held for a while on somebody's behalf.
public final class ByteBudget<Key: Hashable & Sendable>: Sendable {
    /// Why there is no more.
    public enum Refusal: Error, Sendable {
        /// This one holds all they may.
        case share
        /// All together do.
        case total
    }

    private struct State {
        var total = 0
        var shares: [Key: Int] = [:]
    }

    private let state = Mutex(State())
    private let total: Int
    private let share: Int
    private let uncounted: Int

    /// - Parameters:
    ///   - total: bytes in all.
    ///   - share: of these, for one key.
    ///   - uncounted: the first bytes of each lease are free, so that whoever wants little is served in any case.
    public init(total: Int, share: Int, uncounted: Int) {
        self.total = total
        self.share = share
        self.uncounted = uncounted
    }

    /// Bytes that are counted now.
    public var held: Int { state.withLock { $0.total } }

    /// - Parameter key: on whose behalf; nil for who has no share of their own.
    public func lease(for key: Key?) -> Lease { Lease(self, key) }

    fileprivate func take(_ bytes: Int, for key: Key?) throws(Refusal) {
        let refusal = state.withLock { state -> Refusal? in
            if let key, state.shares[key, default: 0] + bytes > share { return .share }
            guard state.total + bytes <= total else { return .total }
            state.total += bytes
            if let key { state.shares[key, default: 0] += bytes }
            return nil
        }
        if let refusal { throw refusal }
    }

    fileprivate func giveBack(_ bytes: Int, of key: Key?) {
        guard bytes > 0 else { return }
        state.withLock { state in
            state.total -= bytes
            guard let key, let share = state.shares[key] else { return }
            state.shares[key] = share > bytes ? share - bytes : nil
        }
    }

    /// What one request holds; given back when it is let go.
    public final class Lease: Sendable {
        private let budget: ByteBudget
        private let key: Key?
        private let bytes = Mutex(0)

        fileprivate init(_ budget: ByteBudget, _ key: Key?) {
            self.budget = budget
            self.key = key
        }

        deinit { budget.giveBack(max(0, bytes.withLock { $0 } - budget.uncounted), of: key) }

        public func take(_ more: Int) throws(Refusal) {
            let before = bytes.withLock { $0 }
            let counted = max(0, before + more - budget.uncounted) - max(0, before - budget.uncounted)
            if counted > 0 { try budget.take(counted, for: key) }
            bytes.withLock { $0 += more }
        }
    }
}
