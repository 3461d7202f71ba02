// What people type into a search field: words, "phrases", -words, and operators such as from:alice or has:link.

public import Basics

/// A search as written, taken apart. Anything can be read; what is no known operator is a word.
public struct SearchQuery: Sendable, Equatable {
    /// No search has more parts than this; the rest is passed over.
    private static let mostParts = 24

    public enum Place: Sendable, Equatable {
        case everywhere
        /// Own posts, posts that mention one, and those one has favourited, reblogged, bookmarked or voted in.
        case library
        /// Public posts of people who may be found.
        case published
    }

    /// What must be in it.
    public var wanted: [SearchAtom] = []
    /// What must not be in it.
    public var unwanted: [SearchAtom] = []
    /// Addresses of authors, as written; `me` is who asks. It is by one of each group.
    public var authors: [String] = []
    public var notAuthors: [String] = []
    public var place = Place.everywhere
    /// Posted at this moment or later.
    public var from: Timestamp?
    /// Posted before this moment.
    public var until: Timestamp?
    /// What is wrong with the value of an operator, in a sentence: such a search would silently find nothing.
    public var problem: Sentence?

    public init(_ text: String) {
        for part in SearchPart.split(text).prefix(SearchQuery.mostParts) {
            if part.isQuoted {
                add(SearchAtom.words(part.text), part.isNegative)
            } else if let tag = SearchQuery.tag(part.text) {
                add(.word(SearchMark.tag(tag)), part.isNegative)
            } else if !operate(part) {
                add(SearchAtom.words(part.text), part.isNegative)
            }
        }
    }

    /// `#tag`: the tag itself, and no longer one.
    private static func tag(_ text: String) -> TagName? {
        guard let sign = text.unicodeScalars.first, sign == "#" || sign == "\u{FF03}" else { return nil }
        return TagName.parse(pathSegment: text)
    }

    /// Nothing is asked for.
    public var isEmpty: Bool {
        wanted.isEmpty && unwanted.isEmpty && authors.isEmpty && notAuthors.isEmpty && place == .everywhere
            && from == nil && until == nil
    }

    private mutating func add(_ atom: SearchAtom?, _ isNegative: Bool) {
        guard let atom else { return }
        if isNegative { unwanted.append(atom) } else { wanted.append(atom) }
    }

    /// Takes an operator. False for what is none.
    private mutating func operate(_ part: SearchPart) -> Bool {
        guard let (name, value) = part.operation else { return false }
        switch name {
        case "from":
            if part.isNegative { notAuthors.append(value) } else { authors.append(value) }
        case "has", "is", "language":
            guard let mark = SearchQuery.mark(name, value) else { return refuse(name, value) }
            add(.word(mark), part.isNegative)
        case "in":
            switch value {
            case "library": place = .library
            case "public": place = .published
            case "all": place = .everywhere
            default: return refuse(name, value)
            }
        case "before", "after", "during":
            guard let days = SearchQuery.days(value) else { return refuse(name, value) }
            if name == "during" { from = max(from ?? days.lowerBound, days.lowerBound) }
            if name == "after" { from = max(from ?? days.upperBound, days.upperBound) }
            if name == "during" { until = min(until ?? days.upperBound, days.upperBound) }
            if name == "before" { until = min(until ?? days.lowerBound, days.lowerBound) }
        default: return false
        }
        return true
    }

    /// Notes that an operator cannot be used so.
    private mutating func refuse(_ name: String, _ value: String) -> Bool {
        problem = problem ?? SearchQuery.misunderstood(name, "\(name):\(value)")
        return true
    }

    private static func misunderstood(_ name: String, _ text: String) -> Sentence {
        switch name {
        case "has":
            "\(text: text) is not understood, it must be media, image, video, audio, poll, link or embed"
        case "is": "\(text: text) is not understood, it must be reply or sensitive"
        case "in": "\(text: text) is not understood, it must be library, public or all"
        case "language": "\(text: text) is not understood, it must be a language such as en"
        default:
            "\(text: text) is not understood, it must be a day, month or year such as 2026-11-24, 2026-11 or 2026"
        }
    }

    private static func mark(_ name: String, _ value: String) -> String? {
        switch (name, value) {
        case ("has", "media"): SearchMark.media
        case ("has", "image"): SearchMark.image
        case ("has", "video"): SearchMark.video
        case ("has", "audio"): SearchMark.audio
        case ("has", "poll"): SearchMark.poll
        case ("has", "link"), ("has", "embed"): SearchMark.link
        case ("is", "reply"): SearchMark.reply
        case ("is", "sensitive"): SearchMark.sensitive
        case ("language", _): SearchMark.language(value)
        default: nil
        }
    }

    /// The span of a day `2026-11-24`, a month `2026-11` or a year `2026` (UTC).
    static func days(_ text: String) -> Range<Timestamp>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4,
            parts.dropFirst().allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy(ASCII.isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let (year, month, day) = (numbers[0], numbers.count > 1 ? numbers[1] : 1, numbers.count > 2 ? numbers[2] : 1)
        let next =
            switch numbers.count {
            case 1: (year + 1, 1, 1)
            case 2: month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)
            default: (year, month, day)
            }
        guard let start = moment(year, month, day), let end = moment(next.0, next.1, next.2) else { return nil }
        return start..<(numbers.count == 3 ? end + .seconds(86_400) : end)
    }

    private static func moment(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        return Timestamp(iso8601: "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T00:00:00Z")
    }
}
