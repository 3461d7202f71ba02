// What one person's posts with one tag add to its counts: pure reckoning, so that adding and taking away cannot differ.

public import Basics

/// One post that counts for a tag.
public struct CountedUse: Sendable, Equatable, Codable {
    public var statusID: Int64
    public var at: Timestamp
    public var isReply: Bool
    /// ISO 639; nil where none was said.
    public var language: String?

    public init(statusID: Int64, at: Timestamp, isReply: Bool, language: String?) {
        self.statusID = statusID
        self.at = at
        self.isReply = isReply
        self.language = language
    }

    public init(_ status: Status) {
        self.init(
            statusID: status.id,
            at: status.createdAt,
            isReply: status.isReply,
            language: status.language
        )
    }
}

/// What gates ask of a post and its author (docs/trends.md). Nothing of it is stored.
public struct UseTraits: Sendable, Equatable, Codable {
    /// What tells copies of the text; zero where there is none.
    public var fingerprint: SIMD4<UInt64>
    /// The author was active here in the last week before today, and before that.
    public var isByRegular: Bool
    /// Tells networks apart, without naming one; 0 where nothing is known.
    public var network: UInt32

    public init(fingerprint: SIMD4<UInt64> = .zero, isByRegular: Bool = false, network: UInt32 = 0) {
        self.fingerprint = fingerprint
        self.isByRegular = isByRegular
        self.network = network
    }
}

/// Who posts, as counting has to know it.
public struct CountedAuthor: Sendable, Equatable, Codable {
    public var id: Int64
    /// Empty for this server.
    public var domain: String
    public var createdAt: Timestamp
    /// What it posts counts: it is neither limited, nor suspended, nor deactivated.
    public var isCounted: Bool
    /// What nobody sees counts, its votes and silent answers: it is neither limited nor suspended.
    public var choicesCount: Bool
    /// Everybody may find the public posts.
    public var isIndexable: Bool

    public init(
        id: Int64,
        domain: String,
        createdAt: Timestamp,
        isCounted: Bool,
        choicesCount: Bool? = nil,
        isIndexable: Bool = false
    ) {
        self.id = id
        self.domain = domain
        self.createdAt = createdAt
        self.isCounted = isCounted
        self.choicesCount = choicesCount ?? isCounted
        self.isIndexable = isIndexable
    }
}

/// An interval for which counts are kept.
public struct TagBin: Hashable, Sendable {
    /// Lengths that are kept, in seconds: a minute, an hour, a day (UTC).
    public static let sizes: [Int64] = [60, 3600, 86_400]

    public var size: Int64
    /// Milliseconds since 1970.
    public var start: Int64

    /// The interval of `size` seconds that `moment` is in.
    public init(size: Int64, at moment: Timestamp) {
        self.size = size
        start = moment.milliseconds / (size * 1000) * (size * 1000)
    }
}

/// What one person adds to one interval.
public struct TagBinCount: Sendable, Equatable {
    /// 1 where the person posted in it.
    public var people: Int64 = 0
    /// 1 where the person's first post is in it.
    public var newPeople: Int64 = 0
    public var posts: Int64 = 0

    public init(people: Int64 = 0, newPeople: Int64 = 0, posts: Int64 = 0) {
        self.people = people
        self.newPeople = newPeople
        self.posts = posts
    }
}

/// All that one person adds to the counts of one tag.
public struct TagPart: Sendable, Equatable {
    public var posts: Int64 = 0
    public var replies: Int64 = 0
    public var firstAt: Timestamp?
    public var lastAt: Timestamp?
    public var bins: [TagBin: TagBinCount] = [:]
    public var languages: [String?: Int64] = [:]

    /// 1, or 0 for somebody who has no post left.
    public var people: Int64 { posts > 0 ? 1 : 0 }

    public init(_ uses: [CountedUse]) {
        for use in uses {
            posts += 1
            replies += use.isReply ? 1 : 0
            firstAt = min(firstAt ?? use.at, use.at)
            lastAt = max(lastAt ?? use.at, use.at)
            languages[use.language, default: 0] += 1
            for size in TagBin.sizes {
                let bin = TagBin(size: size, at: use.at)
                bins[bin, default: TagBinCount(people: 1)].posts += 1
            }
        }
        guard let firstAt else { return }
        for size in TagBin.sizes { bins[TagBin(size: size, at: firstAt)]?.newPeople = 1 }
    }

    /// The intervals in which `self` and `before` differ, by how much.
    public func binChanges(since before: TagPart) -> [(bin: TagBin, change: TagBinCount)] {
        Set(bins.keys).union(before.bins.keys).compactMap { bin in
            let (new, old) = (bins[bin] ?? TagBinCount(), before.bins[bin] ?? TagBinCount())
            let change = TagBinCount(
                people: new.people - old.people,
                newPeople: new.newPeople - old.newPeople,
                posts: new.posts - old.posts
            )
            return change == TagBinCount() ? nil : (bin, change)
        }
        // In one order for all, so that transactions do not wait for each other in a circle.
        .sorted { ($0.bin.size, $0.bin.start) < ($1.bin.size, $1.bin.start) }
    }

    /// Languages whose posts differ, by how many.
    public func languageChanges(since before: TagPart) -> [(language: String?, posts: Int64)] {
        Set(languages.keys).union(before.languages.keys).compactMap { language in
            let change = (languages[language] ?? 0) - (before.languages[language] ?? 0)
            return change == 0 ? nil : (language, change)
        }
        .sorted { ($0.language ?? "") < ($1.language ?? "") }
    }
}
