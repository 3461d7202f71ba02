// Chance that is the same for the same seed.

/// Numbers by SplitMix64.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func bits() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func below(_ count: Int) -> Int { Int(bits() % UInt64(count)) }

    mutating func of<T>(_ things: [T]) -> T { things[below(things.count)] }

    /// In place of each `#` a digit, of `%` one from 2 to 9, of `@` a small letter, of `&` a hexadecimal digit.
    mutating func fill(_ pattern: String) -> String {
        String(
            pattern.map { character in
                switch character {
                case "#": Character(String(below(10)))
                case "%": Character(String(2 + below(8)))
                case "@": of(Array("abcdefghijklmnopqrstuvwxyz"))
                case "&": of(Array("0123456789abcdef"))
                default: character
                }
            }
        )
    }
}
