// What a rule made of series of one kind, against what is right.

struct Tally: Sendable {
    /// News that was listed. Times in seconds.
    struct Listing: Sendable {
        var people: Int
        var afterStart: Double
        /// From when there were enough people; negative where it was before. Nil where there never were.
        var afterEnough: Double?
        var hours: Double
        /// Of them those after its end.
        var hoursAfterEnd: Double
        /// Of the time between enough people and end, where that is longer than ten minutes.
        var part: Double?
        /// More than one is flicker.
        var entries: Int
    }

    var news = 0
    var listings: [Listing] = []
    // Of what is no news:
    var quietTags = 0
    var quietDays = 0.0
    var wrongTags = 0
    var wrongEntries = 0
    /// Of each tag that was listed.
    var wrongHours: [Double] = []
    /// Of a contest's order.
    var contests: [Contest.Result] = []

    /// For so long after its end news may be listed, since whoever looks later still wants to know.
    private static let grace: Int64 = 2 * 3600

    mutating func add(_ judged: Judged, _ spans: [Log.Span], until end: Int64) {
        news += judged.news.count
        listings += judged.news.compactMap { listing(of: $0, spans) }
        guard let from = judged.quietFrom else { return }
        quietTags += 1
        quietDays += Double(end - from) / 86_400
        let wrong = spans.filter { span in
            span.to > from && !judged.news.contains { span.from >= $0.start && span.from <= $0.end + Self.grace }
        }
        guard !wrong.isEmpty else { return }
        wrongTags += 1
        wrongEntries += wrong.count
        wrongHours.append(wrong.reduce(0) { $0 + Double($1.to - max($1.from, from)) / 3600 })
    }

    private func listing(of news: News, _ spans: [Log.Span]) -> Listing? {
        let spans = spans.filter { $0.to > news.start && $0.from <= news.end + Self.grace }
        guard let first = spans.first, let last = spans.last else { return nil }
        let from = max(first.from, news.start)
        return Listing(
            people: news.people,
            afterStart: Double(from - news.start),
            afterEnough: news.enough.map { Double(from - $0) },
            hours: spans.reduce(0) { $0 + Double($1.to - max($1.from, news.start)) / 3600 },
            hoursAfterEnd: Double(max(0, last.to - news.end)) / 3600,
            part: news.enough.flatMap { $0 + 600 < news.end ? part(spans, $0, news.end) : nil },
            entries: spans.count
        )
    }

    private func part(_ spans: [Log.Span], _ from: Int64, _ to: Int64) -> Double {
        Double(spans.reduce(0) { $0 + max(0, min($1.to, to) - max($1.from, from)) }) / Double(to - from)
    }

    static func += (sum: inout Tally, part: Tally) {
        sum.news += part.news
        sum.listings += part.listings
        sum.quietTags += part.quietTags
        sum.quietDays += part.quietDays
        sum.wrongTags += part.wrongTags
        sum.wrongEntries += part.wrongEntries
        sum.wrongHours += part.wrongHours
        sum.contests += part.contests
    }

    /// What is wrong with it, for one who looks for the smallest series that shows it; nil where all is right.
    var wrong: String? {
        var words: [String] = []
        if listings.count < news { words.append("\(news - listings.count) of \(news) not listed") }
        if let late = listings.compactMap(\.afterEnough).max(), late > 600 {
            words.append("listed \(Words.time(late)) after enough people")
        }
        if let least = listings.compactMap(\.part).min(), least < 0.8 {
            words.append("listed for \(Words.percent(least)) of the time")
        }
        if let most = listings.map(\.hoursAfterEnd).max(), most > 2 {
            words.append("listed \(Words.decimal(most)) h after its end")
        }
        if let most = listings.map(\.entries).max(), most > 3 { words.append("entered \(most) times") }
        if wrongEntries > 0 {
            let hours = Words.decimal(wrongHours.reduce(0, +))
            words.append("\(wrongEntries) wrong entries of \(wrongTags) tags, \(hours) h")
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
