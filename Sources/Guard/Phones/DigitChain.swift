// Digits that somebody may read as one number: in figures, in words, apart, with letters in place of digits.

/// Groups of digits with little between them.
struct DigitChain {
    struct Group {
        /// Of the chain's digits.
        var digits: Range<Int>
        /// Of the text's scalars.
        var range: Range<Int>
        /// Of the text's tokens.
        var tokens: ClosedRange<Int>
        /// In words, or in numerals that are letters.
        var isSpelled = false
        /// With letters in place of digits.
        var isDisguised = false
        var hasPlus = false
        /// What stands between it and the group before.
        var gap = Gap()
    }

    struct Gap {
        /// The only symbol in it, or a space; 0 where there are several or none.
        var symbol: UInt32 = 0
        /// Space, dash, dot, slash and round brackets only.
        var isPlain = true
        var hasBracket = false
    }

    private(set) var digits: [UInt8] = []
    private(set) var groups: [Group] = []

    /// All chains of a text with at least seven digits.
    static func all(in scan: ScannedText) -> [DigitChain] {
        var chains: [DigitChain] = []
        var index = 0
        while index < scan.tokens.count {
            guard let first = DigitGroup(scan, at: index, isInChain: false) else {
                index += 1
                continue
            }
            var chain = DigitChain()
            chain.append(first, gap: Gap(), scan)
            index = first.tokens.upperBound + 1
            while let (group, gap) = chain.next(scan, at: index) {
                chain.append(group, gap: gap, scan)
                index = group.tokens.upperBound + 1
            }
            if chain.digits.count >= 7 { chains.append(chain) }
        }
        return chains
    }

    private mutating func append(_ group: DigitGroup, gap: Gap, _ scan: ScannedText) {
        // "+44 (0)20": the zero is dialled from within only.
        let isZeroInBrackets =
            group.values == [0] && groups.first?.hasPlus == true && gap.hasBracket
            && scan[group.range.upperBound] == 0x29
        let start = digits.count
        if !isZeroInBrackets { digits += group.values }
        groups.append(
            Group(
                digits: start..<digits.count,
                range: group.range,
                tokens: group.tokens,
                isSpelled: group.isSpelled,
                isDisguised: group.isDisguised,
                hasPlus: group.hasPlus,
                gap: gap
            )
        )
    }

    /// The group after the gap that begins at `index`, if it still belongs to the chain.
    private func next(_ scan: ScannedText, at index: Int) -> (DigitGroup, Gap)? {
        var gap = Gap()
        var (next, length) = (index, 0)
        var isBroken = false
        while next < scan.tokens.count, length < 6 {
            if let group = DigitGroup(scan, at: next, isInChain: true), next > index || group.isSpelled {
                let isApart = group.values.count <= 2 && (groups.last?.digits.count ?? 0) <= 2 || group.isSpelled
                return group.hasPlus || isBroken && !isApart ? nil : (group, gap)
            }
            let token = scan.tokens[next]
            guard !scan.isMasked(token.range), gap.add(scan, token) else { return nil }
            let scalar = scan[token.range.lowerBound]
            isBroken = isBroken || Self.breaks(scalar, before: scan[token.range.upperBound])
            length += scalar == 0x28 || scalar == 0x29 ? 0 : token.range.count
            next += 1
        }
        return nil
    }

    /// A line end, a semicolon, and a comma or full stop with a space end a number, unless its digits stand apart.
    private static func breaks(_ scalar: UInt32, before after: UInt32) -> Bool {
        scalar == 0x0A || scalar == 0x3B || (scalar == 0x2C || scalar == 0x2E) && (after == 0x20 || after == 0x0A)
    }
}

extension DigitChain.Gap {
    /// False where the token cannot stand within a number.
    fileprivate mutating func add(_ scan: ScannedText, _ token: Token) -> Bool {
        let scalar = scan[token.range.lowerBound]
        switch token.kind {
        case .space, .newline:
            guard token.range.count <= 3 else { return false }
            if symbol == 0 { symbol = 0x20 }
        case .symbol:
            // A plus begins another number, a hash sign an id.
            guard scalar != 0x2B, scalar != 0x23 else { return false }
            let isUsual = [0x2D, 0x2E, 0x2F, 0x28, 0x29].contains(scalar)
            // "==" is no separator.
            guard isUsual || symbol != scalar else { return false }
            hasBracket = hasBracket || scalar == 0x28 || scalar == 0x29
            symbol = symbol == 0 || symbol == 0x20 || symbol == scalar ? scalar : 0
            isPlain = isPlain && isUsual
        case .word:
            // "090ー1234", "090の1234".
            guard token.range.count == 1, scalar == 0x30FC || scalar == 0x306E else { return false }
            symbol = 0x2D
        case .digits, .numerals: return false
        }
        return true
    }
}

/// One group of digits at a token.
struct DigitGroup {
    var values: [UInt8] = []
    var range: Range<Int>
    var tokens: ClosedRange<Int>
    var isSpelled = false
    var isDisguised = false
    var hasPlus = false

    init?(_ scan: ScannedText, at index: Int, isInChain: Bool) {
        let token = scan.tokens[index]
        guard token.kind == .digits || token.kind == .word || token.kind == .numerals, !scan.isMasked(token.range)
        else {
            return nil
        }
        (range, tokens) = (token.range, index...index)
        if token.kind == .numerals {
            isSpelled = true
            values = scan.scalars[token.range].compactMap(Numerals.digit)
        } else if let figures = Self.figures(scan, at: index, isInChain: isInChain) {
            (values, tokens) = figures
            isDisguised = scan.tokens[tokens].contains { $0.kind != .digits }
        } else if let digit = token.word.digit {
            (isSpelled, values) = (true, [digit])
        } else if token.word.times > 1, let repeated = Self.repeated(scan, at: index) {
            (isSpelled, values, tokens) = (true, repeated.values, repeated.tokens)
        } else {
            return nil
        }
        range = range.lowerBound..<scan.tokens[tokens.upperBound].range.upperBound
        findPlus(scan)
    }

    private mutating func findPlus(_ scan: ScannedText) {
        var before = range.lowerBound - 1
        while range.lowerBound - before <= 2, scan[before] == 0x20 || scan[before] == 0x28 { before -= 1 }
        guard scan[before] == 0x2B, !scan.isDigit(before - 1) else { return }
        hasPlus = true
        range = before..<range.upperBound
    }

    /// Figures, and letters that look like them: "o6l2345678", and "oo" or "OIO" between groups or before one.
    private static func figures(_ scan: ScannedText, at index: Int, isInChain: Bool) -> (
        values: [UInt8], tokens: ClosedRange<Int>
    )? {
        var (values, last, hasFigures): ([UInt8], Int, Bool) = ([], index - 1, false)
        while last + 1 < scan.tokens.count, values.count < 40 {
            let token = scan.tokens[last + 1]
            if token.kind == .digits {
                values += scan.scalars[token.range].prefix(40).map { UInt8(truncatingIfNeeded: $0 &- 0x30) }
                hasFigures = true
            } else if let letters = lookalikes(scan, token) {
                values += letters
            } else {
                break
            }
            last += 1
        }
        guard last >= index else { return nil }
        return hasFigures || isInChain || isPrefix(scan, values, last) ? (values, index...last) : nil
    }

    /// "OIO-1234": letters that begin a number.
    private static func isPrefix(_ scan: ScannedText, _ values: [UInt8], _ last: Int) -> Bool {
        guard (2...4).contains(values.count), values[0] == 0, last + 2 < scan.tokens.count else { return false }
        return scan.tokens[last + 1].kind != .word && scan.tokens[last + 2].kind == .digits
    }

    private static func lookalikes(_ scan: ScannedText, _ token: Token) -> [UInt8]? {
        guard token.kind == .word || token.kind == .symbol, token.range.count <= 4 else { return nil }
        var values: [UInt8] = []
        for scalar in scan.scalars[token.range] {
            switch scalar {
            case 0x6F, 0x43E, 0x3BF: values.append(0)
            case 0x6C, 0x69, 0x7C, 0x456: values.append(1)
            default: return nil
            }
        }
        return values
    }

    /// "double five".
    private static func repeated(_ scan: ScannedText, at index: Int) -> (values: [UInt8], tokens: ClosedRange<Int>)? {
        guard index + 2 < scan.tokens.count, scan.tokens[index + 1].kind == .space else { return nil }
        let next = scan.tokens[index + 2]
        let figure =
            next.kind == .digits && next.range.count == 1
            ? UInt8(truncatingIfNeeded: scan[next.range.lowerBound] &- 0x30) : nil
        guard let digit = next.word.digit ?? figure else { return nil }
        return (Array(repeating: digit, count: Int(scan.tokens[index].word.times)), index...index + 2)
    }
}
