// Character references of HTML ("&amp;", "&#39;", "&#x1F600;"): the numeric ones and the named ones that posts use.

/// Decodes one character reference (HTML Living Standard, 13.2.5.72 "Character reference state").
enum HTMLReference {
    /// The text of the reference at the `&` at `start`, and the index after it. What is no known
    /// reference is the plain `&`.
    static func decode(_ bytes: [UInt8], at start: Int) -> (text: String, next: Int) {
        let first = start + 1
        guard first < bytes.count else { return ("&", first) }
        if bytes[first] == UInt8(ascii: "#") { return number(bytes, at: first + 1) ?? ("&", first) }
        var index = first
        // The longest name of the table has 6 letters; the bound keeps "&&&&" and "&aaaa" linear.
        while index < bytes.count, index - first < 8, ASCII.isAlphanumeric(bytes[index]) { index += 1 }
        let name = String(decoding: bytes[first..<index], as: UTF8.self)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ";"), let text = named[name] else {
            return ("&", first)
        }
        return (text, index + 1)
    }

    private static func number(_ bytes: [UInt8], at start: Int) -> (text: String, next: Int)? {
        var index = start
        let isHex = index < bytes.count && ASCII.lowercased(bytes[index]) == UInt8(ascii: "x")
        if isHex { index += 1 }
        let digits = index
        var value: UInt32 = 0
        while index < bytes.count, let digit = ASCII.hexValue(bytes[index]), isHex || digit < 10 {
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
            index += 1
        }
        guard index > digits else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ";") { index += 1 }
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        return (String(Character(scalar ?? "\u{FFFD}")), index)
    }

    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "shy": "\u{AD}",
        "copy": "©", "reg": "®", "trade": "™", "deg": "°", "middot": "·", "times": "×", "euro": "€", "pound": "£",
        "laquo": "«", "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "hellip": "…",
        "ndash": "–", "mdash": "—", "bull": "•", "para": "¶", "sect": "§", "zwj": "\u{200D}", "zwnj": "\u{200C}",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
        "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "ntilde": "ñ", "iexcl": "¡", "iquest": "¿",
    ]
}

extension HTML {
    /// A text with its character references decoded, and nothing else changed.
    public static func decodingReferences(_ bytes: [UInt8]) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&") {
                let (text, next) = HTMLReference.decode(bytes, at: index)
                out.append(contentsOf: text.utf8)
                index = next
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
