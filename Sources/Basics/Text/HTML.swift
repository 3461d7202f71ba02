// Escaping text for HTML, as String or appended to a byte buffer. Reading HTML back as text: HTML+plainText.swift.

/// Operations between plain text and HTML.
public enum HTML {
    /// Escapes `& < > " '`, so the result is safe as element content and as a quoted attribute value.
    public static func escape(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        escape(text, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends the escaped UTF-8 of `text` to `out`.
    public static func escape(_ text: String, into out: inout [UInt8]) {
        for byte in text.utf8 {
            if let entity = entity(for: byte) { out.append(contentsOf: entity.utf8) } else { out.append(byte) }
        }
    }

    /// Appends `bytes[range]` escaped to `out`. The range must lie inside `bytes`; it is clamped when it does not.
    public static func escape(_ bytes: [UInt8], _ range: Range<Int>, into out: inout [UInt8]) {
        let range = range.clamped(to: 0..<bytes.count)
        var run = range.lowerBound
        for index in range {
            guard let entity = entity(for: bytes[index]) else { continue }
            out.append(contentsOf: bytes[run..<index])
            out.append(contentsOf: entity.utf8)
            run = index + 1
        }
        out.append(contentsOf: bytes[run..<range.upperBound])
    }

    /// The reference that stands for a byte with a meaning in HTML; nil for every other byte.
    static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
