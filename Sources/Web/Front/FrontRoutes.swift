// /: what this server is, and what was said last.

internal import Services
internal import Storage

extension Pages {
    func front(_ call: PageCall) async throws -> PageAnswer {
        try await kept(.front, call) { try await self.front(call.reader) }
    }

    private func front(_ reader: PageReader) async throws -> PageAnswer {
        let read = try await services.timelines.publicTimeline(PageRequest(limit: Pages.listLength))
        let views = try await services.statusViews(read.items, for: reader.viewer)
        let facts = try await services.serverFacts()
        let page = FrontPage(
            frame: reader.frame.leavable(views.concernSensitiveCall),
            about: services.site.summary,
            accountsCount: Int(clamping: facts.users),
            statusesCount: Int(clamping: facts.statuses),
            statuses: views.list(read.items, in: .publicPlace),
            canonicalURL: services.site.url + "/"
        )
        var answer = self.page(renderer.front(page), page.frame)
        answer.runsScripts = true
        return answer
    }
}
