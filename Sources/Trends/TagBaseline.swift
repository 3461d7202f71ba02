// What is usual for a tag: a mean for each window that follows slowly, and how the week goes for it.

public import Basics

/// Exponentially weighted means, sampled at each full hour.
public struct TagBaseline: Sendable, Equatable {
    /// Parts of the week, three hours each, from the Thursday that 1970 began with.
    private static let parts = 56

    /// People in each window, as usual.
    private var means: [Double]
    /// People in an hour, as usual in each part of the week.
    private var week: [Double]
    /// Hours that were sampled.
    public private(set) var hours: Int64 = 0
    /// Number (since 1970) of the hour that was sampled last.
    private var lastHour: Int64 = -1

    public init(windows: Int) {
        means = Array(repeating: 0, count: windows)
        week = Array(repeating: 0, count: Self.parts)
    }

    /// People usual in window `place` at a moment: the mean times how this part of the week compares with the whole.
    public func usual(_ place: Int, of seconds: Int64, at now: Timestamp) -> Double {
        guard means.indices.contains(place) else { return 0 }
        let mean = week.reduce(0, +) / Double(Self.parts)
        // Few people make a poor week: then all parts are taken to be alike.
        let still = 3.0
        let part = Self.part(now)
        let back = Int(min(max(seconds / 10_800, 1), 8))
        let here = (0..<back).reduce(0) { $0 + week[(part - $1 + Self.parts) % Self.parts] } / Double(back)
        return means[place] * (here + still) / (mean + still)
    }

    private static func part(_ moment: Timestamp) -> Int {
        Int(max(0, moment.milliseconds) / 10_800_000 % Int64(parts))
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
            let usual = usual(place, of: parameters.windows[place], at: now)
            let most = usual + parameters.clip * deviation(usual, parameters)
            means[place] += rate * (min(people[place], most) - means[place])
        }
        if people.count > 1 {
            let part = Self.part(now)
            let most = week[part] + parameters.clip * deviation(week[part], parameters)
            // A part of the week comes three hours of 168: so that four weeks are half of it.
            week[part] += 0.056 * (min(people[1], most) - week[part])
        }
        hours += 1
        lastHour = now.milliseconds / 3_600_000
    }

    /// Nothing is usual that is left.
    public var isForgotten: Bool { means.allSatisfy { $0 < 0.02 } }

    /// √(μ + φμ² + s₀).
    private func deviation(_ usual: Double, _ parameters: TrendParameters) -> Double {
        (usual + parameters.overdispersion * usual * usual + parameters.floor).squareRoot()
    }

    // MARK: Bytes

    /// For keeping: a version, then the fields, least significant byte first.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = [1, UInt8(clamping: means.count)]
        for number in [hours, lastHour] { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
        for value in means + week {
            withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Nil for bytes that are none of ours, of another version or of other windows.
    public init?(bytes: [UInt8], windows: Int) {
        let values = windows + Self.parts
        guard bytes.count == 18 + 4 * values, bytes[0] == 1, Int(bytes[1]) == windows else { return nil }
        let number = { (start: Int, count: Int) -> UInt64 in
            (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
        hours = max(0, Int64(bitPattern: number(2, 8)))
        lastHour = Int64(bitPattern: number(10, 8))
        let floats = (0..<values).map { place -> Double in
            let value = Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(18 + 4 * place, 4))))
            return value.isFinite ? min(max(value, 0), 1e9) : 0
        }
        means = Array(floats[..<windows])
        week = Array(floats[windows...])
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
