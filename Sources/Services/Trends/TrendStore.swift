// What trends now: the engine in memory, fed by what happens, and what it found at its last refresh.

internal import Basics
internal import Domain
internal import Synchronization
internal import Trends

/// The reckoning of trends, one for the server. Posts take its lock for about a microsecond.
final class TrendStore: Sendable {
    private struct State: Sendable {
        var engine = TrendEngine()
        /// Numbers of the servers people are on; this one is 0.
        var origins: [String: Int32] = ["": 0]
        var isNewServer = true

        mutating func record(_ tag: Int64, _ use: CountedUse, _ author: CountedAuthor, _ fingerprint: UInt64) {
            let origin = origins[author.domain] ?? Int32(clamping: origins.count)
            if origins.count < 10_000 { origins[author.domain] = origin }
            let age = use.at.milliseconds - author.createdAt.milliseconds
            engine.record(
                TagUse(
                    tag: tag,
                    person: author.id,
                    post: use.statusID,
                    at: use.at,
                    weight: isNewServer || age >= 86_400_000 ? 1 : TrendStore.weightOfNewAccounts,
                    accountCreatedAt: author.createdAt,
                    origin: origin,
                    fingerprint: fingerprint,
                    isReply: use.isReply
                )
            )
        }
    }

    /// An account of less than a day weighs this much in scores.
    private static let weightOfNewAccounts = 0.3

    private let state = Mutex(State())
    private let found = Mutex<[Int64: Trend]>([:])

    // MARK: What happens

    func handle(_ event: DomainEvent) {
        switch event {
        case .tagsUsed(let tags, let use, let author, let fingerprint):
            state.withLock { state in
                for tag in tags { state.record(tag, use, author, fingerprint) }
            }
        case .tagUnused(let tag, let account, let uses, let lastAt):
            state.withLock { state in
                for use in uses {
                    state.engine.withdraw(
                        tag: tag,
                        person: account,
                        post: use.statusID,
                        at: use.at,
                        remaining: lastAt
                    )
                }
            }
        default: break
        }
    }

    /// Takes in what was posted before this process began.
    func restore(_ uses: [(tag: Int64, use: CountedUse, author: CountedAuthor, fingerprint: UInt64)]) {
        state.withLock { state in
            for item in uses { state.record(item.tag, item.use, item.author, item.fingerprint) }
        }
    }

    func restore(baselines: [(tag: Int64, state: [UInt8])]) {
        state.withLock { state in
            for kept in baselines { state.engine.restore(tag: kept.tag, state: kept.state) }
        }
    }

    func restore(spans: [Int64: TrendSpan]) {
        state.withLock { state in
            for (tag, span) in spans { state.engine.restore(tag: tag, since: span.from) }
        }
    }

    // MARK: What is found

    /// Looks at all tags anew.
    func refresh(now: Timestamp, activePeople: Int, isNewServer: Bool) -> [TrendAssessment] {
        state.withLock { state in
            state.isNewServer = isNewServer
            return state.engine.refresh(now: now, activePeople: activePeople, isNewServer: isNewServer)
        }
    }

    /// Baselines to be kept, by tag.
    func baselines() -> [Int64: [UInt8]] { state.withLock { $0.engine.states() } }

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

    /// Listed ones, the always-there last, else best first.
    var listed: [Trend] {
        found.withLock { $0.values.filter(\.isListed) }.sorted { first, second in
            let perennial = (first.shelf == .perennial, second.shelf == .perennial)
            guard perennial.0 == perennial.1 else { return perennial.1 }
            return (first.score, second.tag.id) > (second.score, first.tag.id)
        }
    }

    /// Those that a gate or a moderator holds, best first.
    var held: [Trend] {
        found.withLock { $0.values.filter { !$0.isListed } }.sorted { ($0.score, $1.tag.id) > ($1.score, $0.tag.id) }
    }
}
