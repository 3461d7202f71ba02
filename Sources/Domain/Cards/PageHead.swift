// Reads what an HTML page says of itself: tolerant of anything, linear in its length, never a trap.

internal import Basics

/// The parts of a page that cards are made of.
struct PageHead: Sendable, Equatable {
    /// Contents of `meta` by lower-case name or property; the first of each counts.
    var metas: [String: String] = [:]
    var title = ""
    var language: String?
    /// `link rel="alternate" type="application/json+oembed"`.
    var oEmbed: String?
    var base: String?
    /// Texts of `script type="application/ld+json"`, the first few.
    var linkedData: [[UInt8]] = []

    static func read(_ bytes: [UInt8]) -> PageHead {
        var reader = PageHeadReader(bytes)
        reader.read()
        return reader.head
    }
}

private struct PageHeadReader {
    let bytes: [UInt8]
    var head = PageHead()
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() {
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            guard index < bytes.count else { return }
            switch bytes[index] {
            case UInt8(ascii: "!"), UInt8(ascii: "?"): skipComment()
            case UInt8(ascii: "/"): skip(past: UInt8(ascii: ">"))
            case let byte where ASCII.isLetter(byte): tag()
            default: break
            }
        }
    }

    private mutating func tag() {
        let start = index
        while index < bytes.count, ASCII.isAlphanumeric(bytes[index]) { index += 1 }
        let name = lowercased(start..<min(index, start + 16))
        let attributes = attributes(wanted: ["meta", "link", "html", "base", "script"].contains(name))
        switch name {
        case "meta": meta(attributes)
        case "link": link(attributes)
        case "html": head.language = head.language ?? attributes["lang"]
        case "base": head.base = head.base ?? attributes["href"]
        case "title":
            let text = rawText("title")
            // A picture in the page may have a title too; the first one is the page's. Tags in it are text.
            if head.title.isEmpty { head.title = HTML.decodingReferences(Array(bytes[text])) }
        case "script":
            let text = rawText("script")
            if attributes["type"]?.lowercased() == "application/ld+json", head.linkedData.count < 4,
                text.count <= 1 << 17
            {
                head.linkedData.append(Array(bytes[text]))
            }
        case "style", "textarea", "noscript", "template", "iframe": _ = rawText(name)
        default: break
        }
    }

    private mutating func meta(_ attributes: [String: String]) {
        guard let content = attributes["content"], head.metas.count < 128 else { return }
        for key in ["property", "name", "itemprop"] {
            guard let name = attributes[key]?.lowercased(), name.utf8.count <= 64, head.metas[name] == nil else {
                continue
            }
            head.metas[name] = content
        }
    }

    private mutating func link(_ attributes: [String: String]) {
        guard attributes["type"]?.lowercased() == "application/json+oembed", head.oEmbed == nil,
            attributes["rel"]?.lowercased().split(separator: " ").contains("alternate") == true
        else { return }
        head.oEmbed = attributes["href"]
    }

    /// Reads attributes up to the `>` (HTML Living Standard, 13.2.5.32 onwards). Of the same name the first counts.
    private mutating func attributes(wanted: Bool) -> [String: String] {
        var found: [String: String] = [:]
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") {
                index += 1
                break
            }
            guard !PageHeadReader.isSpace(byte), byte != UInt8(ascii: "/") else {
                index += 1
                continue
            }
            let start = index
            // A name may begin with an equals sign.
            index += 1
            while index < bytes.count, !PageHeadReader.isSpace(bytes[index]), !"=>/".utf8.contains(bytes[index]) {
                index += 1
            }
            let name = start..<min(index, start + 32)
            while index < bytes.count, PageHeadReader.isSpace(bytes[index]) { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < bytes.count, PageHeadReader.isSpace(bytes[index]) { index += 1 }
            let value = value()
            guard wanted, found.count < 16, value.count <= 8192 else { continue }
            let key = lowercased(name)
            if found[key] == nil { found[key] = HTML.decodingReferences(Array(bytes[value]), inAttribute: true) }
        }
        return found
    }

    private mutating func value() -> Range<Int> {
        guard index < bytes.count else { return index..<index }
        let quote = bytes[index]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            let start = index
            let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
            index = min(end + 1, bytes.count)
            return start..<end
        }
        let start = index
        while index < bytes.count, !PageHeadReader.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">") {
            index += 1
        }
        return start..<index
    }

    /// The text up to `</name`, where the reading goes on.
    private mutating func rawText(_ name: String) -> Range<Int> {
        let start = index
        let close = Array("/\(name)".utf8)
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            let end = index + close.count
            if end <= bytes.count, bytes[index..<end].lazy.map(ASCII.lowercased).elementsEqual(close) {
                return start..<open
            }
        }
        index = bytes.count
        return start..<bytes.count
    }

    private mutating func skipComment() {
        guard bytes[index...].starts(with: "!--".utf8) else { return skip(past: UInt8(ascii: ">")) }
        index += 3
        while let dash = bytes[index...].firstIndex(of: UInt8(ascii: "-")) {
            index = dash + 1
            if bytes[index...].starts(with: "->".utf8) {
                index += 2
                return
            }
        }
        index = bytes.count
    }

    private mutating func skip(past byte: UInt8) {
        index = bytes[index...].firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
    }

    private func lowercased(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].map(ASCII.lowercased), as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
