// Character references of HTML: "&amp;", "&#39;", "&#x1F600;", "&copy 2026", all 2,231 names of the standard.

/// Decodes one character reference (HTML Living Standard, 13.2.5.72 "Character reference state").
enum HTMLReference {
    /// The text of the reference at the `&` at `start`, and the index after it. What is no known reference is the plain `&`.
    ///
    /// - Parameter inAttribute: whether the text is an attribute's value, where `&copy=1` of an address stays as it is.
    static func decode(
        _ bytes: [UInt8],
        at start: Int,
        inAttribute: Bool = false
    ) -> (text: String, next: Int) {
        let first = start + 1
        guard first < bytes.count else { return ("&", first) }
        if bytes[first] == UInt8(ascii: "#") { return number(bytes, at: first + 1) ?? ("&", first) }
        var end = first
        // The bound keeps "&&&&" and "&aaaa" linear.
        while end < bytes.count, end - first < longest, ASCII.isAlphanumeric(bytes[end]) { end += 1 }
        let name = String(decoding: bytes[first..<end], as: UTF8.self)
        if end < bytes.count, bytes[end] == UInt8(ascii: ";"), let found = named[name] { return (found.text, end + 1) }
        return bare(name[...], isAttribute: inAttribute, next: end < bytes.count ? bytes[end] : nil)
            .map { ($0.text, first + $0.count) } ?? ("&", first)
    }

    /// The longest beginning of `name` that counts without a semicolon.
    private static func bare(_ name: Substring, isAttribute: Bool, next: UInt8?) -> (text: String, count: Int)? {
        for count in stride(from: min(name.utf8.count, longestBare), to: 1, by: -1) {
            guard let found = named[String(name.prefix(count))], found.isBare else { continue }
            if isAttribute, count < name.utf8.count || next == UInt8(ascii: "=") { return nil }
            return (found.text, count)
        }
        return nil
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
        // 13.2.5.80: what was written for windows-1252 is read as such.
        if (0x80..<0xA0).contains(value) { value = Windows1252.scalar(UInt8(value)).value }
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        return (String(Character(scalar ?? "\u{FFFD}")), index)
    }

    /// Of "CounterClockwiseContourIntegral".
    private static let longest = 31
    /// Of "Aacute" and its like.
    private static let longestBare = 6

    private static let named: [String: (text: String, isBare: Bool)] = {
        var named: [String: (text: String, isBare: Bool)] = [:]
        named.reserveCapacity(2200)
        let bytes = list.withUTF8Buffer { Array($0) }
        for entry in bytes.split(separator: UInt8(ascii: " ")) {
            guard let sign = entry.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "!") }) else {
                continue
            }
            var text = String.UnicodeScalarView()
            for code in entry[(sign + 1)...].split(separator: UInt8(ascii: "+")) {
                let value = UInt32(String(decoding: code, as: UTF8.self), radix: 16)
                if let scalar = value.flatMap(Unicode.Scalar.init) { text.append(scalar) }
            }
            let name = String(decoding: entry[..<sign], as: UTF8.self)
            named[name] = (String(text), entry[sign] == UInt8(ascii: "!"))
        }
        return named
    }()
}

extension HTML {
    /// A text with its character references decoded, and nothing else changed.
    ///
    /// - Parameter inAttribute: whether the text is an attribute's value.
    public static func decodingReferences(_ bytes: [UInt8], inAttribute: Bool = false) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&") {
                let (text, next) = HTMLReference.decode(bytes, at: index, inAttribute: inAttribute)
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
