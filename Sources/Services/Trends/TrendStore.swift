// What trends now: the engine in memory, fed by what happens, and what it found at its last refresh.

internal import Basics
internal import Domain
internal import Storage
internal import Synchronization
internal import Trends

/// The reckoning of trends, one for the server. Posts take its lock for about a microsecond.
final class TrendStore: Sendable {
    private struct State: Sendable {
        var engine = TrendEngine()
        /// Numbers of the servers people are on; this one is 0.
        var origins: [String: Int32] = ["": 0]
        var isNewServer = true

        mutating func record(
            _ tag: Int64,
            _ use: CountedUse,
            _ author: CountedAuthor,
            _ traits: UseTraits,
            isAgain: Bool = false
        ) {
            let origin = origins[author.domain] ?? Int32(clamping: origins.count)
            if origins.count < 10_000 { origins[author.domain] = origin }
            let age = use.at.milliseconds - author.createdAt.milliseconds
            let use = TagUse(
                tag: tag,
                person: author.id,
                post: use.statusID,
                at: use.at,
                weight: isNewServer || age >= 86_400_000 ? 1 : TrendStore.weightOfNewAccounts,
                accountCreatedAt: author.createdAt,
                origin: origin,
                fingerprint: traits.fingerprint,
                isReply: use.isReply,
                isByRegular: traits.isByRegular,
                network: traits.network
            )
            if isAgain { engine.recordAgain(use) } else { engine.record(use) }
        }
    }

    /// An account of less than a day weighs this much in scores.
    private static let weightOfNewAccounts = 0.3
    private static let mostTagsOfCopies = 100
    private static let mostNamesAtOnce = 1000

    /// What is known here of the database, and what is not.
    private struct Progress: Sendable {
        var sightings = TrendSightings()
        var isRestored = false
        /// Whether some uses of before the start may have been taken in.
        var hasBegun = false
        /// Everything of before was read.
        var readAt: Timestamp?
        /// Whether something happened since then that was not heard.
        var hasMissed = false
        /// Whether nothing is heard of other nodes now.
        var isDeaf = false
    }

    private let state = Mutex(State())
    private let progress = Mutex(Progress())
    private let found = Mutex<[Int64: Trend]>([:])
    /// The most tags that are followed.
    static let mostTags = TrendParameters().mostTags

    // MARK: What happens

    /// Takes in a post with some tags.
    func record(_ tags: [Int64], _ use: CountedUse, _ author: CountedAuthor, _ traits: UseTraits) {
        state.withLock { state in
            // As at a start: of too many tags in one post the oldest are taken.
            for tag in tags.sorted() { state.record(tag, use, author, traits) }
        }
    }

    /// Takes back what somebody had posted with a tag.
    func withdraw(_ tag: Int64, _ account: Int64, _ uses: [CountedUse], lastAt: Timestamp?) {
        state.withLock { state in
            for use in uses {
                state.engine.withdraw(tag: tag, person: account, post: use.statusID, at: use.at, remaining: lastAt)
            }
        }
    }

    /// Takes in what was posted before this process began, or while it did not hear.
    ///
    /// - Parameter isAgain: some of them may have been taken in before.
    func restore(_ uses: [(tag: Int64, use: CountedUse, author: CountedAuthor, traits: UseTraits)], isAgain: Bool) {
        state.withLock { state in
            for item in uses { state.record(item.tag, item.use, item.author, item.traits, isAgain: isAgain) }
        }
    }

    func restore(_ kept: [TrendStateRow]) {
        state.withLock { state in
            for kept in kept { state.engine.restore(tag: kept.tag, state: kept.state) }
        }
    }

    /// Takes up what other nodes know better of tags that are followed here.
    func adopt(_ kept: [TrendStateRow]) {
        state.withLock { state in
            for kept in kept { state.engine.adopt(tag: kept.tag, state: kept.state) }
        }
    }

    /// Takes out whoever is not among those who used a tag until `moment`.
    func keep(_ people: Set<Int64>, of tag: Int64, until moment: Timestamp) {
        state.withLock { $0.engine.keep(people, of: tag, until: moment) }
    }

    // MARK: What is read

    var isRestored: Bool { progress.withLock(\.isRestored) }

    /// Whether uses may have been taken in by an earlier try.
    func beginRestoring() -> Bool {
        progress.withLock { progress in
            defer { (progress.hasBegun, progress.hasMissed) = (true, false) }
            return progress.hasBegun
        }
    }

    /// Everything that happened before `moment` is known.
    func hasRead(at moment: Timestamp) {
        progress.withLock { ($0.isRestored, $0.readAt) = (true, moment) }
    }

    /// Something may have happened that was not heard.
    func missed() { progress.withLock { $0.hasMissed = true } }

    /// Whether other nodes are not heard now.
    func setDeaf(_ isDeaf: Bool) { progress.withLock { $0.isDeaf = isDeaf } }

    var isDeaf: Bool { progress.withLock(\.isDeaf) }

    /// From when on there may be something that was not heard, and that it is being read; nil where there is nothing, or where
    /// all is still to be read.
    func takeMissed() -> Timestamp? {
        progress.withLock { progress in
            guard progress.hasMissed, let readAt = progress.readAt else { return nil }
            progress.hasMissed = false
            return readAt
        }
    }

    // MARK: What began and ended

    /// Takes in which tags are trends; see `TrendSightings`.
    func look(_ current: Set<Int64>, kept: Set<Int64>) -> (changed: Set<Int64>, over: Set<Int64>) {
        progress.withLock { progress in
            let changed = progress.sightings.look(current, kept: kept)
            return (changed, progress.isRestored ? kept.filter(progress.sightings.isOver) : [])
        }
    }

    /// Takes in when trends began, as the database has it.
    func agree(_ spans: [Int64: TrendSpan]) {
        state.withLock { state in
            for (tag, span) in spans { state.engine.agree(tag: tag, since: span.from) }
        }
    }

    /// Tags that are trends, or are shown with one.
    var trendTags: Set<Int64> {
        found.withLock { $0.values.reduce(into: []) { $0.formUnion([$1.tag.id] + $1.companions.map(\.tag.id)) } }
    }

    func restore(spans: [Int64: TrendSpan]) {
        state.withLock { state in
            for (tag, span) in spans { state.engine.restore(tag: tag, since: span.from) }
        }
    }

    /// Tags in which texts are copied.
    func tagsOfCopies() -> [Int64] { state.withLock { $0.engine.tagsOfCopies(most: Self.mostTagsOfCopies) } }

    /// Says what the calls of tags say.
    func set(callTexts: [Int64: [TextFingerprint.Print]]) {
        state.withLock { state in
            for (tag, texts) in callTexts { state.engine.setCallTexts(texts, of: tag) }
        }
    }

    /// Tags whose spelling is not known yet.
    func tagsWithoutSkeleton() -> [Int64] {
        state.withLock { $0.engine.tagsWithoutSkeleton(most: Self.mostNamesAtOnce) }
    }

    func set(skeletons: [Int64: String]) {
        state.withLock { state in
            for (tag, skeleton) in skeletons { state.engine.setSkeleton(skeleton, of: tag) }
        }
    }

    // MARK: What is found

    /// Looks at all tags anew.
    func refresh(now: Timestamp, activePeople: Int, isNewServer: Bool, refused: Set<Int64>) -> [TrendAssessment] {
        state.withLock { state in
            state.isNewServer = isNewServer
            return state.engine.refresh(
                now: now,
                activePeople: activePeople,
                isNewServer: isNewServer,
                refused: refused
            )
        }
    }

    /// States to be kept, by tag.
    func states() -> [Int64: [UInt8]] { state.withLock { $0.engine.states() } }

    func states(of tags: Set<Int64>) -> [Int64: [UInt8]] { state.withLock { $0.engine.states(of: tags) } }

    func set(_ trends: [Trend]) {
        let byTag = Dictionary(trends.map { ($0.tag.id, $0) }, uniquingKeysWith: { $1 })
        found.withLock { $0 = byTag }
    }

    /// Posts per second of a tag; nothing for a tag that nobody used for a day.
    func rates(of tag: Int64, at now: Timestamp) -> Rates {
        guard let recent = state.withLock({ $0.engine.recent(tag: tag) }) else { return Rates() }
        return Rates(
            tenSeconds: Double(recent.sum(lastSeconds: 10, now: now)) / 10,
            minute: Double(recent.sum(lastSeconds: 60, now: now)) / 60,
            hour: Double(recent.sum(lastSeconds: 3590, now: now)) / 3590
        )
    }

    /// The trend that a tag is, where it is listed.
    func listedTrend(of tag: Int64) -> Trend? { found.withLock { $0[tag] }.flatMap { $0.isListed ? $0 : nil } }

    /// What is to be said of a tag that is not listed.
    func unlisted(_ tag: Int64) -> UnlistedTag? {
        let trend = found.withLock { $0[tag] }
        guard trend?.isListed != true else { return nil }
        let day = state.withLock { $0.engine.day(of: tag) }
        return UnlistedTag(people: Int64(day?.people ?? 0), usual: day?.usual ?? 0, held: trend?.held ?? [])
    }

    /// Listed ones, the always-there last, else those first that most people beyond the usual use now.
    var listed: [Trend] {
        found.withLock { $0.values.filter(\.isListed) }.sorted { first, second in
            let perennial = (first.shelf == .perennial, second.shelf == .perennial)
            guard perennial.0 == perennial.1 else { return perennial.1 }
            return (first.recent, first.score, second.tag.id) > (second.recent, second.score, first.tag.id)
        }
    }

    /// Those that a gate or a moderator holds, best first.
    var held: [Trend] {
        found.withLock { $0.values.filter { !$0.isListed } }.sorted { ($0.score, $1.tag.id) > ($1.score, $0.tag.id) }
    }
}
