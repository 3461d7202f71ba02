// The sums by which long numbers check themselves.

enum Checksum {
    /// ISO/IEC 7812-1, annex B.
    static func luhn(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let value = Int(entry.element) * (entry.offset % 2 == 1 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum % 10 == 0
    }

    /// The sum of digits times weights; digits past the weights are left out.
    static func weighted(_ digits: [UInt8], _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
    }

    /// The number that some digits write, modulo `modulus` (at most a million).
    static func remainder(_ digits: some Sequence<UInt8>, _ modulus: Int) -> Int {
        digits.reduce(0) { ($0 * 10 + Int($1)) % modulus }
    }

    /// ISO 7064, MOD 11,10.
    static func mod11and10(_ digits: [UInt8]) -> Bool {
        var product = 10
        for digit in digits.dropLast() {
            var sum = (Int(digit) + product) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
        }
        return (11 - product) % 10 == Int(digits.last ?? 10)
    }

    /// Verhoeff's sum over the dihedral group of ten.
    static func verhoeff(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            var permuted = Int(digit)
            for _ in 0..<position % 8 { permuted = permutation[permuted] }
            sum = product(sum, permuted)
        }
        return sum == 0
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    /// 0 to 4 are rotations of a pentagon, 5 to 9 reflections.
    private static func product(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): (a + b - 5) % 5 + 5
        case (false, true): (a - 5 - b + 5) % 5 + 5
        case (false, false): (a - b + 5) % 5
        }
    }
}
