// HTML read as plain text: tolerant of anything, linear in the length of its input, never a trap.

extension HTML {
    /// The text of an HTML fragment: `<br>` is one newline, the end of a block one blank line (one newline for list
    /// items), references are decoded, every other tag, comment, script and style is left out. Ends are trimmed.
    public static func plainText(fromHTML html: String) -> String {
        var reader = PlainTextReader(bytes: Array(html.utf8))
        return reader.read()
    }
}

private struct PlainTextReader {
    let bytes: [UInt8]
    private var out: [UInt8] = []
    private var breaks = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        out.reserveCapacity(bytes.count)
    }

    mutating func read() -> String {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"): index = tag(at: index)
            case UInt8(ascii: "&"):
                let (text, next) = HTMLReference.decode(bytes, at: index)
                for byte in text.utf8 { append(byte) }
                index = next
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                // Source line ends are white space in HTML; only tags break lines.
                if breaks == 0, let last = out.last, last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
                index += 1
            default:
                append(bytes[index])
                index += 1
            }
        }
        while let last = out.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\n") { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func append(_ byte: UInt8) {
        if breaks > 0 {
            if byte == UInt8(ascii: " ") { return }
            if !out.isEmpty { out.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks)) }
            breaks = 0
        }
        out.append(byte)
    }

    /// Reads the tag at `start` (HTML Living Standard, 13.2.5.6 "Tag open state") and gives the index after it.
    private mutating func tag(at start: Int) -> Int {
        var index = start + 1
        guard index < bytes.count else {
            append(bytes[start])
            return index
        }
        if bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "?") { return comment(at: index) }
        let closes = bytes[index] == UInt8(ascii: "/")
        if closes { index += 1 }
        let nameStart = index
        while index < bytes.count, ASCII.isAlphanumeric(bytes[index]) { index += 1 }
        guard index > nameStart, !ASCII.isDigit(bytes[nameStart]) else {
            if closes, index < bytes.count { return skipTag(from: index) }
            append(bytes[start])
            return start + 1
        }
        let name = String(decoding: bytes[nameStart..<index].map(ASCII.lowercased), as: UTF8.self)
        let end = skipTag(from: index)
        switch name {
        case "br": breaks = min(breaks + 1, 2)
        case "p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6": breaks = 2
        case "li", "tr", "hr": breaks = max(breaks, 1)
        case "script", "style": return closes ? end : skipRawText(name, from: end)
        default: break
        }
        return end
    }

    /// The index after the `>` of a tag; a `>` inside a quoted value does not count. At the end of input the tag is dropped.
    private func skipTag(from start: Int) -> Int {
        var quote: UInt8 = 0
        var afterEquals = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            } else if afterEquals, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                afterEquals = false
            } else if byte == UInt8(ascii: "=") {
                afterEquals = true
            } else if byte != UInt8(ascii: " ") {
                afterEquals = false
            }
        }
        return bytes.count
    }

    private func comment(at start: Int) -> Int {
        let isComment = bytes[start...].starts(with: "!--".utf8)
        var index = isComment ? start + 3 : start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ">") {
                if !isComment { return index + 1 }
                if bytes[index - 1] == UInt8(ascii: "-"), bytes[index - 2] == UInt8(ascii: "-") { return index + 1 }
            }
            index += 1
        }
        return bytes.count
    }

    /// The index of the `</name` that ends a script or style, or the end of input.
    private func skipRawText(_ name: String, from start: Int) -> Int {
        let close = Array("</\(name)".utf8)
        var index = start
        while index + close.count <= bytes.count {
            if bytes[index] == UInt8(ascii: "<"),
                bytes[index..<index + close.count].lazy.map(ASCII.lowercased).elementsEqual(close)
            {
                return index
            }
            index += 1
        }
        return bytes.count
    }
}
