// The words of one event: the same for the same seed and place in the plan.

/// A text with its language.
public struct ReplayText: Sendable, Equatable {
    public var text: String
    /// ISO 639-1.
    public var language: String

    /// What the call says.
    public static let prompt = "If everybody it happened to wrote \"me too\", people would see how many we are."

    /// - Parameter revision: 0 for the post, 1 for its edit.
    public static func of(
        _ event: ReplayEvent,
        content: Content,
        tags: TagSet,
        options: PlanOptions,
        revision: UInt64 = 0
    ) -> ReplayText {
        var random = SeededGenerator(seed: options.seed ^ 0x7465_7874 ^ revision, stream: UInt64(event.number))
        let isAnswer = content == .meToo || content == .solidarity || content == .account
        if isAnswer, tags.contains(.movement), revision == 0, options.pasted > 0, random.chance(options.pasted) {
            let tags = tags.places.map { "#" + TagSet.names[$0] }
            return ReplayText(text: ([prompt] + tags).joined(separator: " "), language: "en")
        }
        let phrases =
            content == .advert || content == .earlier
            ? Phrases.english : Phrases.of(person: event.person, seed: options.seed)
        var parts = [sentence(content, phrases, &random)]
        if revision > 0 { parts.append("(\(random.below(900) + 100))") }
        if options.hasAttack, content != .advert, random.chance(Mix.phoneNumbers) { parts.append(phoneNumber(&random)) }
        for place in tags.places { parts.append("#" + TagSet.names[place]) }
        return ReplayText(text: parts.joined(separator: " "), language: phrases.language)
    }

    private static func sentence(_ content: Content, _ phrases: Phrases, _ random: inout SeededGenerator) -> String {
        switch content {
        case .meToo: random.pick(phrases.meToo) ?? ""
        case .solidarity: random.pick(phrases.solidarity) ?? ""
        case .news: random.pick(phrases.news) ?? ""
        case .hostile: random.pick(phrases.hostile) ?? ""
        case .account: account(phrases, &random)
        case .earlier: random.pick(earlier) ?? ""
        case .advert: advert(&random)
        }
    }

    /// Some sentences after the two words, each another one.
    private static func account(_ phrases: Phrases, _ random: inout SeededGenerator) -> String {
        var left = phrases.account
        var parts = [random.pick(phrases.meToo) ?? ""]
        for _ in 0..<min(left.count, 2 + random.below(4)) { parts.append(left.remove(at: random.below(left.count))) }
        return parts.joined(separator: " ")
    }

    private static let earlier = [
        "I am quiet here today, on purpose.", "No posts from me on Friday.", "A day of silence, so that we are heard.",
        "She was locked out of her account. We are not silent about that.", "Every one of us has a story.",
    ]

    /// Near-identical long texts: one word and a number differ.
    private static func advert(_ random: inout SeededGenerator) -> String {
        let word = random.pick(["quick", "easy", "great", "real", "new"]) ?? "new"
        return """
            Everybody talks about reach today and here is the \(word) way to get it: thousands of followers for your \
            account within minutes, no questions asked, offer number \(random.below(1000)) ends tonight, tell your friends.
            """
    }

    /// From the numbers kept free for fiction.
    private static func phoneNumber(_ random: inout SeededGenerator) -> String {
        let number = random.below(100)
        return "Call \(numberMark)\(number < 10 ? "0" : "")\(number)."
    }

    /// What a private number of the attack begins with, and nothing else of a replay has.
    static let numberMark = "(202) 555-01"

    var hasNumber: Bool { text.utf8.firstRange(of: Self.numberMark.utf8) != nil }
}
