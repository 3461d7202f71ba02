// A moment in milliseconds since 1970, and its few textual forms. Integer arithmetic only: these run for every status shown.

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A moment: whole milliseconds since 1970-01-01T00:00:00Z, as stored in every `_at` column.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(seconds: Int64) { milliseconds = seconds &* 1000 }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds &+ b.milliseconds)
    }

    public static func - (a: Timestamp, b: Duration) -> Timestamp {
        Timestamp(milliseconds: a.milliseconds &- b.milliseconds)
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

    /// The same day at 00:00:00.000 UTC.
    public var startOfDay: Timestamp {
        let day: Int64 = 86_400_000
        let remainder = milliseconds % day
        return Timestamp(milliseconds: milliseconds - (remainder < 0 ? remainder + day : remainder))
    }
}

extension Duration {
    /// Whole milliseconds, rounded toward zero.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
    }
}

/// Where "now" comes from: the system's clock, or a fixed one in tests.
public struct Clock: Sendable {
    public var now: @Sendable () -> Timestamp

    public init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// The machine's real-time clock.
    public static let system = Clock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000)
    }

    /// A clock that stands still.
    public static func fixed(_ at: Timestamp) -> Clock { Clock { at } }
}
