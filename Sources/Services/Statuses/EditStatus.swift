// Editing: a full replacement of the text, with the earlier one kept.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Replaces text, warning, sensitivity and language of an own status. Without any change nothing is written.
    ///
    /// - Parameter draft: visibility and reply target are not looked at; they cannot change.
    public func editStatus(_ id: Int64, to draft: StatusDraft, by account: Int64) async throws -> CachedStatus {
        guard let cached = try await statuses.status(id), cached.status.accountID == account,
            cached.status.reblogOfID == nil
        else { throw ServiceError.notFound }
        try requireRoomForPosts()
        let words = StatusWording(
            text: draft.text,
            spoilerText: draft.spoilerText,
            isSensitive: draft.isSensitive ?? false,
            hasQuote: cached.status.quote != nil
        )
        try check(draft, words, editing: cached)
        let descriptions = try draft.mediaEdits.map { try $0.description.map { try checked(description: $0) } }
        var text = try await resolve(text: words.text, spoilerText: words.spoilerText)
        text.mentions = try await keeping(mentionsOf: cached, beside: text.mentions) { mention in
            text.text.lowercased().contains("@\(mention.username.lowercased())")
        }
        if let quoted = cached.status.quote?.quotedID, let status = try await statuses.status(quoted)?.status {
            text.quote(try await page(of: status))
        }
        if cached.status.visibility != .direct {
            try await requireFreeTags(text.tags, earlier: cached.tags, by: account)
            try await askOrRefuse(try await guardedTexts(of: cached, to: text, draft), .edit, by: account)
        }
        let edits = draft.mediaEdits.filter { draft.mediaIDs.contains($0.id) }
        let thumbnails = try await thumbnails(edits, by: account)
        let revision = StatusRevision(
            text: text.text,
            spoilerText: text.spoilerText,
            content: text.content,
            isSensitive: words.isSensitive,
            language: draft.language,
            mentions: text.mentions,
            tags: text.tags,
            media: .draft(draft, descriptions: descriptions, thumbnails: thumbnails),
            poll: draft.poll.map(NewPoll.init),
            quotePolicy: draft.quotePolicy?.held(to: cached.status.visibility),
            link: cached.status.quote == nil ? cardLink(among: text.links) : nil
        )
        let sender = try await sender(ofShown: cached)
        try await change(taking: thumbnails) { try $0.revise(id, to: revision, sender: sender) }
        guard let edited = try await statuses.status(id) else { throw ServiceError.notFound }
        return edited
    }

    /// Takes over what another server says of a status of one of its accounts: an edit, or how the votes of its poll stand. What
    /// is older than what is known changes nothing.
    ///
    /// Throws `ServiceError.notFound` for a status that is not known, or not the account's.
    public func editStatus(_ remote: RemoteStatus, by account: Int64) async throws -> CachedStatus {
        guard let id = try await database.read({ try StatusQueries.id(uri: remote.origin.uri, $0) }),
            let cached = try await statuses.status(id), cached.status.accountID == account,
            cached.status.reblogOfID == nil
        else { throw ServiceError.notFound }
        let words = try await words(of: remote)
        if cached.status.visibility != .direct { try await requireFreeTags(words.tags, earlier: cached.tags, by: nil) }
        let revision = StatusRevision(
            text: words.text,
            spoilerText: remote.spoilerText,
            content: remote.content,
            isSensitive: remote.isSensitive,
            language: remote.language.flatMap(Language.normalise),
            mentions: try await keeping(mentionsOf: cached, beside: words.mentions) { _ in true },
            tags: words.tags,
            media: .remote(Array(remote.attachments.prefix(RemoteStatus.mostAttachments))),
            poll: remote.poll.map(NewPoll.init),
            quotePolicy: remote.quotePolicy.held(to: cached.status.visibility),
            replyPolicy: remote.replyPolicy,
            link: cached.status.quote == nil ? remote.link.flatMap { cardLink(among: [$0]) } : nil,
            editedAt: min(remote.editedAt ?? clock.now(), clock.now())
        )
        try await change { try $0.revise(id, to: revision, sender: nil) }
        guard let edited = try await statuses.status(id) else { throw ServiceError.notFound }
        return edited
    }

    /// The mentions of an edit, with those who hide for a while: nobody finds them now, and they must not lose what was written to them.
    private func keeping(
        mentionsOf cached: CachedStatus,
        beside new: [Mention],
        where isNamed: (Mention) -> Bool
    ) async throws -> [Mention] {
        let missing = cached.mentions.filter { mention in
            !new.contains { $0.accountID == mention.accountID } && isNamed(mention)
        }
        guard !missing.isEmpty else { return new }
        let people = try await accounts.accounts(missing.map(\.accountID), evenSecret: true)
        let hidden = missing.filter { people[$0.accountID]?.account.isDeactivated == true }
        return (new + hidden).sorted { $0.accountID < $1.accountID }
    }

    func sender(ofStatus id: Int64) async throws -> Int64? {
        guard let cached = try await statuses.status(id) else { return nil }
        return try await sender(of: cached)
    }

    /// The author of a status, if they are of this server and somebody of another has the status: by what is in memory.
    func sender(of cached: CachedStatus) async throws -> Int64? {
        // What waits to be approved has not been sent to anybody.
        cached.status.isUnapproved ? nil : try await sender(ofShown: cached)
    }

    /// The same, whether or not the status still waits.
    func sender(ofShown cached: CachedStatus) async throws -> Int64? {
        let status = cached.status
        guard status.isLocal, isFederated else { return nil }
        let others = [status.inReplyToAccountID, status.quote?.quotedAccountID].compactMap { $0 }
        let people = try await accounts.accounts([status.accountID] + others)
        guard let author = people[status.accountID] else { return nil }
        let concernsOthers = others.contains { people[$0]?.account.isLocal == false }
        return OutboxPolicy.sender(
            of: status.accountID,
            isLocal: author.account.isLocal,
            visibility: status.visibility,
            remoteFollowers: author.counters.remoteFollowers,
            isRemoteConcerned: cached.mentions.contains { !$0.domain.isEmpty }
                || (concernsOthers && status.visibility != .direct)
        )
    }
}
