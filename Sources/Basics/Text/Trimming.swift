// Texts without what stands around them.

extension StringProtocol {
    /// Without white space at both ends.
    public var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}
