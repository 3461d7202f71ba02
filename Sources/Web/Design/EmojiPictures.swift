// The server's own emoji in texts: `:shortcode:` becomes a small picture.

internal import Domain
internal import Services

/// Finds the pictures of emoji; what has none stays as it is written.
public struct EmojiPictures: Sendable {
    /// The address of an emoji's picture, a path on this server, or nil.
    let path: @Sendable (_ shortcode: String) -> String?

    public init(_ path: @escaping @Sendable (_ shortcode: String) -> String?) { self.path = path }

    /// No emoji.
    public static let none = EmojiPictures { _ in nil }

    /// Plain text with its emoji as pictures.
    func html(escaping text: String) -> SafeHTML {
        let escaped = SafeHTML(escaping: text)
        return text.utf8.contains(UInt8(ascii: ":")) ? html(in: escaped) : escaped
    }

    /// Markup with the emoji in its text as pictures: neither those within tags, nor those in the invisible parts of links.
    func html(in markup: SafeHTML) -> SafeHTML {
        let bytes = Array(markup.html.utf8)
        guard bytes.contains(UInt8(ascii: ":")) else { return markup }
        var out: [UInt8] = []
        var index = 0
        var isInvisible = false
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<") {
                let end = HTMLTag.end(bytes, from: index)
                let tag = bytes[index..<end]
                isInvisible = tag.elementsEqual("<span class=\"invisible\">".utf8)
                out.append(contentsOf: tag)
                index = end
            } else {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                append(bytes[index..<end], replacing: !isInvisible, to: &out)
                index = end
            }
        }
        return SafeHTML(sanitised: String(decoding: out, as: UTF8.self))
    }

    private func append(_ text: ArraySlice<UInt8>, replacing: Bool, to out: inout [UInt8]) {
        var written = text.startIndex
        for range in replacing ? Shortcodes.ranges(in: text) : [] {
            let name = String(decoding: text[range].dropFirst().dropLast(), as: UTF8.self)
            guard let path = path(name), path.isSafeLink else { continue }
            out.append(contentsOf: text[written..<range.lowerBound])
            // A shortcode is letters, digits and underscores.
            let picture =
                "<img class=\"emoji\" src=\"\(path.escapedForHTML())\" alt=\":\(name):\" title=\":\(name):\" width=\"20\" "
                + "height=\"20\" loading=\"lazy\">"
            out.append(contentsOf: picture.utf8)
            written = range.upperBound
        }
        out.append(contentsOf: text[written...])
    }
}

/// Tags of sanitised markup.
private enum HTMLTag {
    /// Past the `>` of the tag that begins at `start`, which may stand in a quoted value (HTML Standard §13.2.5.36).
    static func end(_ bytes: [UInt8], from start: Int) -> Int {
        var isQuoted = false
        for index in start..<bytes.count {
            if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if bytes[index] == UInt8(ascii: ">"), !isQuoted { return index + 1 }
        }
        return bytes.count
    }
}

extension EmojiPictures {
    /// Those of a server, at rest where a picture has a still one.
    init(_ site: Site) {
        self.init { shortcode in
            guard let emoji = site.emojis[shortcode] else { return nil }
            let address = site.emojiURL(emoji, still: true)
            return address.hasPrefix(site.url + "/") ? String(address.dropFirst(site.url.utf8.count)) : address
        }
    }

    /// Those of another server, as far as they are known, by their copies here.
    init(_ emojis: [RemoteEmoji], _ site: Site) {
        guard !emojis.isEmpty else {
            self = .none
            return
        }
        let addresses = Dictionary(emojis.map { ($0.shortcode, $0.url) }) { first, _ in first }
        self.init { shortcode in addresses[shortcode].map { site.pagePath(site.proxyURL($0, .emoji)) } }
    }
}
