// Escaping of text for HTML, on bytes.

extension String {
    /// This text with `& < > " '` as character references, fit for element content and quoted attributes.
    ///
    /// Works on UTF-8 bytes and not on `Character`s: a quotation mark followed by a combining accent is one `Character`
    /// unequal to `"`, but a browser still ends the attribute there (HTML Standard §13.2.5.36). NUL, which HTML does not
    /// allow (§13.2.3.5), becomes U+FFFD.
    func escapedForHTML() -> String {
        let needs = utf8.contains { byte in
            byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x27 || byte == 0
        }
        guard needs else { return self }
        var out: [UInt8] = []
        out.reserveCapacity(utf8.count + 32)
        for byte in utf8 {
            switch byte {
            case 0x26: out.append(contentsOf: "&amp;".utf8)
            case 0x3C: out.append(contentsOf: "&lt;".utf8)
            case 0x3E: out.append(contentsOf: "&gt;".utf8)
            case 0x22: out.append(contentsOf: "&quot;".utf8)
            case 0x27: out.append(contentsOf: "&#39;".utf8)
            case 0: out.append(contentsOf: "\u{FFFD}".utf8)
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether a link may lead there: `https:`, `http:`, or a path on this server.
    ///
    /// Addresses come from people and from other servers; `javascript:` and `data:` must never reach an `href`.
    var isSafeLink: Bool {
        let utf8 = utf8
        if utf8.first == UInt8(ascii: "/") {
            let second = utf8.dropFirst().first
            return second != UInt8(ascii: "/") && second != UInt8(ascii: "\\")
        }
        return begins(with: "https://") || begins(with: "http://")
    }

    /// - Parameter scheme: in small letters.
    private func begins(with scheme: StaticString) -> Bool {
        scheme.withUTF8Buffer { bytes in
            var rest = utf8.makeIterator()
            return bytes.allSatisfy { byte in rest.next().map { $0 | (0x41...0x5A ~= $0 ? 0x20 : 0) } == byte }
        }
    }
}
