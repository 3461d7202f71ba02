// /explore: what is unusual now, with the reasons, and the open calls of late that most people answered.

internal import Domain
internal import Services
internal import Storage

extension Pages {
    /// The most trends on the page.
    private static let trendsShown = 30
    /// Calls looked through for open ones.
    private static let callsRead = 20
    private static let callsShown = 5

    func explore(_ call: PageCall) async throws -> PageAnswer {
        try await kept(.explore, call) {
            let reader = call.reader
            let trends = try await self.movement.trends().prefix(Pages.trendsShown)
            let curves = trends.isEmpty ? [:] : try await self.movement.trendCurves(trends.map(\.tag.id))
            let recent = try await self.movement.calls(PageRequest(limit: Pages.callsRead)).items
            let open = try await self.lines(of: recent, for: reader.viewer.accountID).filter { !$0.isClosed }
                .sorted { $0.people > $1.people }
            let shown = Array(open.prefix(Pages.callsShown))
            let page = ExplorePage(
                frame: reader.frame.leavable(shown.contains { $0.call.isSensitive }),
                trends: trends.map { ExplorePage.Line(trend: $0, curve: curves[$0.tag.id]) },
                calls: shown,
                canonicalURL: self.services.site.url + "/explore"
            )
            return self.page(self.renderer.explore(page), page.frame)
        }
    }
}
