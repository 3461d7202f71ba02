// How many engagements the weekend of October 2017 had by each hour after the call (DESIGN, section 6).

/// Cumulative engagements by hours since the call, monotone, exactly through the published points.
///
/// Between them it is a monotone cubic (Fritsch and Carlson, "Monotone piecewise cubic interpolation", 1980): neither a
/// jump in the rate at a point nor a fall in between.
public struct ArrivalCurve: Sendable {
    let hours: [Double]
    let counts: [Double]
    private let slopes: [Double]

    init(_ points: [(hours: Double, count: Double)]) {
        hours = points.map(\.hours)
        counts = points.map(\.count)
        slopes = ArrivalCurve.monotoneSlopes(hours, counts)
    }

    /// The same number of events every hour.
    static func flat(perHour: Double, hours: Double) -> ArrivalCurve {
        ArrivalCurve([(0, 0), (hours, perHour * hours)])
    }

    /// The weekend and the ten days after it: published are 20 k, 83 k, 109 k, 500 k and 1.7 million; the rest is shaped
    /// by the clock (the call went out at 20:21 UTC; from 9 to 15 hours later America sleeps).
    public static let weekend: ArrivalCurve = {
        var points: [(hours: Double, count: Double)] = [
            (0, 0), (0.5, 1_900), (1, 4_000), (2, 9_000), (3.7, 20_000), (5.7, 83_000), (7.7, 109_000), (10, 137_000),
            (13, 180_000), (15, 230_000), (18, 330_000), (21, 425_000), (24, 500_000),
        ]
        let ofDay = [0.16, 0.15, 0.08, 0.06, 0.11, 0.16, 0.15, 0.13]
        let days: [Double] = [350_000, 220_000, 150_000, 110_000, 90_000, 80_000, 75_000, 65_000, 60_000]
        var (hour, count) = (24.0, 500_000.0)
        for day in days {
            for share in ofDay {
                hour += 3
                count += day * share
                points.append((hour, count))
            }
        }
        return ArrivalCurve(points)
    }()

    /// Engagements by then.
    public func cumulative(_ hour: Double) -> Double {
        guard hour > 0 else { return 0 }
        guard let end = hours.last, hour < end else { return counts.last ?? 0 }
        let segment = segment(of: hour, in: hours)
        return value(segment, fraction: (hour - hours[segment]) / (hours[segment + 1] - hours[segment]))
    }

    /// Engagements an hour at that moment.
    public func rate(_ hour: Double) -> Double {
        let step = 1.0 / 360
        return (cumulative(hour + step) - cumulative(max(0, hour - step))) / (hour < step ? hour + step : 2 * step)
    }

    /// When the count is reached, in hours.
    func hour(of count: Double) -> Double {
        guard let total = counts.last, count < total else { return hours.last ?? 0 }
        let segment = segment(of: count, in: counts)
        var (low, high) = (0.0, 1.0)
        for _ in 0..<32 {
            let middle = (low + high) / 2
            if value(segment, fraction: middle) < count { low = middle } else { high = middle }
        }
        return hours[segment] + (low + high) / 2 * (hours[segment + 1] - hours[segment])
    }

    /// Engagements of the busiest hour.
    public var busiestHour: Double {
        var busiest = 0.0
        var start = 0.0
        while start < (hours.last ?? 0) {
            busiest = max(busiest, cumulative(start + 1) - cumulative(start))
            start += 0.05
        }
        return busiest
    }

    private func segment(of value: Double, in list: [Double]) -> Int {
        var (low, high) = (0, list.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if list[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }

    /// Cubic Hermite on one segment.
    private func value(_ segment: Int, fraction t: Double) -> Double {
        let width = hours[segment + 1] - hours[segment]
        let (t2, t3) = (t * t, t * t * t)
        return (2 * t3 - 3 * t2 + 1) * counts[segment] + (t3 - 2 * t2 + t) * width * slopes[segment]
            + (3 * t2 - 2 * t3) * counts[segment + 1] + (t3 - t2) * width * slopes[segment + 1]
    }

    private static func monotoneSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
        let secants = zip(zip(x, x.dropFirst()), zip(y, y.dropFirst())).map { ($1.1 - $1.0) / ($0.1 - $0.0) }
        guard let first = secants.first, let last = secants.last else { return [0] }
        var slopes = [first]
        // The harmonic mean is 0 beside a flat segment and never more than three times the smaller secant.
        for (before, after) in zip(secants, secants.dropFirst()) {
            slopes.append(before * after > 0 ? 2 * before * after / (before + after) : 0)
        }
        return slopes + [last]
    }
}
