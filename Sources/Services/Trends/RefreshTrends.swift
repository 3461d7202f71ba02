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
        try await readMissedUses(now)
        let facts = try await serverFacts()
        let isNewServer = facts.begunAt.map { now.milliseconds - $0.milliseconds < 3 * 86_400_000 } ?? true
        try await readCallTexts(now: now, isNewServer: isNewServer)
        try await readSpellings()
        var (rulings, open) = try await database.read { connection in
            (try TrendQueries.rulings(connection), try TrendQueries.openSpans(connection))
        }
        for case .tag(let id) in try await unlisted() { rulings[id] = .never }
        trendStore.agree(open)
        let assessments = trendStore.refresh(
            now: now,
            activePeople: Int(clamping: facts.activeDay),
            isNewServer: isNewServer,
            refused: Set(rulings.filter { !$0.value.lists }.keys)
        )
        let ids = assessments.reduce(into: Set<Int64>()) { ids, found in
            ids.formUnion([found.tag] + found.companions.map(\.tag))
        }.sorted()
        let tags = try await database.read { try MagnitudeQueries.names(of: ids, $0) }.reduce(into: [:]) { tags, item in
            tags[item.key] = TagReference(id: item.key, name: item.value.name, display: item.value.display)
        }
        let trends = assessments.compactMap { assessment -> Trend? in
            guard let tag = tags[assessment.tag] else { return nil }
            return Trend(
                assessment,
                tag: tag,
                companions: assessment.companions.compactMap { companion in
                    tags[companion.tag].map {
                        TrendCompanion(tag: $0, kind: .init(companion.kind), people: Int64(companion.people))
                    }
                },
                companionOf: assessment.isCompanionOf.flatMap { tags[$0] },
                ruling: rulings[tag.id],
                rates: trendStore.rates(of: tag.id, at: now),
                at: now
            )
        }
        trendStore.set(trends)
        if keepingSpans {
            try await keepTrendSpans(trends, open, rulings, leftOut: Set(assessments.flatMap(\.leftOut)), at: now)
        }
    }

    /// Learns which tags are spellings of one word.
    private func readSpellings() async throws {
        // All of them at once, also after a start: what spellings are together is to be known at the first look.
        while case let tags = trendStore.tagsWithoutSkeleton(), !tags.isEmpty {
            let names = try await database.read { try TagQueries.names(tags, $0) }
            // What has no name any more is a spelling of nothing.
            let skeletons = tags.map { tag in (tag, names[tag].map { TagName($0)?.skeleton ?? $0 } ?? "#\(tag)") }
            trendStore.set(skeletons: Dictionary(skeletons, uniquingKeysWith: { $1 }))
        }
    }

    /// Where texts are copied, learns what the calls of the tag say: copies of that are answers. A call by an account that is
    /// not a day old says nothing yet.
    private func readCallTexts(now: Timestamp, isNewServer: Bool) async throws {
        let tags = trendStore.tagsOfCopies()
        guard !tags.isEmpty else { return }
        let madeBefore = isNewServer ? now : now - .seconds(86_400)
        let texts = try await database.read { connection in
            try tags.map { try TrendQueries.callTexts(ofTag: $0, byAccountsBefore: madeBefore, connection) }
        }
        let prints = zip(tags, texts).map { ($0, $1.flatMap(TextFingerprint.ofParts)) }
        trendStore.set(callTexts: Dictionary(prints, uniquingKeysWith: { $1 }))
    }
}
