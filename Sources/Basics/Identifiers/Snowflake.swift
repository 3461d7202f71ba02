// Ids that sort by time: 48 bits of milliseconds, then 16 bits that tell apart what came in the same millisecond.

internal import Synchronization

/// Makes the ids of statuses, accounts and whatever else pages by id. Ids of one generator ascend strictly.
///
/// The low 16 bits hold the node (4 bits) and a sequence (12 bits), so that several nodes never make the same id.
/// Mastodon's clients order ids by length and then as text; decimal snowflakes keep that order.
public final class Snowflake: Sendable {
    private let clock: Clock
    private let node: Int64
    private let last: Mutex<Int64>

    /// - Parameter node: 0...15, different on each node that writes to one database.
    public init(clock: Clock, node: Int = 0) {
        self.clock = clock
        self.node = Int64(node & 15)
        last = Mutex(0)
    }

    /// The next id. When more than 4,096 are asked for in a millisecond, or the clock steps back, it runs ahead.
    public func next() -> Int64 {
        let fresh = Snowflake.least(at: clock.now()) | (node << 12)
        return last.withLock { last in
            guard fresh <= last else {
                last = fresh
                return fresh
            }
            let sequence = (last & 0xfff) + 1
            last =
                sequence <= 0xfff
                ? (last & ~0xfff) | sequence : (((last >> 16) + 1) << 16) | (node << 12)
            return last
        }
    }

    /// An id for what was made elsewhere at a moment that lies behind: it sorts where it belongs. It may be taken: whoever
    /// uses it asks first.
    public func id(at moment: Timestamp) -> Int64 { Snowflake.least(at: moment) | Int64.random(in: 0...0xffff) }

    /// From now on all ids are greater than this one, whatever the clock says: after one that ran ahead was set right, ids
    /// must not fall back behind those that apps have seen.
    public func rise(above id: Int64) {
        let floor = (id | 0xffff) & ~(0xf << 12) | (node << 12)
        last.withLock { $0 = max($0, floor) }
    }

    /// The smallest id that a moment can have; what is older has a smaller id.
    public static func least(at moment: Timestamp) -> Int64 { moment.milliseconds << 16 }

    /// When an id was made, to the millisecond.
    public static func moment(of id: Int64) -> Timestamp { Timestamp(milliseconds: id >> 16) }
}
