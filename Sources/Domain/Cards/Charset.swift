// In which encoding a page is written, by what it and its server say.

internal import Basics

public enum Charset {
    /// Where a page names its encoding; browsers look at 1,024 bytes at least.
    private static let head = 8192

    /// The page as UTF-8. Whoever says nothing and writes no UTF-8 is read as browsers do: as windows-1252.
    public static func utf8(_ bytes: [UInt8], contentType: String) -> [UInt8] {
        if let label = label(of: bytes, contentType: contentType) {
            return TextEncoding.utf8(bytes, from: label) ?? bytes
        }
        return isUTF8(bytes) ? bytes : TextEncoding.utf8(bytes, from: "windows-1252") ?? bytes
    }

    /// The last character may be cut, as in the first million bytes of a longer page.
    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        (0...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }

    /// The label of a page's encoding, in lower case: by its byte order mark, its `Content-Type`, its `meta` or its XML
    /// declaration; nil where nothing says (HTML Living Standard, 13.2.3.2 "Determining the character encoding").
    public static func label(of bytes: [UInt8], contentType: String) -> String? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "utf-8" }
        if bytes.starts(with: [0xFE, 0xFF]) { return "utf-16be" }
        if bytes.starts(with: [0xFF, 0xFE]) { return "utf-16le" }
        return value(of: "charset", in: Array(contentType.utf8)[...]) ?? written(in: bytes)
    }

    private static func written(in bytes: [UInt8]) -> String? {
        let bytes = Array(bytes.prefix(head))
        if bytes.starts(with: "<?xml".utf8), let end = bytes.firstIndex(of: UInt8(ascii: ">")),
            let label = value(of: "encoding", in: bytes[..<end])
        {
            return label
        }
        var index = 0
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            let rest = bytes[index...]
            if rest.starts(with: "!--".utf8) {
                index = end(of: "-->", in: rest.dropFirst(3)) ?? bytes.count
            } else if rest.prefix(4).lazy.map(ASCII.lowercased).elementsEqual("meta".utf8) {
                let close = rest.firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
                if let label = value(of: "charset", in: bytes[index..<close]) {
                    // What can be read so far is not UTF-16.
                    return label.hasPrefix("utf-16") ? "utf-8" : label
                }
                index = close
            }
        }
        return nil
    }

    private static func end(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let text = Array(text.utf8)
        var index = bytes.startIndex
        while index + text.count <= bytes.endIndex {
            if bytes[index..<index + text.count].elementsEqual(text) { return index + text.count }
            index += 1
        }
        return nil
    }

    /// The value after a name and an equals sign, quoted or not.
    private static func value(of name: String, in bytes: ArraySlice<UInt8>) -> String? {
        let name = Array(name.utf8)
        var index = bytes.startIndex
        while index + name.count < bytes.endIndex {
            defer { index += 1 }
            guard bytes[index..<index + name.count].lazy.map(ASCII.lowercased).elementsEqual(name) else { continue }
            var rest = bytes[(index + name.count)...].drop(while: isSpace)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop(while: isSpace)
            if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                rest = rest.dropFirst().drop(while: isSpace)
            }
            let label = rest.prefix(40).prefix { ASCII.isAlphanumeric($0) || "-_:.".utf8.contains($0) }
            if !label.isEmpty { return String(decoding: label.map(ASCII.lowercased), as: UTF8.self) }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
