// Addresses where the number is within the writing: Japanese, Korean, Chinese, Hindi.

enum AsianAddress {
    static func find(_ scan: ScannedText, at index: Int) -> Range<Int>? {
        let token = scan.tokens[index]
        guard scan[token.range.lowerBound] > 0x8FF else { return nil }
        return japanese(scan, index) ?? korean(scan, index) ?? chinese(scan, index) ?? hindi(scan, index)
    }

    private static func ends(_ scan: ScannedText, _ index: Int, _ endings: [String]) -> Bool {
        guard scan.tokens.indices.contains(index), scan.tokens[index].kind == .word else { return false }
        let text = scan.scalars[scan.tokens[index].range]
        return endings.contains { text.suffix($0.unicodeScalars.count).elementsEqual($0.unicodeScalars.map(\.value)) }
    }

    private static func begins(_ scan: ScannedText, _ index: Int, _ beginnings: [String]) -> Bool {
        guard scan.tokens.indices.contains(index), scan.tokens[index].kind == .word else { return false }
        let text = scan.scalars[scan.tokens[index].range]
        return beginnings.contains { text.starts(with: $0.unicodeScalars.map(\.value)) }
    }

    private static func isNumber(_ scan: ScannedText, _ index: Int) -> Bool { StreetFinder.isHouseNumber(scan, index) }

    /// 例町1丁目2番3号, 例町1-2-3, 例町5番地
    private static func japanese(_ scan: ScannedText, _ index: Int) -> Range<Int>? {
        let start = scan.tokens[index].range.lowerBound
        if begins(scan, index, ["丁目"]), isNumber(scan, index - 1), isNumber(scan, index + 1) {
            return scan.tokens[index - 1].range.lowerBound..<scan.tokens[index + 1].range.upperBound
        }
        if begins(scan, index, ["番地"]), isNumber(scan, index - 1) {
            return scan.tokens[index - 1].range.lowerBound..<start + 2
        }
        guard ends(scan, index, ["町", "区", "市", "村", "台", "丘"]), isNumber(scan, index + 1) else { return nil }
        let dashes = [index + 2, index + 4].filter {
            $0 + 1 < scan.tokens.count && scan[scan.tokens[$0].range.lowerBound] == 0x2D && isNumber(scan, $0 + 1)
        }
        return dashes.count == 2 ? start..<scan.tokens[index + 5].range.upperBound : nil
    }

    /// 예시로 12, 예시대로 12, 예시로12번길 3
    private static func korean(_ scan: ScannedText, _ index: Int) -> Range<Int>? {
        guard ends(scan, index, ["로", "길"]) else { return nil }
        var number = index + 1
        if number < scan.tokens.count, scan.tokens[number].kind == .space { number += 1 }
        guard isNumber(scan, number) else { return nil }
        let isPlace = index > 1 && ends(scan, index - 2, ["시", "구", "군", "읍", "면", "동"])
        let isSure = isPlace || ends(scan, index, ["대로", "번길"]) || begins(scan, number + 1, ["번길", "번지", "호"])
        return isSure ? scan.tokens[index].range.lowerBound..<scan.tokens[number].range.upperBound : nil
    }

    /// 示例路12号
    private static func chinese(_ scan: ScannedText, _ index: Int) -> Range<Int>? {
        guard ends(scan, index, ["路", "街", "道", "巷"]), isNumber(scan, index + 1), begins(scan, index + 2, ["号", "號"])
        else {
            return nil
        }
        return scan.tokens[index].range.lowerBound..<scan.tokens[index + 2].range.lowerBound + 1
    }

    /// मकान नंबर 12
    private static func hindi(_ scan: ScannedText, _ index: Int) -> Range<Int>? {
        guard begins(scan, index, ["मकान", "फ्लैट", "गली", "प्लॉट", "हाउस"]), begins(scan, index + 2, ["नंबर", "नम्बर", "नं", "न"])
        else {
            return nil
        }
        let number = (index + 3..<index + 6).first { isNumber(scan, $0) }
        return number.map { scan.tokens[index].range.lowerBound..<scan.tokens[$0].range.upperBound }
    }
}
