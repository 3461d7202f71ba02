// /publish, /share, /statuses/id/edit and …/redraft: the form for a post, opened.

internal import Basics
internal import Domain
internal import Services

extension Pages {
    /// `/publish`, also `?in_reply_to=`, `?quote=`, `?text=`, `?scheduled=`.
    func compose(_ request: PageRequest) async throws -> PageAnswer {
        guard let session = request.reader.session else { return request.toSignIn }
        let user = session.user
        if let id = request.queryID("scheduled") {
            let waiting = try await services.scheduledStatus(id, of: session.accountID)
            let about = waiting.draft.inReplyToID ?? waiting.draft.quotedID
            return try await compose(ComposeForm(waiting, zone: request.zone), about: about, request)
        }
        if let id = request.queryID("in_reply_to") {
            let (parent, author) = try await visibleStatus(id, request.reader)
            let form = ComposeForm(replyingTo: parent, by: author, as: user, services.site)
            let access = try await services.replyAccess(to: parent.status, by: user.accountID)
            let isLocked = try await services.hasLockedReplies(parent.status)
            let refusal = isLocked ? replyLock : access == .refused ? replyRefusal : nil
            return try await compose(form, about: parent.status.id, error: refusal, request)
        }
        if let id = request.queryID("quote") {
            let (quoted, _) = try await visibleStatus(id, request.reader)
            var form = ComposeForm(.quote(quoted.status.id))
            form.quotedID = quoted.status.id
            (form.visibility, form.isSensitive) = (user.defaultVisibility, user.defaultSensitive)
            return try await compose(form, about: quoted.status.id, request)
        }
        var form = ComposeForm()
        (form.visibility, form.isSensitive) = (user.defaultVisibility, user.defaultSensitive)
        form.text = request.queryText("text") ?? ""
        return try await compose(form, about: nil, request)
    }

    /// `/share?title=&text=&url=`: what a button on another page, or a phone's own menu, hands over (Web Share Target, 3).
    func share(_ request: PageRequest) async throws -> PageAnswer {
        guard let session = request.reader.session else { return request.toSignIn }
        var form = ComposeForm()
        (form.visibility, form.isSensitive) = (session.user.defaultVisibility, session.user.defaultSensitive)
        var parts = ["title", "text", "url"].compactMap { request.queryText($0) }.filter { !$0.isEmpty }
        // Many share the same words twice, or the address within the text.
        parts = parts.enumerated().filter { place, part in !parts[(place + 1)...].contains { $0.contains(part) } }.map(
            \.element
        )
        if let url = request.queryText("url"), !url.isEmpty, parts.dropLast().contains(where: { $0.contains(url) }) {
            parts.removeLast()
        }
        form.text = parts.joined(separator: "\n\n")
        return try await compose(form, about: nil, request)
    }

    /// `/statuses/id/edit` and `/statuses/id/redraft`.
    func change(_ request: PageRequest, _ subject: (Int64) -> ComposeForm.Subject) async throws -> PageAnswer {
        guard let session = request.reader.session else { return request.toSignIn }
        guard let id = request.pathID, let cached = try await services.statuses.status(id),
            cached.status.accountID == session.accountID, cached.status.reblogOfID == nil
        else { throw ServiceError.notFound }
        let form = ComposeForm(subject(id), of: cached, at: services.clock.now())
        return try await compose(form, about: nil, request)
    }

    private func compose(
        _ form: ComposeForm,
        about: Int64?,
        error: String? = nil,
        _ request: PageRequest
    ) async throws -> PageAnswer {
        guard let session = request.reader.session else { return request.toSignIn }
        var form = form
        if form.scheduledID == nil {
            form.returnTo = request.cameFrom ?? "/home"
            form.later = LaterTime(zone: request.zone)
        }
        var box = try await services.composeBox(form, of: session, isSmall: request.wantsPart)
        box.error = error
        if request.wantsPart { return .part(renderer.composeBox(box)) }
        let frame = request.reader.frame.leavable()
        var view: StatusView?
        if let about {
            let views = try await services.statusViews([about], for: request.reader.viewer)
            view = views.list([about], in: .own).first
        }
        var answer = page(renderer.page(ComposePage(frame: frame, box: box, about: view)), frame)
        answer.runsScripts = true
        return answer
    }

    /// A post that the reader may see (the original of a boost), with its author.
    func visibleStatus(_ id: Int64, _ reader: PageReader) async throws -> (CachedStatus, Account) {
        let read = try await services.statuses.statuses([id])
        guard let found = try await services.status(id, among: read, seenBy: reader.viewer) else {
            throw ServiceError.notFound
        }
        let status = found.status.reblogOfID.flatMap { read[$0] } ?? found
        guard let author = try await services.accounts.account(status.status.accountID)?.account else {
            throw ServiceError.notFound
        }
        return (status, author)
    }
}

/// Said to who may not reply, before they write.
var replyRefusal: String {
    if case .forbidden(let sentence) = ServiceError.replyRefused { errorWords(sentence) } else { "" }
}

/// The same to everybody where moderators have closed replies.
var replyLock: String {
    if case .forbidden(let sentence) = ServiceError.repliesLocked { errorWords(sentence) } else { "" }
}

extension Services {
    /// The form with what was uploaded for it.
    func composeBox(_ form: ComposeForm, of session: Session, isSmall: Bool = false) async throws -> ComposeBox {
        var box = ComposeBox(
            form: form,
            csrf: session.formProof,
            isSmall: isSmall,
            now: clock.now(),
            site: site,
            limits: limits
        )
        box.account = session.accountID
        if let id = form.inReplyTo, let parent = try await statuses.status(id)?.status,
            try await replyAccess(to: parent, by: session.accountID) == .waits
        {
            box.notice = localized("Your reply joins the thread once the author has approved it.")
        }
        box.isPrivate = try await concernsSensitiveCall(form)
        box.ownLanguage = session.user.defaultLanguage ?? Language.normalise(session.user.locale)
        for file in form.files {
            if let media = try await media(file.id, of: session.accountID) { box.media.append(media) }
        }
        return box
    }

    /// By what it answers, quotes or changes, and by the address of a call in its words.
    private func concernsSensitiveCall(_ form: ComposeForm) async throws -> Bool {
        var statuses = [form.inReplyTo, form.quotedID].compactMap(\.self)
        if case .edit(let id) = form.subject { statuses.append(id) }
        if case .redraft(let id) = form.subject { statuses.append(id) }
        let after = form.text.split(separator: "\(site.url)/calls/", omittingEmptySubsequences: false).dropFirst()
        statuses += after.prefix(8).compactMap { Int64($0.prefix { $0.isASCII && $0.isNumber }) }
        guard !statuses.isEmpty else { return false }
        return try await concernSensitiveCall(statuses)
    }
}
