// What is counted while a replay runs, by many workers at once.

internal import Synchronization

/// The kinds of requests, as the report lists them.
public enum RequestKind: String, Sendable, CaseIterable {
    case post = "posts"
    case reply = "replies"
    case reblog = "reblogs"
    case vote = "votes"
    case answer = "silent answers"
    case edit = "edits"
    case delete = "deletions"
    case withdraw = "withdrawals"
    case suspend = "suspensions"
    case activity = "activities from elsewhere"
    case readTag = "reads of the tag timeline"
    case readContext = "reads of the call's thread"
    case readMagnitude = "reads of the magnitude"
    case readPage = "reads of the tag page"
    /// From the answer of the inbox on.
    case shown = "reads until it is shown"

    public var isRead: Bool { rawValue.hasPrefix("reads") }
}

/// Figures of one kind of request.
public struct KindTally: Sendable, Equatable {
    public var sent = 0
    public var acknowledged = 0
    public var latencies = Latencies()

    public init() {}
}

struct TallyState: Sendable {
    var kinds: [RequestKind: KindTally] = [:]
    /// By what the server or the network said.
    var failures: [String: Int] = [:]
    var skipped = 0
    var retries = 0
    var notModified = 0
    /// Largest delay behind the schedule, in seconds.
    var behind = 0.0
    /// Posts and edits with a private number: sent, and of them not published but asked about, held or refused.
    var numbersSent = 0
    var numbersStopped = 0
    /// Reads that showed one.
    var numbersSeen = 0
    /// Events that are done, one way or another.
    var done = 0
    var writes = 0
    var reads = 0
}

final class Tally: Sendable {
    private let state = Mutex(TallyState())

    var snapshot: TallyState { state.withLock { $0 } }

    func change(_ body: (inout TallyState) -> Void) { state.withLock { body(&$0) } }

    func record(_ kind: RequestKind, acknowledged: Bool, took: Duration) {
        let (seconds, attoseconds) = took.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        state.withLock { state in
            var tally = state.kinds[kind] ?? KindTally()
            // Taken out, so that the histogram has one owner and is not copied.
            state.kinds[kind] = nil
            tally.sent += 1
            if acknowledged { tally.acknowledged += 1 }
            tally.latencies.record(microseconds: microseconds)
            state.kinds[kind] = tally
            if kind.isRead { state.reads += 1 } else { state.writes += 1 }
        }
    }

    func failed(_ reason: String) { state.withLock { $0.failures[reason, default: 0] += 1 } }
}
