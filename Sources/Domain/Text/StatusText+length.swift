// The length of a text as clients count it against `max_characters`.

extension StatusText {
    /// Characters that each URL counts for (`characters_reserved_per_url`).
    public static let charactersPerURL = 23

    /// Grapheme clusters, with each link counted as 23 and `@user@host` as `@user`; a blank text counts 0. The spoiler
    /// is counted by the caller.
    public var length: Int {
        let special = tokens.contains { token in
            switch token.kind {
            case .mention(_, let domain): domain != nil
            case .tag: false
            case .link: true
            }
        }
        guard special else {
            if isBlank { return 0 }
            // ASCII without CR has one cluster a byte: CR LF is the only pair that joins (UAX #29, GB3).
            return bytes.allSatisfy { $0 < 0x80 && $0 != 0x0D } ? bytes.count : text.count
        }
        return String(decoding: countable, as: UTF8.self).count
    }

    /// The text with a placeholder for each link and without the domains of mentions. Substituted as a whole and then
    /// counted, because a cluster may reach over the end of a token.
    private var countable: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        for token in tokens {
            let rest: Int
            switch token.kind {
            case .tag: continue
            case .link:
                out.append(contentsOf: bytes[index..<token.range.lowerBound])
                out.append(contentsOf: repeatElement(UInt8(ascii: "x"), count: Self.charactersPerURL))
                rest = token.range.upperBound
            case .mention(let username, _):
                out.append(contentsOf: bytes[index..<token.range.lowerBound + 1 + username.utf8.count])
                rest = token.range.upperBound
            }
            index = rest
        }
        out.append(contentsOf: bytes[index...])
        return out
    }
}
