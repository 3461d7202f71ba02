// Strings of JSON texts: escapes, surrogate pairs, and the check that all of it is UTF-8.

extension JSONParser {
    /// Reads the string that opens at the position.
    mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        var start = position
        var decoded: [UInt8]?
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                let rest = bytes[start..<position]
                position += 1
                let text: String?
                if let head = decoded {
                    text = String(validating: head + rest, as: UTF8.self)
                } else {
                    text = String(validating: rest, as: UTF8.self)
                }
                guard let text else { throw failure("the string that starts here is not valid UTF-8", at: opening) }
                return text
            case UInt8(ascii: "\\"):
                var head = decoded ?? []
                // Emptied first, so that there is one owner and nothing is copied.
                decoded = nil
                head.append(contentsOf: bytes[start..<position])
                try escape(into: &head)
                decoded = head
                start = position
            case 0..<0x20: throw failure("a control character in a string must be escaped")
            default: position += 1
            }
        }
        throw failure("the string that starts here has no end", at: opening)
    }

    /// RFC 8259 §7: the two-character escapes and `\uXXXX`.
    private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard let byte = next else { throw failure("the text ends within an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): out.append(contentsOf: String(try scalar(escapeAt: start)).utf8)
        default: throw failure("unknown escape", at: start)
        }
    }

    /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair; U+FFFD for a surrogate on its own.
    private mutating func scalar(escapeAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexQuad(escapeAt: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: [0x5C, 0x75]) else {
            return replacement
        }
        let second = position
        position += 2
        let low = try hexQuad(escapeAt: second)
        guard (0xDC00..<0xE000).contains(low) else {
            // Not its partner: read anew as an escape of its own.
            position = second
            return replacement
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }

    private mutating func hexQuad(escapeAt start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = ASCII.hexValue(byte) else {
                throw failure("\\u needs four hexadecimal digits", at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
