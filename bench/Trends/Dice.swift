// Chance that is the same for the same seed, in the shapes that counts of people have.

import Foundation

/// Numbers by SplitMix64.
struct Dice: Sendable {
    private var state: UInt64

    /// - Parameter parts: what the numbers depend on: another part, other numbers.
    init(_ parts: UInt64...) { state = parts.reduce(0) { Self.mix($0 &+ Self.step ^ $1) } }

    private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    static func seed(of text: String) -> UInt64 { text.utf8.reduce(0) { mix($0 &+ step ^ UInt64($1)) } }

    mutating func bits() -> UInt64 {
        state &+= Self.step
        return Self.mix(state)
    }

    /// 0..<1
    mutating func unit() -> Double { Double(bits() >> 11) / Double(1 << 53) }

    mutating func below(_ count: Int64) -> Int64 { Int64(unit() * Double(count)) }

    mutating func chance(_ part: Double) -> Bool { unit() < part }

    mutating func of<T>(_ things: [T]) -> T { things[Int(below(Int64(things.count)))] }

    mutating func between(_ least: Double, _ most: Double) -> Double { least + (most - least) * unit() }

    /// Between two numbers, small ones as often as large ones.
    mutating func scaled(_ least: Double, _ most: Double) -> Double { least * pow(most / least, unit()) }

    mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - unit()) }

    mutating func normal() -> Double { (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit()) }

    /// From 1 on; with a smaller exponent more of it is in few large ones.
    mutating func pareto(_ exponent: Double) -> Double { pow(1 - unit(), -1 / exponent) }

    /// With mean 1 and this variance (Marsaglia and Tsang, 2000).
    mutating func gamma(variance: Double) -> Double {
        let shape = 1 / variance
        guard shape >= 1 else { return boosted(shape) * variance }
        return large(shape) * variance
    }

    private mutating func boosted(_ shape: Double) -> Double { large(shape + 1) * pow(1 - unit(), 1 / shape) }

    private mutating func large(_ shape: Double) -> Double {
        let d = shape - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = pow(1 + c * x, 3)
            guard v > 0 else { continue }
            if log(1 - unit()) < x * x / 2 + d - d * v + d * log(v) { return d * v }
        }
    }

    mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 30 else { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        var (count, product) = (0, unit())
        let least = exp(-mean)
        while product > least {
            product *= unit()
            count += 1
        }
        return count
    }

    /// Negative binomial: its variance is mean + dispersion × mean².
    mutating func count(_ mean: Double, dispersion: Double) -> Int {
        poisson(mean * gamma(variance: max(dispersion, 1e-6)))
    }
}
