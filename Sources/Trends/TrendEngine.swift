// The reckoning of trends: every tag's people in rolling windows, against what is usual for it.

public import Basics

/// All tags that are followed. A value: whoever holds it sees to locks and time.
///
/// The score of a tag is the largest over its windows of (x − μ) / √(γμ + max(φμ², σ²) + γ²s₀): x the people in the
/// window by weight, μ what is usual on a day on which the server is as busy as now (`Tide`), s₀ and φ from `TrendParameters`, γ the
/// size of the clusters in which people come (`ClusterMemory`), σ what good days of a tag that is always there have beyond others
/// (`TagBaseline.swing`). No window begins at midnight.
public struct TrendEngine: Sendable {
    public let parameters: TrendParameters
    private var tags: [Int64: FollowedTag] = [:]
    private var origins: Set<Int32> = []
    private var tide = Tide()
    private var quota: TagQuota
    private var spellings = Spellings()
    /// The latest refresh.
    private var refreshedAt = Timestamp(milliseconds: 0)
    /// When what is past was last let go of.
    private var forgotAt = Timestamp(milliseconds: 0)

    public init(parameters: TrendParameters = TrendParameters()) {
        self.parameters = parameters
        quota = TagQuota(ofPost: parameters.mostTagsOfPost, ofPerson: parameters.mostTagsOfPerson)
    }

    /// How many tags are followed.
    public var count: Int { tags.count }

    /// How many different texts are held, for all tags.
    var heldTexts: Int { tags.values.indices.reduce(0) { $0 + tags.values[$1].activity.heldTexts } }

    /// Takes a post in. The tags of one post are to come one after the other; beyond `mostTagsOfPost`, and beyond those that
    /// one person may bring up in a day, they are left out.
    public mutating func record(_ use: TagUse) {
        // By place, so that the tag is not copied out.
        let place = tags.index(forKey: use.tag)
        let isHere = place.map { tags.values[$0].activity.people[use.person] != nil } ?? false
        guard quota.allows(use, isHere: isHere) else { return }
        if tags.count >= 2 * parameters.mostTags { letGo() }
        if use.origin != 0, origins.count < 1024 { origins.insert(use.origin) }
        tide.record(hour: use.at.hour)
        tags[use.tag, default: FollowedTag()].record(use, parameters)
    }

    /// Takes in a post that may have been taken in before: whoever has used the tag since its minute is left out.
    public mutating func recordAgain(_ use: TagUse) {
        let place = tags.index(forKey: use.tag)
        let last = place.flatMap { tags.values[$0].activity.people[use.person]?.minute }
        guard last ?? .min < use.at.milliseconds / 60_000 else { return }
        record(use)
    }

    /// Takes out whoever is not among those who used a tag until `moment`. Who came later stays.
    public mutating func keep(_ people: Set<Int64>, of tag: Int64, until moment: Timestamp) {
        guard let followed = tags[tag] else { return }
        for (person, use) in followed.activity.people where !people.contains(person) {
            let at = Timestamp(milliseconds: use.minute * 60_000)
            if at + .seconds(60) < moment { withdraw(tag: tag, person: person, post: 0, at: at, remaining: nil) }
        }
    }

    /// Takes a post out: deleted, edited, its author limited.
    ///
    /// - Parameters:
    ///   - at: when it was posted.
    ///   - remaining: the person's latest other use of the tag; nil where there is none.
    public mutating func withdraw(tag: Int64, person: Int64, post: Int64, at: Timestamp, remaining: Timestamp?) {
        tags[tag]?.withdraw(person: person, at: at, remaining: remaining, now: max(refreshedAt, at))
    }

    /// Tags in which texts were copied, the largest first: who knows of calls is asked for their texts.
    public func tagsOfCopies(most: Int) -> [Int64] {
        let places = tags.indices.filter { tags.values[$0].activity.copied >= parameters.leastCopiers }
        let found = places.map { (tag: tags.keys[$0], people: tags.values[$0].activity.people.count) }
        return found.sorted { ($0.people, $1.tag) > ($1.people, $0.tag) }.prefix(most).map(\.tag)
    }

    /// Says what the calls of a tag say, whole and in parts, and has those be people who answered who copied it.
    public mutating func setCallTexts(_ texts: [TextFingerprint.Print], of tag: Int64) {
        tags[tag]?.setAnswers(texts.filter { $0 != TextFingerprint.none })
    }

    /// Tags of which nobody has said yet how they are spelled.
    public func tagsWithoutSkeleton(most: Int) -> [Int64] {
        // By place, so that nothing is copied.
        let places = tags.indices.lazy.filter {
            !spellings.knows(tags.keys[$0]) && !tags.values[$0].activity.people.isEmpty
        }
        return places.prefix(most).map { tags.keys[$0] }
    }

    /// Says what is left of a tag's name without its spelling: tags of which the same is left are spellings of one word.
    public mutating func setSkeleton(_ skeleton: String, of tag: Int64) {
        if tags[tag] != nil { spellings.set(skeleton, of: tag) }
    }

    /// Posts of the last two minutes and hour; nil for a tag that is not followed.
    public func recent(tag: Int64) -> RecentBins? { tags[tag]?.activity.recent }

    /// Distinct people of the last day, and how many are usual; nil for a tag that is not followed.
    public func day(of tag: Int64) -> (people: Int, usual: Double)? {
        tags[tag].map { ($0.activity.people.count, Double($0.baseline.usualAtEntry[3] * tide.level[3])) }
    }

    // MARK: What outlives a restart

    /// What was learned of each tag, as bytes.
    public func states() -> [Int64: [UInt8]] {
        let together = spellings.together
        return tags.reduce(into: [:]) { states, item in
            states[item.key] = item.value.state(atHeadOf: together[item.key])
        }
    }

    /// What was learned of some tags.
    public func states(of some: Set<Int64>) -> [Int64: [UInt8]] {
        let together = spellings.together
        return some.reduce(into: [:]) { states, tag in states[tag] = tags[tag]?.state(atHeadOf: together[tag]) }
    }

    /// Takes up what was kept of a tag; bytes that are none are left out.
    public mutating func restore(tag: Int64, state: [UInt8]) {
        tags[tag, default: FollowedTag()].restore(state, parameters)
        if let together = FollowedTag(spellingsIn: state) { spellings.restore(together, headedBy: tag) }
    }

    /// Takes up what another node has learned of a tag that is followed here, if that was from more hours.
    public mutating func adopt(tag: Int64, state: [UInt8]) { tags[tag]?.adopt(state, parameters) }

    /// From how many hours a state was learned; -1 of bytes that are none. Of two states of a tag the one with more is kept.
    public static func hoursLearned(_ state: [UInt8]) -> Int64 {
        FollowedTag(state: state, TrendParameters())?.baseline.hours ?? -1
    }

    /// Takes up that a tag is a trend since `since`, by itself or at the head of its spellings.
    public mutating func restore(tag: Int64, since: Timestamp) {
        guard !spellings.isHead(tag) else { return }
        tags[tag, default: FollowedTag()].restore(since: since)
    }

    /// Says when a trend began as others saw it: they all say the same then.
    public mutating func agree(tag: Int64, since: Timestamp) {
        if spellings.agree(since: since, headedBy: tag) { return }
        tags[tag]?.agree(since: since)
    }

    // MARK: Refresh

    /// Looks at all tags, at least every 30 seconds. Returns those that are a trend, have just ceased to be one, or are
    /// always there.
    ///
    /// - Parameters:
    ///   - activePeople: people of this server who posted in the last day.
    ///   - isNewServer: in its first days most accounts are new, so that new ones tell nothing.
    ///   - refused: tags that are shown with no other.
    public mutating func refresh(
        now: Timestamp,
        activePeople: Int,
        isNewServer: Bool,
        refused: Set<Int64> = []
    ) -> [TrendAssessment] {
        refreshedAt = now
        if now.milliseconds - forgotAt.milliseconds >= 60_000 {
            forgotAt = now
            forget(now)
            survey(now)
        }
        tide.rise(
            tide.tags.compactMap { tag in
                tags[tag].map { ($0.activity.weights(in: parameters.windows, now: now), $0.baseline.usualAtEntry) }
            },
            hour: now.hour
        )
        let surroundings = TrendGates.Surroundings(
            activePeople: activePeople,
            isNewServer: isNewServer,
            knowsOtherServers: !origins.isEmpty
        )
        var found: [TrendAssessment] = []
        // By place, so that nothing is copied out and in.
        var place = tags.startIndex
        while place != tags.endIndex {
            let tag = tags.keys[place]
            if let assessment = tags.values[place].assess(tag, now: now, surroundings, tide, parameters) {
                found.append(assessment)
            }
            tags.formIndex(after: &place)
        }
        spellings.assess(&found, tags, refused: refused, now: now, surroundings, tide, parameters)
        SharedPeople.join(&found, tags, refused: refused, surroundings, parameters)
        for place in found.indices { found[place].cutCompanions(to: parameters.mostCompanions) }
        return found
    }

    /// Looks at what the tide is known by.
    private mutating func survey(_ now: Timestamp) {
        var (rhythm, uses, hours) = (SIMD4<Float>.zero, Float(0), Int64(0))
        var steady: [(tag: Int64, people: Float, growth: Float?)] = []
        // By place, so that nothing is copied out.
        var place = tags.startIndex
        while place != tags.endIndex {
            let means = tags.values[place].baseline.means
            uses += means[1]
            hours = max(hours, tags.values[place].baseline.hours)
            if tags.values[place].since == nil, tags.values[place].activity.people.count > 0 {
                rhythm += tags.values[place].activity.weights(in: Tide.spans, now: now)
            }
            if tags.values[place].baseline.hours >= 6, means[3] >= Tide.steady {
                let growth = tags.values[place].baseline.weekly.map { $0.week / max($0.month, 0.5) }
                steady.append((tags.keys[place], means[3], growth))
            }
            tags.formIndex(after: &place)
        }
        tide.rhythm = rhythm
        tide.choose(steady, expectedOfHour: uses, hours: hours)
    }

    /// Lets go of what is past: uses older than a day, tags that nobody used for a day and that have no usual, and those beyond
    /// the limit.
    private mutating func forget(_ now: Timestamp) {
        let day = now.milliseconds - TagActivity.day
        var past: [Int64] = []
        var place = tags.startIndex
        while place != tags.endIndex {
            tags.values[place].trim(now: now)
            if tags.values[place].isPast(day) { past.append(tags.keys[place]) }
            tags.formIndex(after: &place)
        }
        for tag in past { remove(tag) }
        letGo()
        forgetTexts()
    }

    /// Forgets the texts of the smallest tags where too many are held.
    private mutating func forgetTexts() {
        var surplus = heldTexts - parameters.mostTexts
        guard surplus > 0 else { return }
        let held = tags.map {
            (tag: $0.key, texts: $0.value.activity.heldTexts, people: $0.value.activity.people.count)
        }
        for item in held.sorted(by: { ($0.people, $0.tag) < ($1.people, $1.tag) }) where surplus > 0 {
            tags[item.tag]?.forgetTexts()
            surplus -= item.texts
        }
    }

    /// Lets go of the tags beyond the limit of which least is lost.
    private mutating func letGo() {
        guard tags.count > parameters.mostTags else { return }
        let worths = tags.map { (tag: $0.key, worth: $0.value.worth, last: $0.value.activity.lastUse) }
            .sorted { ($0.worth, $0.last) < ($1.worth, $1.last) }
        for item in worths.prefix(tags.count - parameters.mostTags) { remove(item.tag) }
    }

    private mutating func remove(_ tag: Int64) {
        tags[tag] = nil
        spellings.remove(tag)
    }
}
