// Posting: one transaction writes the status, its tags, mentions, counters and notifications.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Posts a status for a local account and returns it as kept.
    ///
    /// Throws `ServiceError.notFound` when what it answers does not exist or may not be seen, `.invalid` for a text that
    /// is blank or too long.
    public func postStatus(_ draft: StatusDraft, by user: User) async throws -> KeptStatus {
        do {
            return try await postOnce(draft, by: user)
        } catch is KeyTaken {
            // The same request came twice, and the other one was faster: now its status is there.
            return try await postOnce(draft, by: user)
        }
    }

    private func postOnce(_ draft: StatusDraft, by user: User) async throws -> KeptStatus {
        // The same key answers with the same status before anything else is looked at.
        if let key = draft.idempotencyKey, let id = try await statusPosted(withKey: key, by: user.accountID) {
            guard let status = try await statuses.status(id) else { throw ServiceError.notFound }
            return status
        }
        guard let author = try await accounts.account(user.accountID)?.account else { throw ServiceError.notFound }
        let words = draft.wording(defaultSensitive: user.defaultSensitive)
        guard !words.isBlank || draft.poll != nil || !draft.mediaIDs.isEmpty || draft.quotedID != nil else {
            throw ServiceError.invalid("Text can't be blank")
        }
        let pollLimits = draft.call == nil ? limits.polls : .ofCalls
        if let problem = draft.poll.flatMap(pollLimits.problem) { throw ServiceError.invalid(problem) }
        if let problem = MediaPolicy.problem(
            count: draft.mediaIDs.count,
            hasPoll: draft.poll != nil,
            limits.media
        ) {
            throw ServiceError.invalid(problem)
        }
        let quoted = try await quotable(draft.quotedID, by: user.accountID)?.status
        var resolved = try await resolve(text: words.text, spoilerText: words.spoilerText)
        try draft.checkMentions(in: resolved)
        if let quoted { resolved.quote(try await page(of: quoted)) }
        let text = resolved
        let parent = try await visibleParent(draft.inReplyToID, for: user.accountID)
        let visibility = StatusPolicy.visibility(
            wished: StatusPolicy.visibility(
                draft.visibility ?? user.defaultVisibility,
                quoting: quoted?.visibility
            ),
            authorIsSilenced: author.isSilenced
        )
        if let quoted, visibility == .direct {
            try checkDirectQuote(of: quoted, by: user.accountID, mentions: text.mentions)
        }
        let quotePolicy = (draft.quotePolicy ?? user.defaultQuotePolicy).held(to: visibility)
        let language = draft.language ?? user.defaultLanguage

        let link = quoted == nil ? cardLink(in: text.text) : nil
        let application = try await application(draft.appID)
        let statuses = statuses
        let (details, ticket) = try await change { change -> (StatusDetails, StatusCache.Ticket?) in
            if let key = draft.idempotencyKey,
                let id = try change.status(withKey: key, by: user.accountID),
                let details = try StatusQueries.details([id], change.connection).first
            {
                return (details, nil)
            }
            if let id = draft.scheduledID, try !ScheduledQueries.delete(id, change.connection) {
                // Posted by another, or taken back.
                throw ServiceError.notFound
            }
            let author = try change.author(user.accountID)
            for other in [parent, quoted] {
                guard let other else { continue }
                if try StatusQueries.status(other.id, change.connection) == nil { throw ServiceError.notFound }
            }
            let media = try change.attachable(draft.mediaIDs, by: user.accountID)
            let id = change.ids.next()
            let cardID = try change.card(for: link)
            let status = Status(
                id: id,
                accountID: user.accountID,
                visibility: visibility,
                inReplyToID: parent?.id,
                inReplyToAccountID: parent?.accountAnswered(by: user.accountID),
                conversationID: parent?.conversationID ?? id,
                threadPath: parent?.threadPath.child(id, of: parent?.id ?? id) ?? ThreadPath(),
                text: text.text,
                spoilerText: text.spoilerText,
                content: text.content,
                isSensitive: words.isSensitive,
                language: language,
                appID: draft.appID,
                hasMedia: !media.isEmpty,
                createdAt: change.now,
                quotePolicy: quotePolicy,
                quote: quoted.map { Quote(quotedID: $0.id, quotedAccountID: $0.accountID, state: .accepted) },
                cardID: cardID
            )
            var details = StatusDetails(
                status: status,
                mentions: text.mentions,
                tags: text.tags.map(\.name),
                application: application,
                media: media
            )
            (details.tags, details.poll) = try change.write(
                details,
                tags: text.tags,
                answering: parent,
                by: author,
                draft
            )
            details.media = try change.attach(media, to: id)
            return (details, statuses.ticket(for: id))
        }
        guard let ticket else {
            guard let kept = try await statuses.status(details.status.id) else { throw ServiceError.notFound }
            return kept
        }
        return statuses.keep(details, ticket)
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

    private func statusPosted(withKey key: String, by account: Int64) async throws -> Int64? {
        let after = clock.now() - .seconds(3600)
        return try await database.read {
            try StatusQueries.status(idempotencyKey: key, of: account, after: after, $0)
        }
    }

    /// What a reply answers: the original for a reblog, and only what the author may see.
    private func visibleParent(_ id: Int64?, for account: Int64) async throws -> Status? {
        guard let id else { return nil }
        let kept = try await statuses.statuses([id])
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        guard let parent = try await status(id, among: kept, seenBy: viewer) else { throw ServiceError.notFound }
        return parent.status.reblogOfID.flatMap { kept[$0]?.status } ?? parent.status
    }
}

/// Another transaction has used the idempotency key.
private struct KeyTaken: Error {}

extension Status {
    /// Whom an answer to this status answers: going on with an own answer goes on answering the same person.
    func accountAnswered(by account: Int64) -> Int64 {
        accountID == account ? inReplyToAccountID ?? accountID : accountID
    }
}

extension Change {
    func status(withKey key: String, by account: Int64) throws -> Int64? {
        try StatusQueries.status(idempotencyKey: key, of: account, after: now - .seconds(3600), connection)
    }

    /// Writes a new status and all that follows from it. Returns its tags in the order in which they will be read, and its
    /// poll.
    fileprivate mutating func write(
        _ details: StatusDetails,
        tags: [TagName],
        answering parent: Status?,
        by author: CountedAuthor,
        _ draft: StatusDraft
    ) throws -> (tags: [String], poll: Poll?) {
        let status = details.status
        try StatusQueries.insert(status, connection)
        try StatusQueries.insertMentions(details.mentions.map(\.accountID), of: status.id, connection)
        let tagIDs = try tagIDs(tags)
        let isListed = status.visibility == .public && author.isCounted
        try TagQueries.attach(tagIDs, to: status.id, isListed: isListed, hasMedia: status.hasMedia, connection)
        if status.visibility.isOpen, !tagIDs.isEmpty { try FeaturedTagQueries.count(status, connection) }
        if isListed {
            try count(status, for: tagIDs, by: author)
            try countCard(of: status, by: 1)
        }
        var poll: Poll?
        if let wished = draft.poll {
            var new = Poll(wished, of: status, isOfCall: draft.call != nil)
            if let call = draft.call { new.expiresAt = call.closesAt }
            let written = try PollQueries.insert(new, connection)
            if let call = draft.call { try write(call, of: status, poll: written) }
            poll = written
        }
        try StatusSearchQueries.insert(
            SearchDocument(
                status,
                mentions: details.mentions,
                tags: tags,
                pollOptions: poll?.options ?? [],
                media: details.media,
                isIndexable: author.isIndexable
            ),
            of: status.id,
            connection
        )
        try answer(with: status, tags: tagIDs, by: author)
        if let key = draft.idempotencyKey {
            let isNew = try StatusQueries.remember(
                idempotencyKey: key,
                of: status.accountID,
                status: status.id,
                at: now,
                after: now - .seconds(3600),
                connection
            )
            guard isNew else { throw KeyTaken() }
        }
        // Who is quoted hears of that, and not of the mention as well.
        var told: Set<Int64> = []
        if let quoted = try count(quoteIn: status) { told.insert(quoted) }
        for mention in details.mentions where mention.domain.isEmpty {
            guard told.insert(mention.accountID).inserted else { continue }
            try notify(
                .mention,
                mention.accountID,
                from: status.accountID,
                status: status.id,
                conversation: status.conversationID
            )
        }
        if let parent, parent.isLocal, status.visibility.isOpen, !told.contains(parent.accountID) {
            try notify(
                .mention,
                parent.accountID,
                from: status.accountID,
                status: status.id,
                conversation: status.conversationID
            )
        }
        try converse(status, mentioned: details.mentions)
        if status.visibility != .direct, parent == nil || parent?.accountID == status.accountID {
            let subscribers = try NotificationQueries.insertForSubscribers(
                of: status.accountID,
                status: status.id,
                at: now,
                connection
            )
            try finish(.status, subscribers)
        }
        tell(
            .statusPosted(
                TimelineEntry(status),
                tagIDs: isListed ? tagIDs : [],
                mentioned: details.mentions.map(\.accountID)
            )
        )
        // The counters come last: on PostgreSQL their rows are what concurrent answers wait for.
        if let parent, status.visibility.isOpen {
            tell(
                .statusCountersChanged(
                    id: parent.id,
                    try CounterQueries.change(status: parent.id, replies: 1, connection)
                )
            )
        }
        try countPost(of: status, by: 1)
        return (zip(tagIDs, tags).sorted { $0.0 < $1.0 }.map(\.1.name), poll)
    }

    /// Counts a status in or out for its author; direct ones are not counted.
    mutating func countPost(of status: Status, by count: Int64) throws {
        guard status.visibility != .direct else { return }
        let counters = try CounterQueries.change(
            account: status.accountID,
            statuses: count,
            lastStatusAt: count > 0 ? now : nil,
            connection
        )
        tell(.accountCountersChanged(id: status.accountID, counters))
    }
}

extension Poll {
    /// The poll of a status that is being written; its id comes with the row.
    init(_ draft: PollDraft, of status: Status, isOfCall: Bool = false) {
        self.init(
            id: 0,
            statusID: status.id,
            accountID: status.accountID,
            options: draft.options,
            expiresAt: draft.expiresIn.map { status.createdAt + .seconds($0) },
            isMultiple: draft.isMultiple,
            hidesTotals: draft.hidesTotals,
            isOfCall: isOfCall
        )
    }
}
