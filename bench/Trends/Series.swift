// What happens to a few tags on a server, and what a rule should make of it.

import Trends

/// One use of a tag.
struct Post: Sendable {
    /// The server's usual tags are 1 to 2,000; those of a series are numbered from `Series.firstTag` on.
    var tag = Series.firstTag
    /// Seconds from a Sunday, 15 October 2017, 00:00 UTC.
    var at: Int64
    var person: Int64
    var isByNewAccount = false
    /// Active on the server on earlier days too.
    var isByRegular = false
    /// Nil for one of their own.
    var network: UInt32?
    var print = TextFingerprint.none
    /// Seconds after which it is deleted.
    var deletedAfter: Int64?
}

/// Something that should be listed: when it starts, when there are enough people for anyone to know, and when it is over.
struct News: Sendable {
    var start: Int64
    /// Nil where there are never enough.
    var enough: Int64?
    var end: Int64
    /// All its people.
    var people: Int

    /// People within a day who are news where nothing is usual: the bench's own measure, which depends on no rule.
    static func needed(active: Int) -> Int {
        active <= 100 ? 6 : max(10, Int((Double(active).squareRoot() / 4).rounded(.up)))
    }

    /// - Parameters:
    ///   - extra: posts beyond what is usual, by rising time.
    ///   - needed: people within a day who are enough. It ends when the last hour has less than half of them.
    init(_ extra: [Post], needed: Int) {
        start = extra.first?.at ?? 0
        end = start
        people = Set(extra.map(\.person)).count
        var (day, hour) = (Window(86_400), Window(3600))
        for post in extra {
            let (inDay, inHour) = (day.add(post), hour.add(post))
            if enough == nil, inDay >= needed { enough = post.at }
            if enough != nil, inHour * 2 >= needed { end = post.at }
        }
    }

    /// Distinct people in a rolling window.
    private struct Window {
        private let seconds: Int64
        private var posts: [Post] = []
        private var first = 0
        private var uses: [Int64: Int] = [:]

        init(_ seconds: Int64) { self.seconds = seconds }

        mutating func add(_ post: Post) -> Int {
            posts.append(post)
            uses[post.person, default: 0] += 1
            while posts[first].at <= post.at - seconds {
                uses[posts[first].person, default: 0] -= 1
                if uses[posts[first].person] == 0 { uses[posts[first].person] = nil }
                first += 1
            }
            return uses.count
        }
    }
}

/// What is right for one tag, or for a few that are one to whoever reads them: listed for the news, and at no other time.
struct Judged: Sendable {
    var tags: [Int64]
    var news: [News] = []
    /// From here on an entry that is no news is wrong; nil where none is.
    var quietFrom: Int64?
}

struct Series: Sendable {
    static let firstTag: Int64 = 1_000_000
    /// By rising time.
    var posts: [Post]
    /// Days from the Sunday on which it begins to run (0 to 6), and on which it has ended.
    var firstDay: Int64 = 0
    var lastDay: Int64
    var judged: [Judged] = []
    /// The server's usual tags with so many uses a day or more are judged, from here on.
    var judgedBackground: (least: Double, from: Int64)?
    var tide = Tide.flat
    /// Whether the server begins with the series, with nothing known.
    var isNewServer = false
    /// Seconds between looks where nothing of its own goes on.
    var pace: Int64 = 600
    /// An evening on which the order of tags counts.
    var contest: Contest?
    /// What the calls of a tag say.
    var callTexts: [Int64: [TextFingerprint.Print]] = [:]
    /// What is left of the names of tags that are spellings of one word.
    var skeletons: [Int64: String] = [:]
    /// What was drawn, for those who look for the smallest series that fails.
    var note = ""

    /// One tag: what is usual with it, and its news.
    init(usual: [Post] = [], news: [News] = [], extra: [Post] = [], quietFrom: Int64? = nil, note: String = "") {
        posts = (usual + extra).sorted { $0.at < $1.at }
        let (first, last) = (posts.first?.at ?? 0, posts.last?.at ?? 0)
        firstDay = min(6, first / 86_400)
        lastDay = max(last, news.map(\.end).max() ?? 0) / 86_400 + 2
        judged = [Judged(tags: [Self.firstTag], news: news, quietFrom: quietFrom)]
        self.note = note
    }

    /// The usual tags of the server alone.
    init(days: Int64, leastUses: Double, from: Int64, tide: Tide = .flat, pace: Int64) {
        (posts, lastDay, judgedBackground, self.tide, self.pace) = ([], days, (leastUses, from), tide, pace)
    }

    /// With other numbers of tags.
    func moved(by count: Int64) -> Series {
        var series = self
        for place in posts.indices { series.posts[place].tag += count }
        series.callTexts = Dictionary(uniqueKeysWithValues: callTexts.map { ($0.key + count, $0.value) })
        for place in judged.indices { series.judged[place].tags = judged[place].tags.map { $0 + count } }
        return series
    }

    /// All of them on one server at once.
    static func together(_ all: [Series]) -> Series? {
        guard var series = all.first else { return nil }
        for (place, other) in all.enumerated().dropFirst() {
            let moved = other.moved(by: Int64(place) * 1000)
            series.posts += moved.posts
            series.judged += moved.judged
            series.callTexts.merge(moved.callTexts) { first, _ in first }
            series.firstDay = min(series.firstDay, moved.firstDay)
            series.lastDay = max(series.lastDay, moved.lastDay)
        }
        series.posts.sort { $0.at < $1.at }
        return series
    }
}
