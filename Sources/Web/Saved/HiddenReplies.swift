// /replies: what waits below somebody's posts until they approve it. /hidden_replies: what they have hidden or kept out, each with
// the button that shows it again.

internal import Domain
internal import Services

extension Pages {
    private static let (waiting, hidden) = ("/replies", "/hidden_replies")

    func waitingReplies(_ request: PageRequest) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let bounds = request.place.bounds(showing: Pages.listLength)
        let ids = try await services.replyRequests(for: account, bounds).items.map(\.replyID)
        return try await replies(ids, at: Pages.waiting, request)
    }

    func hiddenReplies(_ request: PageRequest) async throws -> PageAnswer {
        guard let account = request.reader.viewer.accountID else { return request.toSignIn }
        let bounds = request.place.bounds(showing: Pages.listLength)
        let ids = try await services.hiddenReplies(by: account, bounds).items
        return try await replies(ids, at: Pages.hidden, request)
    }

    private func replies(_ ids: [Int64], at path: String, _ request: PageRequest) async throws -> PageAnswer {
        let (place, isHidden) = (request.place, path == Pages.hidden)
        let slice = ListSlice(ids, at: place, showing: Pages.listLength, path: path)
        guard !slice.isTop else { return .redirect(path) }
        let views = try await services.statusViews(slice.ids, for: request.reader.viewer)
        let page = TimelinePage(
            frame: request.reader.frame.leavable(views.concernSensitiveCall),
            title: isHidden ? localized("Hidden replies") : localized("Waiting replies"),
            tabs: [
                .init(label: localized("Waiting replies"), url: Pages.waiting, isCurrent: !isHidden),
                .init(label: localized("Hidden replies"), url: Pages.hidden, isCurrent: isHidden),
            ],
            // Also of somebody muted since.
            statuses: views.list(slice.ids, in: .own, anchored: true),
            emptyWords: isHidden
                ? localized("You have hidden no replies.")
                : localized("No replies wait for your approval."),
            newerURL: slice.newerURL,
            olderURL: slice.olderURL
        )
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        return answer
    }
}
