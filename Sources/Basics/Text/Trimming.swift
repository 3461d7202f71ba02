// Texts without what stands around them, or may not be stored.

extension StringProtocol {
    /// Without white space at both ends.
    public var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}

extension String {
    /// Without U+0000, which PostgreSQL cannot store.
    public var withoutNUL: String {
        guard utf8.contains(0) else { return self }
        var out = self
        out.unicodeScalars.removeAll { $0 == "\0" }
        return out
    }
}
