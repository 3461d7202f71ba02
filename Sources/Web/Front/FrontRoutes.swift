// /: what this server is, what is being asked and unusual now, and what was said last.

internal import Domain
internal import Services

extension Pages {
    private static let callsInFront = 3
    private static let trendsInFront = 3

    func front(_ request: PageRequest) async throws -> PageAnswer {
        // Who is signed in lives elsewhere.
        guard request.reader.isAnonymous else { return .redirect("/home") }
        return try await cached(.front, request) { try await self.front(request.reader) }
    }

    private func front(_ reader: PageReader) async throws -> PageAnswer {
        let calls = try await openCalls(most: Pages.callsInFront, for: reader)
        let read = try await services.timelines.publicTimeline(PageBounds(limit: Pages.listLength), from: .local)
        let views = try await services.statusViews(read.items, for: reader.viewer)
        let facts = try await services.serverFacts()
        let page = FrontPage(
            frame: reader.frame.leavable(views.concernSensitiveCall || calls.contains { $0.call.isSensitive }),
            about: services.site.summary,
            accountsCount: Int(clamping: facts.users),
            statusesCount: Int(clamping: facts.statuses),
            calls: calls,
            trends: try await trends(most: Pages.trendsInFront),
            statuses: views.list(read.items, in: .publicPlace),
            canonicalURL: services.site.url + "/"
        )
        var answer = self.page(renderer.front(page), page.frame)
        answer.runsScripts = true
        return answer
    }
}
