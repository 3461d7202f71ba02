// Pages in other encodings than UTF-8, made UTF-8: Latin-1 (as browsers read it, windows-1252) and UTF-16 here, others by
// whoever can.

internal import Basics

public enum Charset {
    /// The name of a page's encoding, in lower case: by its byte order mark, its `Content-Type`, its `meta`.
    public static func of(_ bytes: [UInt8], contentType: String) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "utf-8" }
        if bytes.starts(with: [0xFE, 0xFF]) { return "utf-16be" }
        if bytes.starts(with: [0xFF, 0xFE]) { return "utf-16le" }
        if let name = name(in: Array(contentType.utf8)) { return name }
        return name(in: Array(bytes.prefix(2048))) ?? "utf-8"
    }

    /// The value after `charset=`.
    private static func name(in bytes: [UInt8]) -> String? {
        let key = Array("charset=".utf8)
        var index = 0
        while index + key.count < bytes.count {
            guard bytes[index..<index + key.count].lazy.map(ASCII.lowercased).elementsEqual(key) else {
                index += 1
                continue
            }
            var rest = bytes[(index + key.count)...]
            if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                rest = rest.dropFirst()
            }
            let name = rest.prefix(32).prefix { ASCII.isAlphanumeric($0) || "-_:.".utf8.contains($0) }
            return name.isEmpty ? nil : String(decoding: name.map(ASCII.lowercased), as: UTF8.self)
        }
        return nil
    }

    /// UTF-8 of a text in one of the encodings known here; nil for others.
    public static func utf8(_ bytes: [UInt8], from name: String) -> [UInt8]? {
        switch name {
        case "utf-8", "utf8", "us-ascii", "ascii": return bytes
        case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252":
            return text(bytes.map { windows1252($0) })
        case "utf-16", "utf-16le": return utf16(bytes, isBigEndian: false)
        case "utf-16be": return utf16(bytes, isBigEndian: true)
        default: return nil
        }
    }

    private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for place in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return Array(String(view).utf8)
    }

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }

    /// Encoding Standard, index windows-1252, from 0x80 on.
    private static let high: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
