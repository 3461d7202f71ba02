// /@name/id/history: what a post said before it was edited.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    /// For whoever may see the post; one that was never edited has no such page.
    func history(_ request: PageRequest) async throws -> PageAnswer {
        let (cached, author) = try await status(request)
        let path = "/@\(author.username)/\(cached.status.id)"
        guard cached.status.editedAt != nil, cached.status.reblogOfID == nil else { return .redirect(path) }
        guard request.pathText("name") == author.username, request.pathText("id") == String(cached.status.id) else {
            return .moved(to: path + "/history")
        }
        let history = try await services.history(of: cached)
        let views = try await services.statusViews([cached.status.id], for: request.reader.viewer)
        let page = HistoryPage(
            frame: request.reader.frame.leavable(views.concernSensitiveCall),
            author: AccountView(author, services.site),
            postURL: path,
            language: cached.status.language,
            versions: history.versions
        )
        return self.page(renderer.page(page), page.frame)
    }
}
