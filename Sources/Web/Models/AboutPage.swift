// What a server says of itself in words.

/// A longer text of the server: about it, its privacy policy, its terms.
public struct AboutPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    public var title: String
    /// The text, in paragraphs; empty for none.
    public var text: SafeHTML
    /// A line below it, such as since when it holds.
    public var note: String?
    /// The server's rules with their hints, in order; only on the page about the server.
    public var rules: [(text: String, hint: String)]
    /// An address for letters to those who run the server; nil for none.
    public var email: String?
    /// The page's address everywhere, absolute.
    public var canonicalURL: String

    public init(
        frame: Frame,
        title: String,
        text: SafeHTML,
        note: String? = nil,
        rules: [(text: String, hint: String)] = [],
        email: String? = nil,
        canonicalURL: String
    ) {
        self.frame = frame
        self.title = title
        self.text = text
        self.note = note
        self.rules = rules
        self.email = email
        self.canonicalURL = canonicalURL
    }
}
