// Some neighbouring groups of a chain, as a possible phone number: its form, and what forms are no phone's.

struct PhoneWindow {
    let groups: ArraySlice<DigitChain.Group>
    let digits: ArraySlice<UInt8>
    /// Whether a plain group of the chain stands right before or after, of which this would be a part.
    let isPart: Bool

    init(_ chain: DigitChain, _ range: ClosedRange<Int>) {
        groups = chain.groups[range]
        digits =
            chain.digits[
                chain.groups[range.lowerBound].digits.lowerBound..<chain.groups[range.upperBound].digits.upperBound
            ]
        let joints = [range.lowerBound, range.upperBound + 1].filter { $0 > 0 && $0 < chain.groups.count }
        isPart = joints.contains { chain.groups[$0].gap.isPlain && chain.groups[$0].gap.symbol != 0 }
    }

    var range: Range<Int> { (groups.first?.range.lowerBound ?? 0)..<(groups.last?.range.upperBound ?? 0) }
    var firstToken: Int { groups.first?.tokens.lowerBound ?? 0 }
    var lastToken: Int { groups.last?.tokens.upperBound ?? 0 }
    var hasPlus: Bool { groups.first?.hasPlus ?? false }
    var shape: [Int] { groups.map { $0.digits.count } }
    var gaps: [DigitChain.Gap] { groups.dropFirst().map { $0.gap } }
    var spelled: Int { groups.reduce(0) { $0 + ($1.isSpelled ? $1.digits.count : 0) } }
    var isDisguised: Bool { groups.contains(where: \.isDisguised) }
    var first: UInt8 { digits.first ?? 0 }

    private var values: [Int] {
        groups.map { group in digits[group.digits].prefix(9).reduce(0) { $0 * 10 + Int($1) } }
    }

    // MARK: What is no phone number

    /// Years, a date without dashes, numbers in thousands, decimals, addresses of machines, scores, counting.
    var isSomethingElse: Bool {
        isMonotonous || isYears || isPlainDate || isThousands || isDecimal || isMachineAddress || isScore
    }

    /// 0000000, 123456789, 1 2 3 4 … 9 10 11.
    private var isMonotonous: Bool {
        let steps = zip(digits, digits.dropFirst()).map { (Int($1) - Int($0) + 10) % 10 }
        let values = values
        let counts = values.count > 2 && zip(values, values.dropFirst()).allSatisfy { $1 - $0 == 1 }
        return Set(digits).count == 1 || digits.allSatisfy { $0 < 2 } || Set(steps).count == 1 || counts
    }

    private var isYears: Bool {
        groups.count > 1 && zip(shape, values).allSatisfy { $0 == 4 && (1500..<2200).contains($1) }
    }

    /// 20261129, with or without a time after it; 2026-13-01, which is no date and was to be one.
    private var isPlainDate: Bool {
        if shape == [4, 2, 2], (1900..<2100).contains(values[0]) { return true }
        guard shape[0] == 8, groups.count <= 2 else { return false }
        let (year, month, day) = (values[0] / 10000, values[0] / 100 % 100, values[0] % 100)
        return (1900..<2100).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }

    /// 1.234.567.890
    private var isThousands: Bool {
        guard groups.count > 1, first != 0, shape[0] <= 3, shape.dropFirst().allSatisfy({ $0 == 3 }) else {
            return false
        }
        return gaps.allSatisfy { $0.symbol == 0x2E || $0.symbol == 0x2C || $0.symbol == 0x27 }
    }

    /// Whether it might be in thousands, with spaces: 612 345 678 is both.
    var maybeThousands: Bool {
        groups.count > 1 && first != 0 && shape[0] <= 3 && shape.dropFirst().allSatisfy { $0 == 3 }
    }

    /// 3.14159265, 52.370216
    private var isDecimal: Bool {
        groups.count == 2 && shape[0] <= 3 && shape[1] >= 5 && (gaps[0].symbol == 0x2E || gaps[0].symbol == 0x2C)
    }

    private var isMachineAddress: Bool {
        groups.count == 4 && shape.allSatisfy { $0 <= 3 } && values.allSatisfy { $0 < 256 }
            && gaps.allSatisfy { $0.symbol == 0x2E } && !hasPlus
    }

    /// 21-19 18-21 21-17
    private var isScore: Bool {
        guard groups.count >= 4, groups.count.isMultiple(of: 2), first != 0, shape.allSatisfy({ $0 <= 2 }) else {
            return false
        }
        return gaps.enumerated().allSatisfy { ($0.offset % 2 == 0) == ($0.element.symbol == 0x2D) }
    }

    /// ISBN-13.
    var isBookNumber: Bool {
        guard digits.count == 13, [978, 979].contains(Checksum.remainder(digits.prefix(3), 1000)) else { return false }
        return Checksum.weighted(Array(digits), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
    }

    // MARK: How much its form says

    /// Three, three and four: how North America writes its numbers.
    var isNorthAmerican: Bool {
        shape == [3, 3, 4] && first > 1 && gaps.allSatisfy { $0.isPlain }
    }

    /// How much the form alone speaks for a phone number, 0 to 6; at 5 with a number that exists it is one.
    var form: Int {
        if spelled == 0, hasMixedGaps { return 0 }
        if first == 0 { return formWithZero }
        if isNorthAmerican { return 5 }
        if spelled >= 5 { return 4 }
        if isGrouped { return maybeThousands ? 3 : groups.count > 4 && isPairs ? 2 : 4 }
        if groups.count > 8, shape.allSatisfy({ $0 == 1 }) { return 4 }
        if shape == [5, 5] || shape == [4, 4] { return 3 }
        return digits.count <= 8 ? 1 : 2
    }

    /// Other symbols than usual, and not the same one throughout: code rather than a number.
    private var hasMixedGaps: Bool {
        let odd = gaps.filter { !$0.isPlain }.map(\.symbol)
        return odd.contains(0) || Set(odd).count > 1
    }

    private var formWithZero: Int {
        guard (9...12).contains(digits.count),
            shape[0] > 1 || shape.allSatisfy({ $0 <= 2 }) || groups.count == 1 || spelled > 5
        else { return 2 }
        return ((10...11).contains(digits.count) ? 5 : 4) + (groups.count > 1 && gaps.allSatisfy(\.isPlain) ? 1 : 0)
    }

    /// 12 24 36 48 60: more often a list than a number.
    private var isPairs: Bool { shape.allSatisfy { $0 == 2 } }

    private var isGrouped: Bool {
        groups.count > 2 && shape.allSatisfy { $0 <= 5 } && shape.filter { $0 == 1 }.count < 2
            && gaps.allSatisfy(\.isPlain)
            && Set(gaps.map(\.symbol)).count <= 2
    }
}
