// What comes back from a translator is foreign HTML: of its markup only that stays which was there before.

internal import Basics

public enum TranslatedHTML {
    /// `translated` with those of its tags that stand in `original` byte for byte, each pair closed; everything else is
    /// text. Any input will do; the time is linear in its length.
    public static func keeping(markupOf original: String, in translated: String) -> String {
        let known = Set(tags(Array(original.utf8)).map { String(decoding: $0, as: UTF8.self) })
        let bytes = Array(translated.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var open: [String] = []
        var index = 0
        for range in tagRanges(bytes) {
            text(bytes[index..<range.lowerBound], into: &out)
            index = range.upperBound
            let tag = String(decoding: bytes[range], as: UTF8.self)
            guard known.contains(tag) else { continue }
            let name = name(of: bytes[range])
            if tag.hasPrefix("</") {
                guard open.contains(name) else { continue }
                while let last = open.popLast() {
                    out.append(contentsOf: "</\(last)>".utf8)
                    if last == name { break }
                }
            } else {
                out.append(contentsOf: bytes[range])
                if name != "br" { open.append(name) }
            }
            // Deeper than any text of ours.
            if open.count > 64 { break }
        }
        if open.count <= 64 { text(bytes[index...], into: &out) }
        while let last = open.popLast() { out.append(contentsOf: "</\(last)>".utf8) }
        return String(decoding: out, as: UTF8.self)
    }

    /// References are decoded and written anew, so that none is doubled and nothing is markup.
    private static func text(_ bytes: ArraySlice<UInt8>, into out: inout [UInt8]) {
        HTML.escape(HTML.decodingReferences(Array(bytes)), into: &out)
    }

    private static func tags(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { tagRanges(bytes).map { bytes[$0] } }

    /// From each `<` that begins a tag to its `>`, outside of quotes.
    private static func tagRanges(_ bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = start + 1
            guard index < bytes.count, ASCII.isLetter(bytes[index]) || bytes[index] == UInt8(ascii: "/") else {
                continue
            }
            var quote: UInt8 = 0
            var end = index
            while end < bytes.count {
                let byte = bytes[end]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: "\"") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    break
                }
                end += 1
            }
            // A tag that is never closed: the rest is text.
            guard end < bytes.count else { break }
            found.append(start..<end + 1)
            index = end + 1
        }
        return found
    }

    private static func name(of tag: ArraySlice<UInt8>) -> String {
        let letters = tag.dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix { ASCII.isAlphanumeric($0) }
        return String(decoding: letters.map(ASCII.lowercased), as: UTF8.self)
    }
}
