// /explore: what is unusual now, with the reasons, and the open calls of late that most people answered.

internal import Domain
internal import Services

extension Pages {
    /// The most trends on the page.
    private static let trendsShown = 30
    /// Calls looked through for open ones.
    private static let callsRead = 20
    private static let callsShown = 5

    func explore(_ request: PageRequest) async throws -> PageAnswer {
        try await cached(.explore, request) {
            let reader = request.reader
            let calls = try await self.openCalls(most: Pages.callsShown, for: reader)
            let page = ExplorePage(
                frame: reader.frame.leavable(calls.contains { $0.call.isSensitive }),
                trends: try await self.trends(most: Pages.trendsShown),
                calls: calls,
                canonicalURL: self.services.site.url + "/explore"
            )
            var answer = self.page(self.renderer.explore(page), page.frame)
            answer.runsScripts = true
            return answer
        }
    }

    /// What is unusual now, the best first, each with its last day.
    func trends(most: Int) async throws -> [ExplorePage.Line] {
        let trends = try await movement.trends().prefix(most)
        guard !trends.isEmpty else { return [] }
        let curves = try await movement.trendCurves(trends.map(\.tag.id))
        return trends.map { ExplorePage.Line(trend: $0, curve: curves[$0.tag.id]) }
    }

    /// The open calls of late, those that most people answered first.
    func openCalls(most: Int, for reader: PageReader) async throws -> [CallLine] {
        let recent = try await movement.calls(PageBounds(limit: Pages.callsRead)).items
        let open = try await lines(of: recent, for: reader.viewer.accountID, isOpenOnly: true)
        return Array(open.sorted { $0.people > $1.people }.prefix(most))
    }
}
