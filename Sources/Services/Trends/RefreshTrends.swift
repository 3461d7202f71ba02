// Looking at all tags anew: what is listed, what is held and why, and the spans in which tags were trends.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Trends

extension Services {
    /// Finds the trends of this moment. To be done every few seconds while the server runs.
    ///
    /// - Parameter keepingSpans: write which trends began and ended; not for a mere look beside a running server.
    public func refreshTrends(keepingSpans: Bool = true) async throws {
        let now = clock.now()
        let facts = try await serverFacts()
        let isNewServer = facts.begunAt.map { now.milliseconds - $0.milliseconds < 3 * 86_400_000 } ?? true
        let assessments = trendStore.refresh(
            now: now,
            activePeople: Int(clamping: facts.activeDay),
            isNewServer: isNewServer
        )
        let ids = assessments.map(\.tag)
        let (names, rulings, open) = try await database.read { connection in
            (
                try MagnitudeQueries.names(of: ids, connection), try TrendQueries.rulings(connection),
                try TrendQueries.openSpans(connection)
            )
        }
        let trends = assessments.compactMap { assessment -> Trend? in
            guard let name = names[assessment.tag] else { return nil }
            let tag = TagReference(id: assessment.tag, name: name.name, display: name.display)
            return Trend(
                assessment,
                tag: tag,
                ruling: rulings[tag.id],
                rates: trendStore.rates(of: tag.id, at: now),
                at: now
            )
        }
        trendStore.set(trends)
        if keepingSpans { try await keepSpans(trends, open, rulings) }
    }

    /// Writes which trends began and ended. What was decided for one trend ends with it.
    private func keepSpans(_ trends: [Trend], _ open: [Int64: TrendSpan], _ rulings: [Int64: TrendRuling])
        async throws
    {
        let listed = Dictionary(
            trends.filter { $0.isListed && $0.shelf != .perennial }.map { ($0.tag.id, $0.shelf) },
            uniquingKeysWith: { $1 }
        )
        let changed = listed.filter { open[$0.key]?.shelf != $0.value }
        let ended = open.keys.filter { listed[$0] == nil || changed[$0] != nil }
        let current = Set(trends.filter { $0.shelf != .perennial }.map(\.tag.id))
        let over = rulings.filter { $0.value.isOnce && !current.contains($0.key) }.map(\.key)
        guard !changed.isEmpty || !ended.isEmpty || !over.isEmpty else { return }
        try await change { change in
            for tag in ended.sorted() { try TrendQueries.close(tag, at: change.now, change.connection) }
            for (tag, shelf) in changed.sorted(by: { $0.key < $1.key }) {
                try TrendQueries.open(shelf, of: tag, at: change.now, change.connection)
            }
            for tag in over.sorted() { try TrendQueries.clear(tag, change.connection) }
        }
    }

    /// Keeps what is usual for each tag, so that a restart does not forget it. To be done once an hour and at the end.
    public func keepTrendBaselines() async throws {
        let states = trendStore.baselines().sorted { $0.key < $1.key }
        for start in stride(from: 0, to: states.count, by: 500) {
            let page = states[start..<min(start + 500, states.count)]
            try await change { change in
                for (tag, state) in page { try TrendQueries.save(state, of: tag, at: change.now, change.connection) }
            }
        }
    }

    /// Takes up what was known before a restart: what is usual, which trends last, and the uses of the last day. Uses
    /// from now on come by events.
    public func restoreTrends() async throws {
        let now = clock.now()
        var last: Int64 = 0
        while true {
            let after = last
            let page = try await database.read { try TrendQueries.states(after: after, limit: 1000, $0) }
            trendStore.restore(baselines: page)
            guard let end = page.last, page.count == 1000 else { break }
            last = end.tag
        }
        trendStore.restore(spans: try await database.read { try TrendQueries.openSpans($0) })
        var next: Int64? = Snowflake.least(at: now - .seconds(86_400))
        let end = Snowflake.least(at: now)
        while let after = next, after < end {
            let page = try await database.read { try TrendQueries.uses(after: after, limit: 2000, $0) }
            trendStore.restore(
                page.uses.filter { $0.use.statusID < end }.map { use in
                    (tag: use.tag, use: use.use, author: use.author, fingerprint: TextFingerprint.of(use.text))
                }
            )
            next = page.last
        }
    }
}
