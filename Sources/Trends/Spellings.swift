// Spellings of one word that are a trend only together: #metoo, #me_too, #metooo.

internal import Basics

/// Tags by what is left of their names when spelling is taken away. Whoever follows tags says that by name.
struct Spellings: Sendable {
    private struct Word: Sendable {
        var tags: [Int64]
        /// Whether its spellings together are a trend, and with which at the head.
        var together: FollowedTag?
        var lead: Int64?
    }

    private var words: [String: Word] = [:]
    private var skeletons: [Int64: String] = [:]
    /// Those with more than one spelling.
    private var several: Set<String> = []
    /// What was kept of spellings whose word is not known yet, by the tag at their head.
    private var restored: [Int64: FollowedTag] = [:]

    func knows(_ tag: Int64) -> Bool { skeletons[tag] != nil }

    mutating func set(_ skeleton: String, of tag: Int64) {
        guard skeletons.updateValue(skeleton, forKey: tag) == nil else { return }
        words[skeleton, default: Word(tags: [])].tags.append(tag)
        if words[skeleton]?.tags.count ?? 0 > 1 { several.insert(skeleton) }
        if let kept = restored.removeValue(forKey: tag), words[skeleton]?.together == nil {
            words[skeleton]?.together = kept
            words[skeleton]?.lead = tag
        }
    }

    // MARK: What outlives a restart

    /// What spellings are together, by the tag at their head.
    var together: [Int64: FollowedTag] {
        words.values.reduce(into: restored) { found, word in
            if let lead = word.lead, let together = word.together { found[lead] = together }
        }
    }

    mutating func restore(_ together: FollowedTag, headedBy tag: Int64) {
        guard let skeleton = skeletons[tag] else {
            restored[tag] = together
            return
        }
        guard words[skeleton]?.together == nil else { return }
        words[skeleton]?.together = together
        words[skeleton]?.lead = tag
    }

    /// Whether a tag is at the head of spellings that are a trend together.
    func isHead(_ tag: Int64) -> Bool {
        if restored[tag]?.since != nil { return true }
        guard let skeleton = skeletons[tag], let word = words[skeleton] else { return false }
        return word.lead == tag && word.together?.since != nil
    }

    /// False for a tag that is at the head of no trend.
    mutating func agree(since: Timestamp, headedBy tag: Int64) -> Bool {
        guard let skeleton = skeletons[tag], isHead(tag) else { return false }
        words[skeleton]?.together?.agree(since: since)
        return true
    }

    mutating func remove(_ tag: Int64) {
        restored[tag] = nil
        guard let skeleton = skeletons.removeValue(forKey: tag) else { return }
        words[skeleton]?.tags.removeAll { $0 == tag }
        let left = words[skeleton]?.tags.count ?? 0
        if left < 2 { several.remove(skeleton) }
        if left == 0 { words[skeleton] = nil }
    }

    /// Adds to what was found what is a trend by its spellings together, and shows spellings with the trends that are there.
    ///
    /// - Parameter refused: tags that a moderator wants to see with nothing.
    mutating func assess(
        _ found: inout [TrendAssessment],
        _ tags: [Int64: FollowedTag],
        refused: Set<Int64>,
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings,
        _ tide: Tide,
        _ parameters: TrendParameters
    ) {
        let places = Dictionary(found.enumerated().map { ($1.tag, $0) }, uniquingKeysWith: { $1 })
        var added: [TrendAssessment] = []
        for skeleton in several {
            guard let word = words[skeleton] else { continue }
            let spellings = word.tags.filter { !refused.contains($0) }
            let listed = spellings.compactMap { places[$0] }.filter {
                found[$0].state == .listed && found[$0].since != nil
            }
            // What has begun together stays so, until one spelling has outgrown the others.
            let isTogether = word.together?.since != nil && !spellings.contains { Self.isLarge(tags[$0], parameters) }
            let flooded = spellings.filter { places[$0].map { found[$0].isFlooded } ?? false }
            var lead: TrendAssessment
            if !isTogether, let place = listed.max(by: { found[$0].people < found[$1].people }) {
                words[skeleton]?.together = nil
                lead = found[place]
            } else if let trend = self.trend(
                of: skeleton,
                spellings,
                flooded: flooded,
                { Self.together($0, word.lead, $1, tags, now: now, surroundings, tide, parameters) }
            ), trend.state == .listed || listed.isEmpty {
                lead = trend
            } else if let place = listed.max(by: { found[$0].people < found[$1].people }) {
                // Held together, by what others do with one of them; not by itself.
                lead = found[place]
            } else {
                continue
            }
            let trends = Set(listed.map { found[$0].tag })
            let shown = spellings.filter { !flooded.contains($0) }
            lead.companions = companions(of: lead, shown, trends, tags, now: now, surroundings, parameters)
            lead.leftOut = word.tags.filter(refused.contains)
            for place in listed where found[place].tag != lead.tag { found[place].isCompanionOf = lead.tag }
            added.append(lead)
        }
        let leads = Set(added.map(\.tag))
        if !leads.isEmpty { found.removeAll { leads.contains($0.tag) } }
        found += added
    }

    private static func isLarge(_ tag: FollowedTag?, _ parameters: TrendParameters) -> Bool {
        tag?.activity.people.count ?? 0 > parameters.mostOfSpelling
    }

    private typealias Found = (assessment: TrendAssessment?, tag: FollowedTag, lead: Int64)

    /// The trend that spellings are together, without those that are flooded where the others are listed without them: who floods
    /// one spelling takes no other off the list.
    ///
    /// - Parameter assess: looks at some of them as one tag that was a trend as the second says.
    private mutating func trend(
        of skeleton: String,
        _ spellings: [Int64],
        flooded: [Int64],
        _ assess: ([Int64], FollowedTag?) -> Found?
    ) -> TrendAssessment? {
        let before = words[skeleton]?.together
        var found = flooded.isEmpty ? nil : assess(spellings.filter { !flooded.contains($0) }, before?.asPartOfIt)
        if found?.assessment?.state != .listed { found = assess(spellings, before) }
        words[skeleton]?.together = found.flatMap { $0.tag.isRising ? $0.tag.withoutPeople : nil }
        guard let found else { return nil }
        words[skeleton]?.lead = found.lead
        return found.assessment
    }

    /// Nil for too few; no assessment where they are no trend.
    private static func together(
        _ spellings: [Int64],
        _ lead: Int64?,
        _ before: FollowedTag?,
        _ tags: [Int64: FollowedTag],
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings,
        _ tide: Tide,
        _ parameters: TrendParameters
    ) -> Found? {
        let parts = spellings.compactMap { tag in tags[tag].map { (tag: tag, followed: $0) } }.filter { part in
            !part.followed.activity.people.isEmpty && !isLarge(part.followed, parameters)
                && !part.followed.isAlwaysThere(parameters)
        }
        let people = parts.map { (tag: $0.tag, people: $0.followed.activity.people.count) }
        guard parts.count > 1, before != nil || people.reduce(0, { $0 + $1.people }) >= parameters.leastSample,
            let largest = people.max(by: { ($0.people, $1.tag) < ($1.people, $0.tag) })
        else { return nil }
        // The head stays, unless another has twice its people.
        let head = people.first { $0.tag == lead && $0.people * 2 >= largest.people } ?? largest
        var together = FollowedTag(parts.map(\.followed), since: before, at: now, parameters)
        var assessment = together.assess(head.tag, now: now, surroundings, tide, parameters)
        assessment?.spellings = parts.count
        let isTrend = assessment?.since != nil || before?.since != nil
        return (isTrend ? assessment : nil, together, head.tag)
    }

    /// - Parameter trends: spellings that are listed by themselves, and so are shown whoever uses them.
    private func companions(
        of trend: TrendAssessment,
        _ spellings: [Int64],
        _ trends: Set<Int64>,
        _ tags: [Int64: FollowedTag],
        now: Timestamp,
        _ surroundings: TrendGates.Surroundings,
        _ parameters: TrendParameters
    ) -> [Companion] {
        let least = max(Double(parameters.leastOfCompanion), parameters.leastPartOfCompanion * Double(trend.people))
        return spellings.filter { $0 != trend.tag }.compactMap { tag -> Companion? in
            guard let head = tags[tag]?.activity.people(in: [trend.window], now: now).first else { return nil }
            let sure = surroundings.isNewServer ? head.withoutCopiers : head.withoutDoubt
            guard sure >= least || trends.contains(tag) else { return nil }
            return Companion(tag: tag, kind: .spelling, people: head.people)
        }
    }
}
