// The steps of an edit: what it replaces is kept, and every count and timeline follows.

internal import Basics
internal import Domain
internal import Storage

extension Change {
    /// Writes what an edit changes. Without any change nothing is written.
    ///
    /// - Parameter sender: the author, where other servers have the status, or have it once it is approved.
    mutating func revise(_ id: Int64, to new: StatusRevision, sender: Int64?) throws {
        try StatusQueries.lock(id, connection)
        guard let old = try StatusQueries.details([id], connection).first else { throw ServiceError.notFound }
        // What came late is no news.
        if let moment = new.editedAt, moment < old.status.editedAt ?? old.status.createdAt { return }
        // What waits to be approved has not been sent to anybody. It may have been approved since it was in memory.
        let sender = old.status.isUnapproved ? nil : sender
        var details = old
        details.status.text = new.text
        details.status.spoilerText = new.spoilerText
        details.status.content = new.content
        details.status.isSensitive = new.isSensitive
        details.status.language = new.language ?? old.status.language
        // Words that are the same keep their card.
        if new.text != old.status.text {
            details.status.cardID = try card(for: new.link, isRemote: !old.status.isLocal)
        }
        details.mentions = new.mentions
        details.tags = new.tags.map(\.name)
        details.media = try media(of: details, new.media)
        details.status.hasMedia = !details.media.isEmpty
        let isOtherPoll = Poll.isOther(old.poll, new.poll)
        let isPollAdjusted = try !isOtherPoll && adjustPoll(old.poll, to: new.poll)
        let policy = new.quotePolicy ?? old.status.quotePolicy
        let isReplyPolicyNew = try setReplyPolicy(new.replyPolicy, of: old.status)
        guard details.status != old.status || isOtherPoll || details.media != old.media else {
            if policy != old.status.quotePolicy { try QuoteQueries.set(policy, of: id, connection) }
            guard isPollAdjusted || isReplyPolicyNew || policy != old.status.quotePolicy else { return }
            return try record(.statusEdited(id: id, account: old.status.accountID), sentBy: sender)
        }
        details.status.quotePolicy = policy
        details.status.editedAt = new.editedAt ?? now
        let author = try author(old.status.accountID)
        try edit(details, from: old, tags: new.tags, by: author)
        try replaceMedia(old.media, by: details.media, of: id)
        if isOtherPoll { try replacePoll(old.poll, by: new.poll, of: details.status) }
        if old.poll?.isOfCall == true { try editPrompt(of: details.status) }
        let document = SearchDocument(
            details.status,
            mentions: details.mentions,
            tags: new.tags,
            pollOptions: (old.poll?.isOfCall == true ? old.poll?.options : new.poll?.options) ?? [],
            media: details.media,
            isIndexable: author.isIndexable
        )
        try StatusSearchQueries.replace(document, of: id, connection)
        let newlyConcerned =
            !old.status.isUnapproved && author.domain.isEmpty && details.mentions.contains { !$0.domain.isEmpty }
        try record(
            .statusEdited(id: id, account: author.id),
            sentBy: sender ?? (newlyConcerned ? author.id : nil)
        )
    }

    private func setReplyPolicy(_ policy: ReplyPolicy?, of status: Status) throws -> Bool {
        guard let policy, policy != status.replyPolicy else { return false }
        try ReplyQueries.set(policy, of: status.id, connection)
        return true
    }

    private mutating func edit(
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
        // Of what waits, those whom it names hear once it has been approved.
        let told = old.isUnapproved ? [] : details.mentions
        for mention in told where mention.domain.isEmpty && !before.mentions.contains(mention) {
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
        if listed != after {
            record(
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
