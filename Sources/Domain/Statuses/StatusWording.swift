// What a status says, what it warns of, and whether its pictures are covered: one rule for posting, editing and scheduling.

/// Text, warning and sensitivity of a status, made of what its author sent.
public struct StatusWording: Sendable, Equatable {
    public let text: String
    public let spoilerText: String
    public let isSensitive: Bool

    /// A warning without a text is the text, as on Mastodon, and still covers what is attached. Beside a quote it stays a
    /// warning: it is the quote that it warns of.
    ///
    /// - Parameter isSensitive: what the author asked for, or has as default.
    public init(text: String, spoilerText: String, isSensitive: Bool, hasQuote: Bool) {
        let isBlank = StatusText.parse(text).isBlank
        let isWarned = !StatusText.parse(spoilerText).isBlank
        let isOpened = isBlank && isWarned && !hasQuote
        self.text = isOpened ? spoilerText : isBlank ? "" : text
        self.spoilerText = isWarned && !isOpened ? spoilerText : ""
        self.isSensitive = isSensitive || isWarned
    }

    /// There are no words at all.
    public var isBlank: Bool { text.isEmpty && spoilerText.isEmpty }

    /// Without the white space of ASCII and the null characters at both ends. Others stay: an ideographic space may begin a
    /// paragraph.
    public static func stripped(_ text: String) -> String {
        let isSpace = { (byte: UInt8) in byte == 0 || byte == 0x20 || (0x09...0x0D).contains(byte) }
        let bytes = text.utf8
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }
}
