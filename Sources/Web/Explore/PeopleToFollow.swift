// /explore/people: whom one could follow.

internal import Domain
internal import Localization
internal import Services
internal import Storage

extension Pages {
    /// Whom friends follow and whom most follow, and then who posted last. Only who wants to be found.
    func peopleToFollow(_ request: PageRequest) async throws -> PageAnswer {
        let (reader, most) = (request.reader, Pages.peopleShown)
        var ids: [Int64] = []
        if let viewer = reader.viewer.accountID {
            ids = try await services.suggestions(for: viewer, limit: most).map(\.account)
        }
        let active = try await services.directory(
            .active,
            local: reader.viewer.accountID == nil,
            limit: 2 * most,
            offset: 0,
            for: reader.viewer.accountID
        )
        let known = Set(ids)
        ids += active.filter { id in
            !known.contains(id) && id != reader.viewer.accountID && reader.viewer.relations?.follow(of: id) == nil
        }
        ids = Array(ids.prefix(most))
        let page = PeoplePage(
            frame: reader.frame,
            title: localized("People to follow"),
            hint: localized("Those who chose to be found. Search finds everybody else by name."),
            lines: try await lines(ids, for: reader),
            emptyWords: localized("Nobody new to show at the moment.")
        )
        return self.page(renderer.page(page), page.frame)
    }
}
