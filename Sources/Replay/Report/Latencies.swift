// How long requests took, in little memory: a histogram whose buckets are 1/64 of their value wide.

public struct Latencies: Sendable, Equatable {
    private static let bits = 6
    private var buckets: [UInt32] = []
    public private(set) var count = 0
    public private(set) var longest: Int64 = 0

    public init() {}

    public mutating func record(microseconds: Int64) {
        let value = max(0, microseconds)
        count += 1
        longest = max(longest, value)
        let place = Latencies.place(value)
        if place >= buckets.count { buckets.append(contentsOf: repeatElement(0, count: place + 64 - buckets.count)) }
        buckets[place] += 1
    }

    /// In microseconds, at most 1/64 too high; 0 if nothing was recorded.
    public func quantile(_ share: Double) -> Int64 {
        guard count > 0 else { return 0 }
        var left = max(1, Int((Double(count) * share).rounded(.up)))
        for (place, number) in buckets.enumerated() {
            left -= Int(number)
            if left <= 0 { return min(longest, Latencies.upperBound(place)) }
        }
        return longest
    }

    /// Values below 64 have a bucket each; above, 64 buckets share each doubling.
    private static func place(_ value: Int64) -> Int {
        guard value >= 1 << bits else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - bits + 1) << bits + Int(value >> Int64(exponent - bits)) & (1 << bits - 1)
    }

    private static func upperBound(_ place: Int) -> Int64 {
        guard place >= 1 << bits else { return Int64(place) }
        let exponent = place >> bits + bits - 1
        return (Int64(1 << bits + place & (1 << bits - 1)) + 1) << Int64(exponent - bits) - 1
    }
}
