// Counts what is done in fixed windows, in memory. Windows start at multiples of their length, as Mastodon's do.

public import Basics
internal import Synchronization

/// Who is counted.
public enum RateKey: Hashable, Sendable {
    case account(Int64)
    case token(Int64)
    case address(ClientAddress)
    /// A hash of what names a login or a browser.
    case hash([UInt8])
    /// A `HostGroup` of other servers.
    case server(String)
}

/// What a limit says to one request.
public struct RateVerdict: Sendable, Equatable {
    public var limit: Int
    /// How many more are allowed in this window, after this one.
    public var remaining: Int
    /// When the window ends.
    public var reset: Timestamp
    /// False when this one was one too many.
    public var isAllowed: Bool

    /// The values of `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
    public var headerValues: (limit: String, remaining: String, reset: String) {
        (String(limit), String(remaining), reset.iso8601Microseconds)
    }

    /// The one to show and to obey: a refusal before all else (of two, the one that lasts longer), then the one that
    /// leaves fewer.
    public static func tighter(_ a: RateVerdict?, _ b: RateVerdict?) -> RateVerdict? {
        guard let a, let b else { return a ?? b }
        guard a.isAllowed == b.isAllowed else { return a.isAllowed ? b : a }
        if !a.isAllowed { return b.reset > a.reset ? b : a }
        return b.remaining < a.remaining ? b : a
    }
}

/// Fixed windows for every family and key. Memory is bounded: the keys seen longest ago are forgotten, in each family
/// apart, so that a flood of addresses cannot wipe out what accounts have used.
public final class RateLimiter: Sendable {
    private struct Window: Sendable {
        var number: Int64
        var count: Int
    }

    private final class Shard: Sendable {
        let windows: Mutex<LRU<RateKey, Window>>

        init(capacity: Int) { windows = Mutex(LRU(capacity: capacity)) }
    }

    private static let shardsPerFamily = 4
    private let shards: [Shard]
    public let limits: RateLimits

    /// - Parameter capacity: keys remembered in each family.
    public init(limits: RateLimits = RateLimits(), capacity: Int = 32_768) {
        self.limits = limits
        let count = RateFamily.allCases.count * RateLimiter.shardsPerFamily
        shards = (0..<count).map { _ in Shard(capacity: capacity / RateLimiter.shardsPerFamily) }
    }

    /// Counts one, and says whether it is allowed; nil when the family has no limit. Refused ones count too, as in
    /// Mastodon.
    /// - Parameter cost: how many to count; 0 looks without counting, less than 0 takes back what was counted.
    public func check(_ family: RateFamily, _ key: RateKey, now: Timestamp, cost: Int = 1) -> RateVerdict? {
        guard let limit = limits[family] else { return nil }
        let number = now.seconds / Int64(limit.seconds)
        let count = shard(family, key).windows.withLock { windows in
            var window = windows.value(for: key) ?? Window(number: number, count: 0)
            if window.number != number { window = Window(number: number, count: 0) }
            window.count = max(0, min(window.count + cost, Int.max / 2))
            windows.set(window, for: key)
            return window.count
        }
        return RateVerdict(
            limit: limit.count,
            remaining: max(0, limit.count - count),
            reset: Timestamp(seconds: (number + 1) * Int64(limit.seconds)),
            isAllowed: count <= limit.count
        )
    }

    /// Counts what is done from an address, and says whether it is allowed.
    public func allows(_ family: RateFamily, _ address: ClientAddress?, now: Timestamp) -> Bool {
        guard let address else { return true }
        return check(family, .address(address), now: now)?.isAllowed ?? true
    }

    private func shard(_ family: RateFamily, _ key: RateKey) -> Shard {
        // The high bits: the dictionary inside uses the low ones.
        let place = Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) >> 40) % RateLimiter.shardsPerFamily
        return shards[family.rawValue * RateLimiter.shardsPerFamily + place]
    }
}
