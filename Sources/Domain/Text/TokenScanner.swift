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
        let bytes = bytes
        var index = 0
        while true {
            while index < bytes.count, !Self.isSign(bytes[index]) { index += 1 }
            guard index < bytes.count else { return }
            switch bytes[index] {
            case UInt8(ascii: "@"): index = mention(at: index)
            case UInt8(ascii: "#"): index = tag(at: index, signLength: 1)
            case 0xEF: index = isFullWidthSign(at: index) ? tag(at: index, signLength: 3) : index + 1
            default: index = link(at: index)
            }
        }
    }

    /// The first bytes of `@`, `#`, `＃`, and of "http" in either case.
    @inline(__always)
    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#") || byte == 0xEF || byte | 0x20 == UInt8(ascii: "h")
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
