// The server's own front page.

/// What this server is, how to come in, what is being asked, what is unusual now, and what was said last.
public struct FrontPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// What the owner says of the server, plain text, one or two sentences; empty for none.
    public var about: String
    /// Accounts on this server.
    public var accountsCount: Int
    /// Posts written on this server.
    public var statusesCount: Int
    /// Open calls, those that most people answered first.
    public var calls: [CallLine]
    /// What is unusual now, the best first.
    public var trends: [ExplorePage.Line]
    /// The newest public posts of this server, the newest first.
    public var statuses: [StatusView]
    /// The page's address everywhere, absolute.
    public var canonicalURL: String

    /// The front page.
    public init(
        frame: Frame,
        about: String,
        accountsCount: Int,
        statusesCount: Int,
        calls: [CallLine] = [],
        trends: [ExplorePage.Line] = [],
        statuses: [StatusView],
        canonicalURL: String
    ) {
        self.frame = frame
        self.about = about
        self.accountsCount = accountsCount
        self.statusesCount = statusesCount
        self.calls = calls
        self.trends = trends
        self.statuses = statuses
        self.canonicalURL = canonicalURL
    }
}
