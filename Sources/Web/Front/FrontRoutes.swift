// /: what this server is, and what was said last.

internal import Basics
internal import Database
internal import Services
internal import Storage
internal import Synchronization

extension Pages {
    func front(_ call: PageCall) async throws -> PageAnswer {
        try await kept(.front, call) { try await self.front(call.reader) }
    }

    private func front(_ reader: PageReader) async throws -> PageAnswer {
        let read = try await services.timelines.publicTimeline(PageRequest(limit: Pages.listLength))
        let views = try await services.statusViews(read.items, for: reader.viewer)
        let figures = try await figures.now()
        let page = FrontPage(
            frame: reader.frame,
            about: services.site.summary,
            accountsCount: Int(clamping: figures.accounts),
            statusesCount: Int(clamping: figures.statuses),
            statuses: views.list(read.items, in: .publicPlace),
            canonicalURL: services.site.url + "/"
        )
        return self.page(renderer.front(page), reader)
    }
}

/// How many people and posts there are, counted at most once a minute: the query grows with the number of accounts.
final class ServerFigures: Sendable {
    struct Figures: Sendable {
        var accounts: Int64
        var statuses: Int64
        var until: Timestamp
    }

    private let services: Services
    private let kept = Mutex<Figures?>(nil)

    init(services: Services) { self.services = services }

    func now() async throws -> Figures {
        let now = services.clock.now()
        if let figures = kept.withLock({ $0 }), now < figures.until { return figures }
        let counted = try await services.database.read { try CounterQueries.server(activeSince: now, $0) }
        let figures = Figures(accounts: counted.users, statuses: counted.statuses, until: now + .seconds(60))
        kept.withLock { $0 = figures }
        return figures
    }
}
