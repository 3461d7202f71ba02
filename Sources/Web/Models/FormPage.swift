// A page of settings: what it is about, one form, and links to others. Works without a script.

/// A form that posts to `action`, with a hidden `csrf`.
public struct FormPage: Sendable {
    /// Something to fill in.
    public struct Input: Sendable {
        public enum Kind: Sendable {
            /// A line; `type` and `autocomplete` as in HTML.
            case line(type: String, autocomplete: String)
            /// A line of words.
            case text
            /// Several lines.
            case area(rows: Int)
            case tick
            case choice([(value: String, name: String)])
            /// A file; `accept` as in HTML.
            case file(accept: String)
        }

        public var name: String
        public var label: String
        public var kind: Kind
        /// What stands in it; of a tick, `true` where it is set.
        public var value: String
        public var hint: String?
        /// What is wrong with it, one sentence.
        public var error: String?
        public var isRequired: Bool

        public init(
            _ name: String,
            _ label: String,
            _ kind: Kind,
            value: String = "",
            hint: String? = nil,
            isRequired: Bool = false
        ) {
            self.name = name
            self.label = label
            self.kind = kind
            self.value = value
            self.hint = hint
            self.isRequired = isRequired
        }
    }

    /// Another place to go to.
    public struct Link: Sendable {
        public var url: String
        public var label: String
        public var hint: String

        public init(_ url: String, _ label: String, _ hint: String) {
            self.url = url
            self.label = label
            self.hint = hint
        }
    }

    public var frame: Frame
    public var title: String
    /// What happens, in plain words, a paragraph each.
    public var paragraphs: [String]
    /// Proof that the form came from this server.
    public var csrf: String
    public var action: String
    /// What the button says; nil for a page without a form.
    public var button: String?
    public var inputs: [Input]
    /// What the form says besides.
    var hidden: [(name: String, value: String)] = []
    public var links: [Link]
    /// What was done just now.
    public var done: String?
    /// What is wrong with the form as a whole.
    public var error: String?
    /// Between the words and the form.
    public var figure: SafeHTML?
    /// How far something has come.
    public var progress: (done: Int64, of: Int64)?

    public init(
        frame: Frame,
        title: String,
        paragraphs: [String],
        csrf: String = "",
        action: String = "/settings",
        button: String? = nil,
        inputs: [Input] = [],
        links: [Link] = []
    ) {
        self.frame = frame
        self.title = title
        self.paragraphs = paragraphs
        self.csrf = csrf
        self.action = action
        self.button = button
        self.inputs = inputs
        self.links = links
    }
}
