// Links that many people post now: by distinct people today and yesterday (UTC), as simply as that.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// A link with its uses by day, the newest first.
public struct TrendingLink: Sendable {
    public var card: CachedCard
    public var history: [TagDay]
}

extension Services {
    /// Links that at least two people posted openly, those of most people first. Reckoned anew every minute.
    public func trendingLinks(offset: Int, limit: Int) async throws -> [TrendingLink] {
        let (database, clock) = (database, clock)
        let ids = try await trendingLinkCache.value(for: 0) {
            let since = clock.now().daysSinceEpoch - 1
            return try await database.read { try CardQueries.popular(since: since, people: 2, limit: 100, $0) }
        }
        let page = Array(ids.dropFirst(offset).prefix(limit))
        guard !page.isEmpty else { return [] }
        let today = clock.now().daysSinceEpoch
        let days = try await database.read { try CardQueries.history(of: page, since: today - 6, $0) }
        let cards = try await cards.cards(page)
        return page.compactMap { id in
            guard let card = cards[id], card.card.isShown else { return nil }
            let history = (0..<7).map { back -> TagDay in
                let day = days.first { $0.card == id && $0.day == today - Int64(back) }
                return TagDay(
                    day: (today - Int64(back)) * 86_400,
                    uses: day?.posts ?? 0,
                    accounts: day?.people ?? 0
                )
            }
            return TrendingLink(card: card, history: history)
        }
    }

    /// Public statuses that lead to an address. Throws `.notFound` for one that nobody has posted.
    public func linkTimeline(_ url: String, _ request: PageBounds) async throws -> Page<Int64> {
        guard let url = CardAddress.normalise(url, site: site.url) else { throw ServiceError.notFound }
        let (hash, now) = (CardLink(url: url).hash, clock.now())
        let ids = try await database.read { connection -> [Int64]? in
            guard let card = try CardQueries.card(hash: hash, now: now, connection) else { return nil }
            return try CardQueries.timeline(card.id, request, connection)
        }
        guard let ids else { throw ServiceError.notFound }
        return Page(rows: ids.map { (cursor: $0, item: $0) }, bounds: request)
    }

    /// Forgets who posted which link more than a month ago, 1,000 in a transaction.
    public func forgetOldLinkUses() async throws {
        let before = clock.now().daysSinceEpoch - 31
        while try await database.write({ try CardQueries.purge(before: before, limit: 1000, $0) }) == 1000 {}
    }
}
