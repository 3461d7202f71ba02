// Randomness that is the same in every run with the same seed, on every machine.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A generator of its own for one of many things with the same seed, such as the text of one event.
    public init(seed: UInt64, stream: UInt64) {
        var mixer = SeededGenerator(seed: seed &+ stream &* 0xD1B5_4A32_D192_ED03)
        state = mixer.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// In 0..<1. Not the standard library's, whose way to draw may change between versions.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// In 0..<bound; `bound` must be positive.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of the list, all equally likely; nil if it is empty.
    mutating func pick<Element>(_ list: [Element]) -> Element? { list.isEmpty ? nil : list[below(list.count)] }

    /// The place in a list of weights.
    mutating func place(weights: [Double]) -> Int {
        var left = unit() * weights.reduce(0, +)
        for (place, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return place }
        }
        return weights.count - 1
    }
}
