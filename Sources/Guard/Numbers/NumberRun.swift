// Digits in groups, as people and printers write long numbers.

/// Groups of digits with one symbol or space between each two.
struct NumberRun {
    var digits: [UInt8]
    /// As "4 4 4 4": the lengths of the groups.
    var shape: [Int]
    /// What stands between the groups; 0 where they differ or there is one group only.
    var separator: UInt32
    var range: Range<Int>
    /// Indices of tokens.
    var tokens: ClosedRange<Int>
    /// Whether another group stands beside it in the same way.
    var isPart: Bool

    /// All runs of neighbouring groups that have this many digits together.
    static func all(in scan: ScannedText, digits counts: ClosedRange<Int>) -> [NumberRun] {
        var runs: [NumberRun] = []
        for first in scan.tokens.indices where scan.tokens[first].kind == .digits {
            var (last, count) = (first, scan.tokens[first].range.count)
            while count <= counts.upperBound, (last - first) / 2 < mostGroups {
                if counts.contains(count) {
                    let run = NumberRun(scan, tokens: first...last)
                    if !scan.isMasked(run.range) { runs.append(run) }
                }
                guard last + 2 < scan.tokens.count, scan.tokens[last + 2].kind == .digits,
                    isSeparator(scan, scan.tokens[last + 1])
                else { break }
                last += 2
                count += scan.tokens[last].range.count
            }
        }
        return runs
    }

    /// France writes its identity numbers in seven.
    private static let mostGroups = 8

    private static func isSeparator(_ scan: ScannedText, _ token: Token) -> Bool {
        switch scan[token.range.lowerBound] {
        case 0x20, 0x2D, 0x2E, 0x2F: token.range.count == 1
        default: false
        }
    }

    private init(_ scan: ScannedText, tokens: ClosedRange<Int>) {
        self.tokens = tokens
        range = scan.tokens[tokens.lowerBound].range.lowerBound..<scan.tokens[tokens.upperBound].range.upperBound
        shape = stride(from: tokens.lowerBound, through: tokens.upperBound, by: 2).map { scan.tokens[$0].range.count }
        let separators = Set(
            stride(from: tokens.lowerBound + 1, to: tokens.upperBound, by: 2).map {
                scan[scan.tokens[$0].range.lowerBound]
            }
        )
        let separator = separators.count == 1 ? separators.first ?? 0 : 0
        self.separator = separator
        isPart = [(tokens.lowerBound - 1, tokens.lowerBound - 2), (tokens.upperBound + 1, tokens.upperBound + 2)]
            .contains {
                scan.tokens.indices.contains($0.1) && scan.tokens[$0.1].kind == .digits
                    && scan[scan.tokens[$0.0].range.lowerBound] == separator && scan.tokens[$0.0].range.count == 1
            }
        digits = scan.alphanumerics(range).map { $0 &- 0x30 }
    }

    var text: String { String(digits.map { Character(Unicode.Scalar($0 &+ 0x30)) }) }

    /// Whether a letter stands right before or after.
    func isAttached(_ scan: ScannedText) -> Bool {
        let (before, after) = (scan[range.lowerBound - 1], scan[range.upperBound])
        return ScalarFolding.isLetter(before) && !ScalarFolding.isUnspaced(before)
            || ScalarFolding.isLetter(after) && !ScalarFolding.isUnspaced(after)
    }
}

/// What words near a number say.
extension ScannedText {
    /// Traits of the words among the tokens before one, back to the end of a line.
    func traits(before token: Int, within tokens: Int) -> Word.Traits {
        var traits: Word.Traits = []
        var index = token - 1
        while index >= 0, token - index <= tokens, self.tokens[index].kind != .newline {
            traits.formUnion(self.tokens[index].word.traits)
            index -= 1
        }
        return traits
    }

    func traits(after token: Int, within tokens: Int) -> Word.Traits {
        var traits: Word.Traits = []
        var index = token + 1
        while index < self.tokens.count, index - token <= tokens, self.tokens[index].kind != .newline {
            traits.formUnion(self.tokens[index].word.traits)
            index += 1
        }
        return traits
    }

    /// Whether one of these stands in the folded text of a range: for scripts without spaces.
    func contains(_ words: [[UInt32]], in range: Range<Int>) -> Bool {
        let range = range.clamped(to: 0..<count)
        return words.contains { word in
            guard range.count >= word.count, !isASCII || word[0] < 0x80 else { return false }
            return (range.lowerBound...range.upperBound - word.count).contains { start in
                scalars[start..<start + word.count].elementsEqual(word)
            }
        }
    }
}
