// /search: people by names and addresses, tags by the beginning of their name, posts by their words.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    private static let peopleFound = 10
    private static let tagsFound = 10
    /// Bytes; the rest is not looked at.
    private static let longestSearch = 2048

    func search(_ request: PageRequest) async throws -> PageAnswer {
        guard let viewer = request.reader.viewer.accountID else { return request.toSignIn }
        let text = String(
            decoding: ProfileLine.line(request.queryText("q") ?? "").utf8.prefix(Pages.longestSearch),
            as: UTF8.self
        )
        // Also before anything is found: what somebody looks for tells enough.
        var page = SearchPage(frame: request.reader.frame.leavable(), text: text)
        guard !text.isEmpty else { return found(page) }
        if let place = LocalAddress(text, services.site) {
            switch place {
            case .account(let name): return .redirect("/@\(PercentEncoding.encode(name))")
            case .status(let id):
                let (status, author) = try await visibleStatus(id, request.reader)
                return .redirect(services.site.path(of: status.status, by: author))
            }
        }
        if request.queryID("max_id") == nil {
            page.people = try await lines(try await people(text, viewer), for: request.reader)
            page.tags = try await tags(text)
        }
        let bounds = PageBounds(maxID: request.queryID("max_id"), limit: Pages.listLength + 1)
        let wanted = StatusSearch(text, page: bounds)
        if let problem = wanted.query.problem {
            page.problem = errorWords(problem)
            return found(page)
        }
        let ids = try await services.searchStatuses(wanted, by: viewer)
        let shown = Array(ids.prefix(Pages.listLength))
        let views = try await services.statusViews(shown, for: request.reader.viewer)
        page.statuses = views.list(shown, in: .own, anchored: true)
        if ids.count > shown.count, let last = shown.last {
            page.olderURL = "/search?q=\(PercentEncoding.encode(text))&max_id=\(last)"
        }
        return found(page)
    }

    private func found(_ page: SearchPage) -> PageAnswer {
        var answer = self.page(renderer.page(page), page.frame)
        answer.runsScripts = true
        return answer
    }

    private func people(_ written: String, _ viewer: Int64) async throws -> [Int64] {
        guard !written.hasPrefix("#") else { return [] }
        return try await services.searchAccounts(AccountSearch(text: written, limit: Pages.peopleFound), by: viewer)
    }

    private func tags(_ text: String) async throws -> [String] {
        guard !text.hasPrefix("@"), let tag = TagName.parse(pathSegment: text) else { return [] }
        return try await services.tags(beginningLike: tag, limit: Pages.tagsFound).map(\.name)
    }
}
