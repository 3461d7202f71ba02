// A number for a frame on a page elsewhere.

public import Basics
public import Domain

/// A tag or a call in a frame of any size, from 200 × 100 on.
public struct EmbedPage: Sendable {
    /// The server's name, as its owner gave it.
    public var serverName: String
    /// The server's host.
    public var host: String
    /// The tag, in its usual spelling.
    public var tag: String
    /// What a call asks; nil for a tag.
    public var prompt: String?
    /// Distinct people.
    public var people: Int64
    public var rates: Rates
    public var since: TimeView?
    /// The number over time, up to `at`.
    public var curve: Curve?
    public var at: Timestamp
    /// Answers of a call with their people, as far as they are shown.
    public var answers: [(answer: String, people: Int64)]
    /// Silent answers are not shown yet.
    public var isSpokenOnly: Bool
    /// It is a call that can still be answered.
    public var isOpen: Bool
    /// It is about something that hurts.
    public var sensitive: Bool
    /// The whole page, absolute.
    public var url: String
    /// Where the figures are, a path on this server.
    public var figuresPath: String
    /// Where leaving quickly leads, absolute.
    public var almanacURL: String

    public init(
        serverName: String,
        host: String,
        tag: String,
        prompt: String? = nil,
        people: Int64,
        rates: Rates = Rates(),
        since: TimeView? = nil,
        curve: Curve? = nil,
        at: Timestamp,
        answers: [(answer: String, people: Int64)] = [],
        isSpokenOnly: Bool = false,
        isOpen: Bool = false,
        sensitive: Bool = false,
        url: String,
        figuresPath: String,
        almanacURL: String
    ) {
        self.serverName = serverName
        self.host = host
        self.tag = tag
        self.prompt = prompt
        self.people = people
        self.rates = rates
        self.since = since
        self.curve = curve
        self.at = at
        self.answers = answers
        self.isSpokenOnly = isSpokenOnly
        self.isOpen = isOpen
        self.sensitive = sensitive
        self.url = url
        self.figuresPath = figuresPath
        self.almanacURL = almanacURL
    }
}
