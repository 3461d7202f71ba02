// What is usual for a tag: a mean for each window that follows slowly, and what every week brings at the same time.

public import Basics

/// Exponentially weighted means, sampled at each full hour, and the same part of the last three weeks.
///
/// What came three weeks in a row is usual for its part of the week; what came once, however large, is not.
public struct TagBaseline: Sendable, Equatable {
    /// Parts of the week, three hours each, from the Thursday that 1970 began with.
    private static let parts = 56
    /// Weeks that are remembered.
    private static let weeks = 3

    /// People in each window, as usual.
    private var means: [Double]
    /// The most people in each window in each part of the last weeks; empty until the first week is over.
    private var remembered: [UInt16] = []
    /// Hours that were sampled.
    public private(set) var hours: Int64 = 0
    /// Number (since 1970) of the hour that was sampled last.
    private var lastHour: Int64 = -1

    public init(windows: Int) { means = Array(repeating: 0, count: windows) }

    /// People usual in window `place` at a moment.
    public func usual(_ place: Int, at now: Timestamp) -> Double {
        guard means.indices.contains(place) else { return 0 }
        guard !remembered.isEmpty else { return means[place] }
        let part = Self.part(now)
        // A window reaches back into the part before, and people are not as regular as clocks.
        let weekly =
            (0..<Self.weeks).map { week in
                max(remembered[index(place, part, week)], remembered[index(place, (part + 55) % Self.parts, week)])
            }.min() ?? 0
        return max(means[place], Double(weekly))
    }

    private static func part(_ moment: Timestamp) -> Int {
        Int(max(0, moment.milliseconds) / 10_800_000 % Int64(parts))
    }

    private func index(_ place: Int, _ part: Int, _ week: Int) -> Int {
        (place * Self.parts + part) * Self.weeks + week
    }

    /// Whether an hour has ended since the last sample. A tag's first hour is never sampled whole: it is left out.
    public mutating func isDue(_ now: Timestamp) -> Bool {
        let hour = now.milliseconds / 3_600_000
        guard lastHour >= 0 else {
            lastHour = hour
            return false
        }
        return hour > lastHour
    }

    /// Takes a sample of the people in each window.
    public mutating func sample(_ people: [Double], at now: Timestamp, _ parameters: TrendParameters) {
        let rate = 1 - pow2(-1 / (parameters.halfLifeDays * 24))
        for place in means.indices where people.indices.contains(place) {
            let mean = means[place]
            let deviation = (mean + parameters.overdispersion * mean * mean + parameters.floor).squareRoot()
            means[place] += rate * (min(people[place], mean + parameters.clip * deviation) - mean)
        }
        remember(people, at: now)
        hours += 1
        lastHour = now.milliseconds / 3_600_000
    }

    private mutating func remember(_ people: [Double], at now: Timestamp) {
        if remembered.isEmpty {
            guard people.contains(where: { $0 >= 1 }) else { return }
            remembered = Array(repeating: 0, count: means.count * Self.parts * Self.weeks)
        }
        let part = Self.part(now)
        let isNewPart = lastHour < 0 || Self.part(Timestamp(milliseconds: lastHour * 3_600_000)) != part
        for place in means.indices where people.indices.contains(place) {
            if isNewPart {
                for week in (1..<Self.weeks).reversed() {
                    remembered[index(place, part, week)] = remembered[index(place, part, week - 1)]
                }
                remembered[index(place, part, 0)] = 0
            }
            let value = UInt16(min(max(people[place], 0), 65_535))
            remembered[index(place, part, 0)] = max(remembered[index(place, part, 0)], value)
        }
    }

    /// Nothing is usual that is left.
    public var isForgotten: Bool { means.allSatisfy { $0 < 0.02 } }

    // MARK: Bytes

    /// For keeping: a version, then the fields, least significant byte first.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = [2, UInt8(clamping: means.count)]
        for number in [hours, lastHour] { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
        for value in means {
            withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for value in remembered { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// Nil for bytes that are none of ours, of another version or of other windows.
    public init?(bytes: [UInt8], windows: Int) {
        let whole = windows * Self.parts * Self.weeks
        let start = 18 + 4 * windows
        guard bytes.count == start || bytes.count == start + 2 * whole, bytes[0] == 2, Int(bytes[1]) == windows else {
            return nil
        }
        let number = { (start: Int, count: Int) -> UInt64 in
            (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
        hours = max(0, Int64(bitPattern: number(2, 8)))
        lastHour = min(max(-1, Int64(bitPattern: number(10, 8))), 1 << 40)
        means = (0..<windows).map { place in
            let value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(18 + 4 * place, 4))))
            return value.isFinite ? min(max(value, 0), 1e9) : 0
        }
        if bytes.count > start {
            remembered = (0..<whole).map { UInt16(truncatingIfNeeded: number(start + 2 * $0, 2)) }
        }
    }
}

/// 2 to a power between -1 and 0, by the series of the exponential function: exact to 1e-9 there.
func pow2(_ exponent: Double) -> Double {
    let x = exponent * 0.693_147_180_559_945_3
    var (term, sum) = (1.0, 1.0)
    for n in 1...12 {
        term *= x / Double(n)
        sum += term
    }
    return sum
}
