// Numbers of payment cards: ISO/IEC 7812, in the ranges of the large schemes.

enum CardFinder {
    static func find(in scan: ScannedText) -> [Span] {
        NumberRun.all(in: scan, digits: 13...19).compactMap { run in
            guard isCard(run), !run.isAttached(scan), Set(run.digits).count > 1,
                Checksum.luhn(run.digits), isTold(run, scan)
            else { return nil }
            return Span(kind: .cardNumber, range: run.range, key: run.text)
        }
    }

    /// A tenth of all numbers passes Luhn's sum; ids of posts have 18 or 19 digits. So either in the groups of a card, or
    /// of the common length and not called an order.
    private static func isTold(_ run: NumberRun, _ scan: ScannedText) -> Bool {
        let isGrouped = run.shape.count > 2 && run.shape[0] == 4 && (run.separator == 0x20 || run.separator == 0x2D)
        if isGrouped { return true }
        guard run.shape.count == 1, (15...16).contains(run.digits.count) else { return false }
        return scan.traits(before: run.tokens.lowerBound, within: 6).isDisjoint(with: .reference)
    }

    private static func isCard(_ run: NumberRun) -> Bool {
        let count = run.digits.count
        let four = run.digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        return switch four {
        case 4000...4999: count == 13 || count == 16 || count == 19
        case 5100...5599, 2221...2720: count == 16
        case 3400...3499, 3700...3799: count == 15
        case 3528...3589, 6011, 6440...6599, 6200...6299: count >= 16
        case 3000...3059, 3600...3699, 3800...3999: count >= 14
        case 5000...5099, 5600...5899, 6000...6099, 6300...6399, 6700...6799: count >= 16
        default: false
        }
    }
}
