// HTML that may stand in a page as it is. Everything else is text and is escaped.

/// HTML that has been sanitised already (a status's content, an account's note).
///
/// Pages take text as `String` and escape it; they take markup only as this type, so that whether something is escaped
/// is a matter of its type and not of how a template spells it.
public struct SafeHTML: Sendable, Equatable {
    /// The markup, UTF-8, block or inline as the place asks.
    public let html: String

    /// Vouches for markup: whoever calls this says that it went through the sanitiser or was written by this program.
    public init(sanitised html: String) {
        self.html = html
    }

    /// Markup that shows `text` as it is.
    public init(escaping text: String) {
        html = text.escapedForHTML()
    }
}
