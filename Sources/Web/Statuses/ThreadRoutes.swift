// /@name/id: a post, what it answers, and a page of what answers it.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    /// Replies on one page, whatever the size of the thread.
    static let threadLength = 60
    /// What it answers, at most; the rest is one step up.
    static let ancestorsShown = 40

    func thread(_ request: PageRequest) async throws -> PageAnswer {
        let (status, author) = try await status(request)
        let path = "/@\(author.username)/\(status.status.id)"
        let after = request.queryID("after")
        guard request.pathText("name") == author.username, request.pathText("id") == String(status.status.id) else {
            return .moved(to: path + (after.map { "?after=\($0)" } ?? ""))
        }
        if let original = status.status.reblogOfID {
            let views = try await services.statusViews([original], for: request.reader.viewer)
            guard let shown = views.list([original], in: .own).first else { throw ServiceError.notFound }
            return .redirect(shown.url)
        }
        return try await cached(.thread(status.status.id, after: after), request) {
            try await self.thread(status, path, after: after, request)
        }
    }

    private func thread(
        _ cached: CachedStatus,
        _ path: String,
        after: Int64?,
        _ request: PageRequest
    ) async throws -> PageAnswer {
        let reader = request.reader
        if let after {
            // A reply that was deleted meanwhile, or of another thread: the replies start anew.
            let range = cached.status.threadPath.range(of: cached.status.id)
            guard let last = try await services.statuses.status(after)?.status.threadPath.bytes,
                last.lexicographicallyPrecedes(range.end), range.start.lexicographicallyPrecedes(last)
            else { return .redirect(path) }
        }
        let thread = try await services.thread(of: cached, for: reader.viewer, after: after, limit: Pages.threadLength)
        let above = Array(thread.ancestors.suffix(Pages.ancestorsShown))
        var known = thread.statuses
        known[cached.status.id] = cached
        let views = try await services.statusViews([], for: reader.viewer, known: known)
        let onPage = Set(above + thread.descendants + [cached.status.id])
        guard let focus = views.view(cached, in: .own, onPage: onPage) else { throw ServiceError.notFound }
        let show: ([Int64]) -> [StatusView] = { ids in
            var shown: [StatusView] = []
            for status in ids.compactMap({ thread.statuses[$0] }) {
                guard var view = views.view(status, in: .list, below: cached.status, onPage: onPage) else { continue }
                // Right under what it answers, and indented, it need not say so.
                let parent = status.status.inReplyToID.map(String.init)
                if parent == shown.last?.id, view.depth <= StatusView.deepestIndent { view.inReplyTo = nil }
                shown.append(view)
            }
            return shown
        }
        let author = views.accounts[cached.status.accountID]?.account
        // A call has a tag; most posts with none need no look.
        let asked = cached.tags.isEmpty ? nil : try? await movement.call(cached.status.id, reader.viewer.accountID)
        var page = ThreadPage(
            frame: reader.frame.leavable(views.concernSensitiveCall),
            ancestors: show(above),
            status: focus,
            replies: show(thread.descendants),
            canonicalURL: services.site.url + path,
            callURL: asked.map { "/calls/\($0.id)" },
            indexable: author?.isIndexable ?? false,
            earlierURL: after == nil ? nil : "\(path)#replies",
            moreURL: thread.next.map { "\(path)?after=\($0)#replies" }
        )
        if try await services.hasLockedReplies(cached.status) {
            page.refusal = replyLock
            return finished(page)
        }
        if let session = reader.session, !session.isNewcomer, let author, after == nil {
            let access = try await services.replyAccess(to: cached.status, by: session.accountID)
            guard access != .refused else {
                page.refusal = replyRefusal
                return finished(page)
            }
            var form = ComposeForm(replyingTo: cached, by: author, as: session.user, services.site)
            form.returnTo = request.here
            page.compose = try await services.composeBox(form, of: session, isSmall: true)
        }
        return finished(page)
    }

    private func finished(_ page: ThreadPage) -> PageAnswer {
        var answer = self.page(renderer.thread(page), page.frame)
        answer.runsScripts = true
        // Whoever has hidden their account sees posts that nobody else does.
        let shown = page.ancestors + [page.status] + page.replies
        answer.isOpen =
            answer.isOpen || !page.frame.isHidden && page.refusal == nil && shown.allSatisfy(\.isForEverybody)
        return answer
    }

    /// The status of the path with its author, as the reader may see it; one whose author is suspended is gone.
    func status(_ request: PageRequest) async throws -> (CachedStatus, Account) {
        let author = try await account(request).account
        guard let id = Int64(request.pathText("id")), id > 0 else { throw ServiceError.notFound }
        let read = try await services.statuses.statuses([id])
        guard let cached = read[id], cached.status.accountID == author.id,
            request.reader.viewer.sees(cached, among: read, listed: false)
        else { throw ServiceError.notFound }
        guard !author.isSuspended else { throw PageError.gone }
        return (cached, author)
    }

    /// `/users/name/statuses/id`: the ActivityPub id, for people who follow it.
    func object(_ request: PageRequest) async throws -> PageAnswer {
        let (status, author) = try await status(request)
        return .redirect("/@\(author.username)/\(status.status.id)")
    }
}
