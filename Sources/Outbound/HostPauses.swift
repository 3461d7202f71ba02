// Hosts that asked to be left alone, and requests that gave nothing a moment ago.

internal import Basics
internal import Synchronization

/// What need not be tried again yet. Bounded; the least recently used goes first.
final class HostPauses: Sendable {
    private let hosts = Mutex(LRU<String, ContinuousClock.Instant>(capacity: 4096))
    private let failures = Mutex(LRU<RequestKey, (error: OutboundError, end: ContinuousClock.Instant)>(capacity: 8192))
    private static let longest = Duration.seconds(3600)

    /// The host answered 429 or 503 and named a time.
    func pause(_ host: String, for time: Duration) {
        let end = ContinuousClock.now + min(time, Self.longest)
        hosts.withLock { $0.set(end, for: host) }
    }

    func isPaused(_ host: String) -> Bool {
        hosts.withLock { hosts in
            guard let end = hosts.value(for: host) else { return false }
            if end > ContinuousClock.now { return true }
            hosts.remove(host)
            return false
        }
    }

    /// A request gave nothing: whoever asks the same within `time` hears the same.
    func remember(_ error: OutboundError, of request: RequestKey, for time: Duration) {
        let end = ContinuousClock.now + time
        failures.withLock { $0.set((error, end), for: request) }
    }

    func failure(of request: RequestKey) -> OutboundError? {
        failures.withLock { failures in
            guard let known = failures.value(for: request) else { return nil }
            if known.end > ContinuousClock.now { return known.error }
            failures.remove(request)
            return nil
        }
    }
}
