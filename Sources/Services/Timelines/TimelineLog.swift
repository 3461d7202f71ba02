// The latest changes of timelines, in order: each feed in memory catches up with them when it is read.

internal import Domain
internal import Synchronization

/// What a feed must know of one change.
struct TimelineChange: Sendable {
    enum Kind: Sendable {
        case posted
        case deleted
        /// An edit took it off these tags.
        case untagged
        /// An edit put these tags on.
        case tagged
    }

    var kind: Kind
    var entry: TimelineEntry
    /// Tags whose timelines show it.
    var tagIDs: [Int64] = []
    var mentioned: [Int64] = []
}

/// A bounded log. Writing costs the same however many feeds there are; a feed that was not read for so long that the
/// log has moved on is made anew from the database. See docs/decisions/0004-feeds-catch-up.md.
final class TimelineLog: Sendable {
    private struct State {
        var changes: [TimelineChange?]
        /// Number of changes ever written; the newest stands at `written - 1` modulo the size.
        var written = 0
    }

    private let state: Mutex<State>
    private let size: Int

    init(size: Int = 16_384) {
        self.size = size
        state = Mutex(State(changes: Array(repeating: nil, count: size)))
    }

    /// How far the log has come.
    var position: Int { state.withLock { $0.written } }

    func append(_ change: TimelineChange) {
        state.withLock { state in
            state.changes[state.written % size] = change
            state.written += 1
        }
    }

    /// The changes since `position` and the new position; nil when the log no longer reaches back so far.
    func changes(since position: Int) -> (changes: [TimelineChange], position: Int)? {
        state.withLock { state in
            guard state.written - position <= size else { return nil }
            guard state.written > position else { return ([], state.written) }
            return ((position..<state.written).compactMap { state.changes[$0 % size] }, state.written)
        }
    }
}
