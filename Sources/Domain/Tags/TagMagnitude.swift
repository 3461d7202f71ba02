// How large something is that many people say: what this server has seen of one tag.

public import Basics

/// A tag as it is shown.
public struct TagReference: Sendable, Equatable {
    public var id: Int64
    /// Folded.
    public var name: String
    /// The spelling of its first use.
    public var display: String

    public init(id: Int64, name: String, display: String) {
        self.id = id
        self.name = name
        self.display = display
    }
}

/// Posts per second, now.
public struct Rates: Sendable, Equatable {
    public var tenSeconds: Double
    public var minute: Double
    public var hour: Double

    public init(tenSeconds: Double = 0, minute: Double = 0, hour: Double = 0) {
        self.tenSeconds = tenSeconds
        self.minute = minute
        self.hour = hour
    }
}

/// The busiest minute.
public struct Peak: Sendable, Equatable {
    public var perSecond: Double
    public var at: Timestamp

    public init(perSecond: Double, at: Timestamp) {
        self.perSecond = perSecond
        self.at = at
    }
}

/// A course over time in equal steps.
public struct Curve: Sendable, Equatable {
    /// Length of a step in seconds.
    public var resolution: Int64
    public var start: Timestamp
    /// Running total of distinct people at the end of each step.
    public var people: [Int64]
    /// Posts within each step; empty where only people are counted.
    public var posts: [Int64]

    public init(resolution: Int64, start: Timestamp, people: [Int64], posts: [Int64] = []) {
        self.resolution = resolution
        self.start = start
        self.people = people
        self.posts = posts
    }
}

/// Tags that belong to a tag by how people use them, reckoned from a sample of the newest uses.
public struct RelatedTags: Sendable, Equatable {
    public struct Related: Sendable, Equatable {
        public var name: String
        public var display: String
        /// Posts of the sample for `together`, people of the sample for the others.
        public var count: Int64

        public init(name: String, display: String, count: Int64) {
            self.name = name
            self.display = display
            self.count = count
        }
    }

    /// Size of the sample.
    public var samplePosts: Int64 = 0
    public var samplePeople: Int64 = 0
    /// In the same post.
    public var together: [Related] = []
    /// Used by the same people before, and after, they first used this one.
    public var before: [Related] = []
    public var after: [Related] = []

    public init() {}
}

/// An interval in which a tag was a trend.
public struct TrendSpan: Sendable, Equatable {
    public var from: Timestamp
    /// Nil while it lasts.
    public var to: Timestamp?
    public var shelf: Shelf

    public init(from: Timestamp, to: Timestamp?, shelf: Shelf) {
        self.from = from
        self.to = to
        self.shelf = shelf
    }
}

/// What this server has seen of one tag. Meanings: docs/api.md.
public struct TagMagnitude: Sendable, Equatable {
    public var tag: TagReference
    public var at: Timestamp
    /// The first post that counts.
    public var since: Timestamp?
    /// Distinct people, exact.
    public var people: Int64 = 0
    public var posts: Int64 = 0
    public var replies: Int64 = 0
    public var reblogs: Int64 = 0
    public var rates = Rates()
    public var peak: Peak?
    public var peopleHere: Int64 = 0
    public var peopleElsewhere: Int64 = 0
    /// Servers that the people are on, this one included.
    public var servers: Int64 = 0
    /// Posts by language, most first; nil: no language was said.
    public var languages: [(language: String?, posts: Int64)] = []
    public var related = RelatedTags()
    public var curve: Curve?
    public var spans: [TrendSpan] = []
    public var trend: Trend?
    /// What is to be said where it is not listed as one; nil of an earlier moment.
    public var unlisted: UnlistedTag?

    public init(tag: TagReference, at: Timestamp) {
        self.tag = tag
        self.at = at
    }

    public static func == (left: TagMagnitude, right: TagMagnitude) -> Bool {
        left.tag == right.tag && left.at == right.at && left.since == right.since && left.people == right.people
            && left.posts == right.posts && left.replies == right.replies && left.reblogs == right.reblogs
            && left.rates == right.rates && left.peak == right.peak && left.peopleHere == right.peopleHere
            && left.peopleElsewhere == right.peopleElsewhere && left.servers == right.servers
            && left.languages.elementsEqual(right.languages, by: ==) && left.related == right.related
            && left.curve == right.curve && left.spans == right.spans && left.trend == right.trend
            && left.unlisted == right.unlisted
    }
}
