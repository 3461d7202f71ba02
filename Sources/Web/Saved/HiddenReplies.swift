// /hidden_replies: what somebody has hidden below their posts, each with the button that shows it again.

internal import Domain
internal import Services

extension Pages {
    func hiddenReplies(_ request: PageRequest) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let (place, path) = (request.place, "/hidden_replies")
        let ids = try await services.hiddenReplies(by: account, place.bounds(showing: Pages.listLength)).items
        let slice = ListSlice(ids, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let views = try await services.statusViews(slice.ids, for: request.reader.viewer)
        let page = TimelinePage(
            frame: request.reader.frame.leavable(views.concernSensitiveCall),
            title: localized("Hidden replies"),
            tabs: [.init(label: localized("Hidden replies"), url: path, isCurrent: true)],
            // Also of somebody muted since.
            statuses: views.list(slice.ids, in: .own, anchored: true),
            emptyWords: localized("You have hidden no replies."),
            newerURL: slice.newerURL,
            olderURL: slice.olderURL
        )
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        return answer
    }
}
