// The text of a status and what it names: mentions, hashtags and links, found in one linear pass (TokenScanner).

/// One thing that a text names, and where.
public struct StatusToken: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// `@username` or `@username@domain`, both as written.
        case mention(username: String, domain: String?)
        /// A hashtag as written, without its sign.
        case tag(written: String)
        /// An http or https URL as written.
        case link(url: String)
    }

    public let kind: Kind
    /// The UTF-8 bytes of the token, sign included; on scalar boundaries.
    public let range: Range<Int>
}

/// A text with its tokens, in order and without overlap.
public struct StatusText: Equatable, Sendable {
    public let text: String
    public let tokens: [StatusToken]
    /// The UTF-8 of `text`; token ranges index it.
    let bytes: [UInt8]

    /// Finds mentions, hashtags and links. Any text will do; the time is linear in its length.
    public static func parse(_ text: String) -> StatusText {
        let bytes = Array(text.utf8)
        return StatusText(text: text, tokens: TokenScanner.scan(bytes), bytes: bytes)
    }

    /// The mentioned addresses, each once whatever its letter case, in order of first appearance.
    public var mentions: [AcctAddress] {
        var seen: Set<AcctAddress> = []
        return tokens.compactMap { token in
            guard case .mention(let username, let domain) = token.kind else { return nil }
            let address = AcctAddress(username: username, domain: domain)
            return seen.insert(address.folded).inserted ? address : nil
        }
    }

    /// The hashtags, each once by its folded name, in order of first appearance.
    public var tags: [TagName] {
        var seen: Set<String> = []
        return tokens.compactMap { token in
            guard case .tag(let written) = token.kind, let tag = TagName(written) else { return nil }
            return seen.insert(tag.name).inserted ? tag : nil
        }
    }

    /// The linked URLs as written, each once, in order of first appearance.
    public var links: [String] {
        var seen: Set<String> = []
        return tokens.compactMap { token in
            guard case .link(let url) = token.kind else { return nil }
            return seen.insert(url).inserted ? url : nil
        }
    }

    /// True when there is nothing but white space.
    public var isBlank: Bool {
        var index = 0
        while index < bytes.count {
            let (scalar, next) = ScalarScan.scalar(bytes, at: index)
            guard scalar.properties.isWhitespace else { return false }
            index = next
        }
        return true
    }
}
