// How many posts in the last two minutes by the second, and in the last hour by ten seconds.

public import Basics

/// Two rings of counts. What is older than a ring, or ahead of the newest by more than a second's slip, falls off.
public struct RecentBins: Sendable, Equatable {
    private struct Ring: Sendable, Equatable {
        let seconds: Int64
        var counts: [Int32]
        /// Number (since 1970) of the newest bin.
        var newest: Int64 = -1

        init(seconds: Int64, count: Int) {
            self.seconds = seconds
            counts = Array(repeating: 0, count: count)
        }

        private func bin(_ moment: Timestamp) -> Int64 { moment.milliseconds / (seconds * 1000) }

        mutating func add(_ count: Int32, at moment: Timestamp) {
            let bin = bin(moment)
            guard bin >= 0 else { return }
            advance(to: bin)
            guard bin > newest - Int64(counts.count) else { return }
            counts[Int(bin % Int64(counts.count))] &+= count
        }

        /// Empties the bins between the newest and `bin`.
        private mutating func advance(to bin: Int64) {
            guard bin > newest else { return }
            let size = Int64(counts.count)
            if bin - newest >= size {
                for place in counts.indices { counts[place] = 0 }
            } else {
                var next = newest + 1
                while next <= bin {
                    counts[Int(next % size)] = 0
                    next += 1
                }
            }
            newest = bin
        }

        /// The count of the bin `back` bins before that of `now`.
        func count(_ back: Int64, before now: Timestamp) -> Int64 {
            let bin = bin(now) - back
            guard bin >= 0, bin <= newest, bin > newest - Int64(counts.count) else { return 0 }
            return Int64(counts[Int(bin % Int64(counts.count))])
        }
    }

    private var seconds = Ring(seconds: 1, count: 120)
    private var tens = Ring(seconds: 10, count: 360)

    public init() {}

    /// Counts posts in, or (negative) out, at the moment they were made.
    public mutating func add(_ count: Int32, at moment: Timestamp) {
        seconds.add(count, at: moment)
        tens.add(count, at: moment)
    }

    /// Posts of the last `count` seconds, the running one not among them; at most 119 by the second, above by tens.
    public func sum(lastSeconds count: Int64, now: Timestamp) -> Int64 {
        let (ring, bins) = count < 120 ? (seconds, count) : (tens, min(count / 10, 359))
        guard bins > 0 else { return 0 }
        return (1...bins).reduce(0) { $0 + max(0, ring.count($1, before: now)) }
    }

    /// Posts of each ten seconds, oldest first; the running ten are the last.
    public func tenSeconds(_ count: Int, now: Timestamp) -> [Int64] {
        (0..<Int64(min(max(count, 0), 360))).reversed().map { max(0, tens.count($0, before: now)) }
    }
}
