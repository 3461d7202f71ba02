// Uses of tags that this process did not hear of: from before its start, and while its link to other nodes was broken.

internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Trends

extension Services {
    /// Transactions may take so long from the moment of their ids to their commit.
    private static let longestTransaction = Duration.seconds(60)
    /// Trends whose people are compared with the database, and people read at once.
    private static let mostCompared = 200
    private static let peopleAtOnce = 5000

    /// Reads what happened since the last reading where something may not have been heard: uses of all tags, and who is no
    /// longer among the people of trends.
    func readMissedUses(_ now: Timestamp) async throws {
        guard let since = trendStore.takeMissed() else { return }
        do {
            let day = now - .seconds(86_400)
            try await readUses(from: max(since - Services.longestTransaction, day), to: now, isAgain: true)
            for tag in trendStore.trendTags.sorted().prefix(Services.mostCompared) {
                trendStore.keep(try await people(of: tag, since: day), of: tag, until: now)
            }
            trendStore.hasRead(at: now)
        } catch {
            trendStore.missed()
            throw error
        }
    }

    private func people(of tag: Int64, since: Timestamp) async throws -> Set<Int64> {
        var people: Set<Int64> = []
        var last: Int64? = Snowflake.least(at: since)
        while let after = last {
            let page = try await database.read {
                try TrendQueries.people(ofTag: tag, after: after, limit: Services.peopleAtOnce, $0)
            }
            people.formUnion(page.map(\.account))
            last = page.count == Services.peopleAtOnce ? page.last?.status : nil
        }
        return people
    }

    /// - Parameter isAgain: some of them may have been heard.
    func readUses(from start: Timestamp, to end: Timestamp, isAgain: Bool) async throws {
        var next: Int64? = Snowflake.least(at: start)
        let end = (id: Snowflake.least(at: end), moment: end)
        while let after = next, after < end.id {
            let page = try await database.read { try TrendQueries.uses(after: after, limit: 2000, $0) }
            let uses = page.uses.filter { $0.use.statusID < end.id }
            trendStore.restore(try await traits(of: uses, now: end.moment), isAgain: isAgain)
            next = page.last
        }
    }

    /// With what the gates ask; from which networks people came is known no more.
    private func traits(
        of uses: [TrendUse],
        now: Timestamp
    ) async throws -> [(tag: Int64, use: CountedUse, author: CountedAuthor, traits: UseTraits)] {
        let prints = uses.map { TextFingerprint.of($0.text) }
        let copiers = Set(zip(uses, prints).filter { $1 != TextFingerprint.none }.map(\.0.author.id))
        let regulars = try await database.read { try TrendQueries.regulars(among: copiers.sorted(), at: now, $0) }
        return zip(uses, prints).map { use, print in
            let traits = UseTraits(fingerprint: print, isByRegular: regulars.contains(use.author.id))
            return (use.tag, use.use, use.author, traits)
        }.sorted { ($0.use.statusID, $0.tag) < ($1.use.statusID, $1.tag) }
    }
}
