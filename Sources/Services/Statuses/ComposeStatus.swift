// A draft becomes a status: its author's defaults, the limits of this server, and everything that it names, found.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Throws as `postStatus` does.
    func compose(_ draft: StatusDraft, by user: User) async throws -> NewStatus {
        guard let author = try await accounts.account(user.accountID)?.account else { throw ServiceError.notFound }
        let words = draft.wording(defaultSensitive: user.defaultSensitive)
        try check(draft, words)
        let quoted = try await quotable(draft.quotedID, by: author.id)?.status
        var text = try await resolve(text: words.text, spoilerText: words.spoilerText)
        try draft.checkMentions(in: text)
        if let quoted { text.quote(try await page(of: quoted)) }
        let visibility = StatusPolicy.visibility(
            wished: StatusPolicy.visibility(draft.visibility ?? user.defaultVisibility, quoting: quoted?.visibility),
            authorIsSilenced: author.isSilenced
        )
        if let quoted, visibility == .direct {
            try checkDirectQuote(of: quoted, by: author.id, mentions: text.mentions)
        }
        let parent = try await visibleParent(draft.inReplyToID, for: author.id)
        let above = try await above(parent, for: author.id, isLocal: true)
        guard !above.isLocked else { throw ServiceError.repliesLocked }
        guard above.refusing(visibility, mentions: text.mentions).isEmpty else { throw ServiceError.replyRefused }
        var status = NewStatus(
            text: text.text,
            spoilerText: text.spoilerText,
            content: text.content,
            isSensitive: words.isSensitive,
            language: draft.language ?? user.defaultLanguage,
            visibility: visibility,
            mentions: text.mentions,
            tags: text.tags,
            parent: parent,
            quoted: quoted,
            quotePolicy: (draft.quotePolicy ?? user.defaultQuotePolicy).held(to: visibility),
            media: .uploads(draft.mediaIDs),
            poll: draft.poll.map(NewPoll.init),
            call: draft.call,
            link: quoted == nil ? cardLink(among: text.links) : nil,
            appID: draft.appID,
            application: try await application(draft.appID)
        )
        (status.replyPolicy, status.untold) = (draft.replyPolicy ?? .everyone, above.deaf)
        status.approving = above.approving
        // Whose server is another one is asked by that server.
        if let quoted, !quoted.isLocal { status.quoteState = .pending }
        if let call = draft.call { status.poll?.end = call.closesAt.map(NewPoll.End.at) }
        (status.network, status.scheduledID, status.idempotencyKey) = (
            draft.network, draft.scheduledID, draft.idempotencyKey
        )
        return status
    }

    /// Throws `.invalid` for what no status may be, whatever it says.
    ///
    /// - Parameter status: what the draft is an edit of.
    func check(_ draft: StatusDraft, _ words: StatusWording, editing status: CachedStatus? = nil) throws {
        let hasQuote = draft.quotedID != nil || status?.status.quote != nil
        guard !words.isBlank || draft.poll != nil || !draft.mediaIDs.isEmpty || hasQuote else {
            throw ServiceError.invalid("Text can't be blank")
        }
        let pollLimits = draft.call == nil ? limits.polls : .ofCalls
        // The poll of a call is the call's, whatever an edit says of it.
        if status?.poll?.isOfCall != true, let problem = draft.poll.flatMap(pollLimits.problem) {
            throw ServiceError.invalid(problem)
        }
        if let problem = MediaPolicy.problem(
            count: draft.mediaIDs.count,
            hasPoll: draft.poll != nil,
            limits.media
        ) {
            throw ServiceError.invalid(problem)
        }
    }

    /// What a reply answers: the original for a reblog, and only what the author may see.
    func visibleParent(_ id: Int64?, for account: Int64) async throws -> Status? {
        guard let id else { return nil }
        let cached = try await statuses.statuses([id])
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        guard let parent = try await status(id, among: cached, seenBy: viewer) else { throw ServiceError.notFound }
        return parent.status.reblogOfID.flatMap { cached[$0]?.status } ?? parent.status
    }

    /// What is shown of an app. Apps do not change, so what was read once holds.
    private func application(_ id: Int64?) async throws -> StatusApplication? {
        guard let id else { return nil }
        if let application = applications.value(for: id) { return application }
        let ticket = applications.ticket(for: id)
        guard let app = try await database.read({ try OAuthQueries.app(id: id, $0) }) else { return nil }
        let application = StatusApplication(name: app.name, website: app.website)
        applications.store(application, for: id, ticket: ticket)
        return application
    }
}
