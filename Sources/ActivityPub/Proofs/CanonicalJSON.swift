// JCS (RFC 8785): one text for each JSON value, so that a signature can be over the value and not over its spelling.

internal import Basics

enum CanonicalJSON {
    /// Nil for numbers that no double is (`1e999`).
    static func bytes(_ value: JSONValue) -> [UInt8]? {
        var out: [UInt8] = []
        return append(value, to: &out) ? out : nil
    }

    private static func append(_ value: JSONValue, to out: inout [UInt8]) -> Bool {
        switch value {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .string(let text): append(text, to: &out)
        case .number(let digits):
            guard let number = Double(digits), number.isFinite else { return false }
            out += text(number).utf8
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                guard append(element, to: &out) else { return false }
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            // §3.2.3: in the order of UTF-16 code units.
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (place, member) in sorted.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                append(member.key, to: &out)
                out.append(UInt8(ascii: ":"))
                guard append(member.value, to: &out) else { return false }
            }
            out.append(UInt8(ascii: "}"))
        }
        return true
    }

    /// §3.2.2.2: the short escapes where there are some, `\u00xx` for the other control characters, all else as it is.
    private static func append(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: out += [0x5C, byte]
            case 0x08: out += "\\b".utf8
            case 0x09: out += "\\t".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0C: out += "\\f".utf8
            case 0x0D: out += "\\r".utf8
            case 0..<0x20: out += "\\u00\(Hex.encode([byte]))".utf8
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// §3.2.2.3: as ECMAScript writes numbers (ECMA-262, Number::toString). Swift gives the same shortest digits.
    static func text(_ number: Double) -> String {
        guard number != 0 else { return "0" }
        let sign = number < 0 ? "-" : ""
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let mantissa = (parts.first ?? "0").split(separator: ".", maxSplits: 1)
        let whole = mantissa.first ?? "0"
        let part = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        var digits = Array((whole + part).utf8)
        // The value is 0.DIGITS times ten to the power of `point`.
        var point = whole.utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.first == UInt8(ascii: "0"), digits.count > 1 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == UInt8(ascii: "0"), digits.count > 1 { digits.removeLast() }
        let count = digits.count
        func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
        switch point {
        case count...21: return sign + string(digits) + zeros(point - count)
        case 1...21: return sign + string(digits.prefix(point)) + "." + string(digits.dropFirst(point))
        case -5...0: return sign + "0." + zeros(-point) + string(digits)
        default:
            let exponent = point - 1
            let rest = count > 1 ? "." + string(digits.dropFirst()) : ""
            return sign + string(digits.prefix(1)) + rest + "e" + (exponent < 0 ? "-" : "+") + "\(abs(exponent))"
        }
    }
}
