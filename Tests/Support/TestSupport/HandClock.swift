// The time of a test.
public import Basics
import Synchronization

/// A clock that stands still until it is moved.
public final class HandClock: Sendable {
    private let time: Mutex<Timestamp>

    public init(_ start: Timestamp = Timestamp(seconds: 1_508_098_860)) { time = Mutex(start) }

    public var clock: Clock { Clock { [self] in now } }

    public var now: Timestamp { time.withLock { $0 } }

    public func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}
