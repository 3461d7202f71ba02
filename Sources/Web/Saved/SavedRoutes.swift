// /bookmarks and /favourites: what one has kept for oneself, and what one liked.

internal import Domain
internal import Services

extension Pages {
    func bookmarks(_ request: PageRequest) async throws -> PageAnswer {
        try await saved(
            .bookmark,
            localized("Bookmarks"),
            "/bookmarks",
            localized("You have bookmarked nothing. Nobody sees what you bookmark."),
            request
        )
    }

    func favourites(_ request: PageRequest) async throws -> PageAnswer {
        try await saved(
            .favourite,
            localized("Favourites"),
            "/favourites",
            localized("You have marked nothing as a favourite."),
            request
        )
    }

    private func saved(
        _ kind: InteractionKind,
        _ title: String,
        _ path: String,
        _ emptyWords: String,
        _ request: PageRequest
    ) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let place = request.place
        let rows = try await services.statuses(with: kind, by: account, place.bounds(showing: Pages.listLength))
        let slice = ListSlice(rows.map(\.cursor), at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let shown = Set(slice.ids)
        let ids = rows.filter { shown.contains($0.cursor) }.map(\.item)
        let views = try await services.statusViews(ids, for: request.reader.viewer)
        let page = TimelinePage(
            frame: request.reader.frame.leavable(views.concernSensitiveCall),
            title: title,
            tabs: [
                .init(label: localized("Bookmarks"), url: "/bookmarks", isCurrent: kind == .bookmark),
                .init(label: localized("Favourites"), url: "/favourites", isCurrent: kind == .favourite),
            ],
            // Also of somebody muted since: it was kept on purpose.
            statuses: views.list(ids, in: .own, anchored: true),
            emptyWords: emptyWords,
            newerURL: slice.newerURL,
            olderURL: slice.olderURL
        )
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        return answer
    }
}
