// A poll as a page shows it.

/// A question under a post, with how the votes stand.
public struct PollView: Sendable {
    /// One of the answers.
    public struct Option: Sendable {
        public var title: String
        /// Votes for it; nil while they are hidden.
        public var votes: Int?
        /// The reader has voted for it.
        public var isOwn: Bool

        public init(title: String, votes: Int?, isOwn: Bool = false) {
            self.title = title
            self.votes = votes
            self.isOwn = isOwn
        }
    }

    public var options: [Option]
    /// People who voted; nil where small numbers are not shown.
    public var voters: Int?
    /// Each person may choose several.
    public var isMultiple: Bool
    /// When it ends or ended; nil for one without an end.
    public var endsAt: TimeView?
    public var isClosed: Bool
    /// The post under which the reader may vote; nil where they may not, or have already.
    public var votedAt: Int64?

    public init(options: [Option], voters: Int?, isMultiple: Bool = false, endsAt: TimeView?, isClosed: Bool = false) {
        self.options = options
        self.voters = voters
        self.isMultiple = isMultiple
        self.endsAt = endsAt
        self.isClosed = isClosed
    }
}

/// What a post that is a call says of it: no figure that the call's own page does not show.
public struct CallFigures: Sendable {
    /// The call's page.
    public var url: String
    /// People who answered.
    public var people: Int64
    /// Silent answers are not among the people.
    public var isSpokenOnly: Bool
    /// Answers with their people, as far as they are shown.
    public var answers: [(answer: String, people: Int64)]
    /// Whether silent answers are among those.
    public var isWhole: Bool
    public var isClosed: Bool

    public init(
        url: String,
        people: Int64,
        isSpokenOnly: Bool = false,
        answers: [(answer: String, people: Int64)],
        isWhole: Bool = true,
        isClosed: Bool = false
    ) {
        self.isSpokenOnly = isSpokenOnly
        self.isWhole = isWhole
        self.url = url
        self.people = people
        self.answers = answers
        self.isClosed = isClosed
    }
}
