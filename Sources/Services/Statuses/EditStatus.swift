// Editing: a full replacement of the text, with the earlier one kept.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Replaces text, warning, sensitivity and language of an own status. Without any change nothing is written.
    ///
    /// - Parameter draft: visibility and reply target are not looked at; they cannot change.
    public func editStatus(_ id: Int64, to draft: StatusDraft, by user: User) async throws -> KeptStatus {
        guard let kept = try await statuses.status(id), kept.status.accountID == user.accountID,
            kept.status.reblogOfID == nil
        else { throw ServiceError.notFound }
        let words = StatusWording(
            text: draft.text,
            spoilerText: draft.spoilerText,
            isSensitive: draft.isSensitive ?? false,
            hasQuote: kept.status.quote != nil
        )
        guard !words.isBlank || draft.poll != nil || !draft.mediaIDs.isEmpty || kept.status.quote != nil else {
            throw ServiceError.invalid("Text can't be blank")
        }
        if kept.poll?.isOfCall != true, let problem = draft.poll.flatMap(limits.polls.problem) {
            throw ServiceError.invalid(problem)
        }
        if let problem = MediaPolicy.problem(
            count: draft.mediaIDs.count,
            hasPoll: draft.poll != nil,
            limits.media
        ) {
            throw ServiceError.invalid(problem)
        }
        let descriptions = try draft.mediaEdits.map { try $0.description.map { try checked(description: $0) } }
        var resolved = try await resolve(text: words.text, spoilerText: words.spoilerText)
        if let quoted = kept.status.quote?.quotedID, let status = try await statuses.status(quoted)?.status {
            resolved.quote(try await page(of: status))
        }
        let text = resolved
        let link = kept.status.quote == nil ? cardLink(in: text.text) : nil
        let policy = draft.quotePolicy?.held(to: kept.status.visibility)
        let edits = draft.mediaEdits.filter { draft.mediaIDs.contains($0.id) }
        let thumbnails = try await thumbnails(edits, by: user.accountID)
        try await change(taking: thumbnails) { change in
            try StatusQueries.lock(id, change.connection)
            guard let old = try StatusQueries.details([id], change.connection).first else {
                throw ServiceError.notFound
            }
            var details = old
            details.status.text = text.text
            details.status.spoilerText = text.spoilerText
            details.status.content = text.content
            details.status.isSensitive = words.isSensitive
            details.status.language = draft.language ?? old.status.language
            // Words that are the same keep their card.
            if text.text != old.status.text { details.status.cardID = try change.card(for: link) }
            details.mentions = text.mentions
            details.tags = text.tags.map(\.name)
            details.media = try change.media(of: details, draft, descriptions, thumbnails)
            details.status.hasMedia = !details.media.isEmpty
            let isOtherPoll = Poll.isOther(old.poll, draft.poll)
            if !isOtherPoll { try change.adjustPoll(old.poll, to: draft.poll) }
            guard details.status != old.status || isOtherPoll || details.media != old.media else {
                guard let policy, policy != old.status.quotePolicy else { return }
                try QuoteQueries.set(policy, of: id, change.connection)
                change.tell(.statusEdited(id: id))
                return
            }
            details.status.quotePolicy = policy ?? old.status.quotePolicy
            details.status.editedAt = change.now
            let author = try change.author(user.accountID)
            try change.edit(details, from: old, tags: text.tags, by: author)
            try change.replaceMedia(old.media, by: details.media, of: id)
            if isOtherPoll { try change.replacePoll(old.poll, by: draft.poll, of: details.status) }
            if old.poll?.isOfCall == true { try change.editPrompt(of: details.status) }
            let document = SearchDocument(
                details.status,
                mentions: details.mentions,
                tags: text.tags,
                pollOptions: (old.poll?.isOfCall == true ? old.poll?.options : draft.poll?.options) ?? [],
                media: details.media,
                isIndexable: author.isIndexable
            )
            try StatusSearchQueries.replace(document, of: id, change.connection)
        }
        guard let edited = try await statuses.status(id) else { throw ServiceError.notFound }
        return edited
    }
}

extension Change {
    fileprivate mutating func edit(
        _ details: StatusDetails,
        from before: StatusDetails,
        tags: [TagName],
        by author: CountedAuthor
    ) throws {
        let (status, old) = (details.status, before.status)
        let edit = StatusEdit(
            text: old.text,
            content: old.content,
            spoilerText: old.spoilerText,
            isSensitive: old.isSensitive,
            pollOptions: before.poll?.options,
            media: before.media.map { EditedMedia(id: $0.id, description: $0.description) },
            createdAt: old.editedAt ?? old.createdAt
        )
        try StatusQueries.insert(edit, of: status.id, connection)
        try StatusQueries.updateText(status, connection)
        let mentioned = details.mentions.map(\.accountID)
        try StatusQueries.replaceMentions(mentioned, of: status.id, connection)
        for mention in details.mentions where mention.domain.isEmpty && !before.mentions.contains(mention) {
            try notify(
                .mention,
                mention.accountID,
                from: status.accountID,
                status: status.id,
                conversation: status.conversationID
            )
        }
        let isNew = details.mentions.contains { !before.mentions.contains($0) }
        if isNew { try converse(status, mentioned: details.mentions, known: before.mentions) }
        let isListed = status.visibility == .public && author.isCounted
        if status.visibility.isOpen, !before.tags.isEmpty { try FeaturedTagQueries.uncount(status, connection) }
        let listed = Set(try TagQueries.detachAll(from: status.id, connection))
        let tagIDs = try tagIDs(tags)
        try TagQueries.attach(tagIDs, to: status.id, isListed: isListed, hasMedia: status.hasMedia, connection)
        if status.visibility.isOpen, !tagIDs.isEmpty { try FeaturedTagQueries.count(status, connection) }
        let after = isListed ? Set(tagIDs) : []
        if isListed, status.cardID != old.cardID {
            try countCard(of: old, by: -1)
            try countCard(of: status, by: 1)
        }
        if let card = old.cardID, card != status.cardID { try CardQueries.release(card, at: now, connection) }
        try recount(status, from: old, tags: listed, to: after, by: author)
        let tagsBefore = Set(before.tags)
        let added = zip(tagIDs, tags).filter { !tagsBefore.contains($0.1.name) }.map(\.0)
        try editAnswers(with: status, tags: tagIDs, added: added, by: author)
        try finish(
            .update,
            try NotificationQueries.insertForRebloggers(
                of: status.id,
                author: status.accountID,
                at: now,
                connection
            )
        )
        try finish(
            .quotedUpdate,
            try QuoteQueries.insertForQuoters(
                of: status.id,
                author: status.accountID,
                at: now,
                connection
            )
        )
        tell(.statusEdited(id: status.id))
        if listed != after {
            tell(
                .statusRetagged(
                    TimelineEntry(status),
                    added: after.subtracting(listed).sorted(),
                    removed: listed.subtracting(after).sorted()
                )
            )
        }
    }

    /// What an edit changes of the counts of tags: those put on and taken off, and the language of those that stay.
    private mutating func recount(
        _ status: Status,
        from old: Status,
        tags before: Set<Int64>,
        to after: Set<Int64>,
        by author: CountedAuthor
    ) throws {
        let (removed, added) = (before.subtracting(after).sorted(), after.subtracting(before).sorted())
        let slot = CounterSlot.of(author.id, connection)
        if status.language != old.language {
            for tag in before.intersection(after).sorted() {
                try TagCountQueries.change(language: old.language, tag: tag, slot: slot, by: -1, connection)
                try TagCountQueries.change(language: status.language, tag: tag, slot: slot, by: 1, connection)
            }
        }
        guard !removed.isEmpty || !added.isEmpty else { return }
        let reblogs = try TagCountQueries.countedReblogs(of: status.id, connection)
        try uncount(old, for: removed, by: author)
        try countReblogs(-reblogs, for: removed, by: author.id)
        try count(status, for: added, by: author)
        try countReblogs(reblogs, for: added, by: author.id)
    }
}
