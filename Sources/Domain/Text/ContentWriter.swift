// Writes the HTML of a parsed text into bytes: paragraphs and breaks here, the markup of tokens in ContentWriter+markup.

import Basics

struct ContentWriter {
    enum Style {
        /// Paragraphs, breaks, domains only where needed.
        case status
        /// One line, `rel="me"`, domains always.
        case field
    }

    let bytes: [UInt8]
    let style: Style
    var out: [UInt8] = []
    private var newlines = 0
    private var isOpen = false

    init(_ bytes: [UInt8], style: Style) {
        self.bytes = bytes
        self.style = style
        out.reserveCapacity(bytes.count * 3 + 64)
    }

    mutating func write(
        _ text: StatusText,
        mentions: (_ username: String, _ domain: String?) -> MentionTarget?,
        tagURL: (TagName) -> String
    ) {
        let targets = MentionTargets(text.tokens, resolve: mentions, alwaysWithDomain: style == .field)
        var index = 0
        for (position, token) in text.tokens.enumerated() {
            plain(index..<token.range.lowerBound)
            index = token.range.upperBound
            switch token.kind {
            case .mention:
                guard let (target, shown) = targets[position] else { break }
                beginContent()
                mention(target, shown: shown)
                continue
            case .tag(let written):
                guard let tag = TagName(written) else { break }
                beginContent()
                hashtag(tag, url: tagURL(tag))
                continue
            case .link(let url):
                beginContent()
                link(url)
                continue
            }
            plain(token.range)
        }
        plain(index..<bytes.count)
    }

    mutating func finish() -> String {
        if isOpen, style == .status { append("</p>") }
        return String(decoding: out, as: UTF8.self)
    }

    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { out.append(contentsOf: $0) }
    }

    /// Opens what must be open before content: the first paragraph, the next one, or a line.
    private mutating func beginContent() {
        switch style {
        case .status:
            if !isOpen {
                append("<p>")
            } else if newlines == 1 {
                append("<br />")
            } else if newlines > 1 {
                append("</p><p>")
            }
        case .field:
            if isOpen, newlines > 0 { append(" ") }
        }
        isOpen = true
        newlines = 0
    }

    /// Escapes a range of the text; line ends of every kind become structure.
    private mutating func plain(_ range: Range<Int>) {
        var run = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            let length = lineEndOrControl(at: index)
            if length == 0 {
                index += 1
                continue
            }
            flush(run..<index)
            if bytes[index] >= 0x0A && bytes[index] <= 0x0D || bytes[index] >= 0x80 { newlines += 1 }
            index += length
            run = index
        }
        flush(run..<index)
    }

    private mutating func flush(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        beginContent()
        HTML.escape(bytes, range, into: &out)
    }

    /// The bytes of a line end (LF, CR, CR LF, VT, FF, NEL, U+2028, U+2029) or of another control character at `index`, else 0.
    private func lineEndOrControl(at index: Int) -> Int {
        switch bytes[index] {
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0x09: 0
        case 0x00..<0x20, 0x7F: 1
        case 0xC2 where bytes[index + 1] == 0x85: 2
        case 0xE2 where bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8: 3
        default: 0
        }
    }
}
