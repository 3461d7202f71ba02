// What outlives a restart: what is usual for each tag, and which trend it is.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Trends

extension Services {
    /// What nobody has written for so long tells nothing any more: weeks are remembered for four of them.
    private static let stateAge = Duration.seconds(35 * 86_400)
    /// Every node that follows a tag writes its state once an hour.
    private static let stateInterval = Duration.seconds(3 * 3600)

    /// Keeps what is usual for each tag, so that a restart does not forget it. To be done once an hour and at the end.
    ///
    /// Where several nodes run, each keeps its own into the same rows. What another has learned from more hours is taken up, and
    /// never written over. What no node follows any more is deleted.
    public func keepTrendStates() async throws {
        let now = clock.now()
        var learned: [Int64: Int64] = [:]
        var unwritten: Set<Int64> = []
        try await readTrendStates { page in
            trendStore.adopt(page.filter { $0.updatedAt > now - Services.stateAge })
            for kept in page {
                learned[kept.tag] = TrendEngine.hoursLearned(kept.state)
                if kept.updatedAt < now - Services.stateInterval { unwritten.insert(kept.tag) }
            }
        }
        let states = trendStore.states()
        let newer = states.filter { TrendEngine.hoursLearned($0.value) >= learned[$0.key] ?? 0 }
            .sorted { $0.key < $1.key }
        for start in stride(from: 0, to: newer.count, by: 500) {
            let page = newer[start..<min(start + 500, newer.count)]
            try await change { change in
                for (tag, state) in page { try TrendQueries.save(state, of: tag, at: change.now, change.connection) }
            }
        }
        guard trendStore.isRestored else { return }
        try await removeStates(unwritten.subtracting(states.keys).sorted(), now)
    }

    private func removeStates(_ tags: [Int64], _ now: Timestamp) async throws {
        for start in stride(from: 0, to: tags.count, by: 500) {
            let page = Array(tags[start..<min(start + 500, tags.count)])
            try await database.write {
                try TrendQueries.removeStates(of: page, writtenBefore: now - Services.stateInterval, $0)
            }
        }
    }

    private func readTrendStates(_ body: ([TrendStateRow]) -> Void) async throws {
        var last: Int64? = 0
        while let after = last {
            let page = try await database.read { try TrendQueries.states(after: after, limit: 1000, $0) }
            body(page)
            last = page.count == 1000 ? page.last?.tag : nil
        }
    }

    /// Takes up what was known before the start, unless that is done. To be tried again before each look until it succeeds.
    public func takeUpTrends() async throws {
        if !trendStore.isRestored { try await restoreTrends() }
    }

    /// Takes up what was known before a restart: what is usual, which trends last, and the uses of the last day. Uses
    /// from now on come by events.
    public func restoreTrends() async throws {
        let now = clock.now()
        let isAgain = trendStore.beginRestoring()
        let newest = try await newestStates(now)
        try await readTrendStates { page in trendStore.restore(page.filter { newest.contains($0.tag) }) }
        trendStore.restore(spans: try await database.read { try TrendQueries.openSpans($0) })
        try await readUses(from: now - .seconds(86_400), to: now, isAgain: isAgain)
        trendStore.hasRead(at: now)
    }

    /// Tags of which a state is to be taken up: the newest, as many as are followed.
    private func newestStates(_ now: Timestamp) async throws -> Set<Int64> {
        var (times, last): ([(tag: Int64, updatedAt: Timestamp)], Int64?) = ([], 0)
        while let after = last {
            let page = try await database.read { try TrendQueries.stateTimes(after: after, limit: 10_000, $0) }
            times += page
            last = page.count == 10_000 ? page.last?.tag : nil
        }
        return Services.newest(times, most: TrendStore.mostTags, at: now)
    }

    static func newest(_ times: [(tag: Int64, updatedAt: Timestamp)], most: Int, at now: Timestamp) -> Set<Int64> {
        let known = times.filter { $0.updatedAt > now - stateAge }
        return Set(known.sorted { ($0.updatedAt, $1.tag) > ($1.updatedAt, $0.tag) }.prefix(most).map(\.tag))
    }
}
