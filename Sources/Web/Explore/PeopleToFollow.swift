// /explore/people: whom one could follow.

internal import Domain
internal import Localization
internal import Services

extension Pages {
    /// As many pages as the directory can have.
    private static let mostPeoplePages = 250

    /// Whom friends follow and whom most follow, and then who posted last. Only who wants to be found.
    func peopleToFollow(_ request: PageRequest) async throws -> PageAnswer {
        let asked = request.queryText("page").flatMap { Int($0) } ?? 1
        guard (1...Pages.mostPeoplePages).contains(asked) else { throw ServiceError.notFound }
        return try await cached(.people(page: asked), request) {
            try await self.peopleToFollow(page: asked, request.reader)
        }
    }

    private func peopleToFollow(page: Int, _ reader: PageReader) async throws -> PageAnswer {
        let (viewer, most) = (reader.viewer.accountID, Pages.peopleShown)
        var ids: [Int64] = []
        if let viewer, page == 1 {
            ids = try await services.suggestions(for: viewer, limit: most / 2).map(\.account)
        }
        // One more than is shown tells whether there is another page.
        let active = try await services.directory(
            .active,
            local: viewer == nil,
            limit: most + 1,
            offset: (page - 1) * most,
            for: viewer
        )
        let known = Set(ids)
        ids += active.prefix(most).filter { id in
            !known.contains(id) && id != viewer && reader.viewer.relations?.follow(of: id) == nil
        }
        var shown = PeoplePage(
            frame: reader.frame,
            title: localized("People to follow"),
            hint: localized("Those who chose to be found. Search finds everybody else by name."),
            lines: try await lines(ids, for: reader),
            emptyWords: localized("Nobody new to show at the moment.")
        )
        if page > 1 { shown.newerURL = page == 2 ? "/explore/people" : "/explore/people?page=\(page - 1)" }
        if active.count > most { shown.olderURL = "/explore/people?page=\(page + 1)" }
        (shown.newerWords, shown.olderWords) = (localized("Go back"), localized("More people"))
        return self.page(renderer.page(shown), shown.frame)
    }
}
