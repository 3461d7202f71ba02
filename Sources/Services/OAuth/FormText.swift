// Small questions about texts that came from forms.

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }

    /// Nil for the empty text: a parameter that is there but says nothing.
    var nonBlank: String? { isEmpty ? nil : self }
}
