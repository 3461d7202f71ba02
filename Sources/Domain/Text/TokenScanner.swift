// Finds the tokens of a text from left to right: jumps from sign to sign, then hands over to the rule of that sign.
// Each rule gives the index to go on from, and no byte is read by more than a few rules: the time is linear.

import Basics

struct TokenScanner {
    let bytes: [UInt8]
    var tokens: [StatusToken] = []

    static func scan(_ bytes: [UInt8]) -> [StatusToken] {
        var scanner = TokenScanner(bytes: bytes)
        scanner.scan()
        return scanner.tokens
    }

    private mutating func scan() {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "@"): index = mention(at: index)
            case UInt8(ascii: "#"): index = tag(at: index, signLength: 1)
            case 0xEF where isFullWidthSign(at: index): index = tag(at: index, signLength: 3)
            case UInt8(ascii: "h"), UInt8(ascii: "H"): index = link(at: index)
            default: index += 1
            }
        }
    }

    /// "＃", U+FF03, is EF BC 83.
    private func isFullWidthSign(at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index + 1] == 0xBC && bytes[index + 2] == 0x83
    }

    /// True when `index` is at "://".
    func isAtSchemeEnd(_ index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == UInt8(ascii: ":") && bytes[index + 1] == UInt8(ascii: "/")
            && bytes[index + 2] == UInt8(ascii: "/")
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}
