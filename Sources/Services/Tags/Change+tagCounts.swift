// Counting posts in and out of tags, in the transaction that posts, edits, deletes or moderates.

internal import Basics
internal import Domain
internal import Storage
internal import Trends

extension Change {
    /// Who posts. Throws `ServiceError.notFound` for an account that is gone.
    func author(_ id: Int64) throws -> CountedAuthor {
        guard let author = try AccountQueries.author(id, connection) else { throw ServiceError.notFound }
        return author
    }

    /// Counts a status for tags whose timelines show it. It is attached to them already.
    ///
    /// - Parameter network: see `UseTraits`.
    mutating func count(_ status: Status, for tagIDs: [Int64], by author: CountedAuthor, network: UInt32 = 0) throws {
        guard !tagIDs.isEmpty else { return }
        let use = CountedUse(status)
        // In one order for all transactions.
        for tag in tagIDs.sorted() { try count(use, tag: tag, by: author) }
        record(.tagsUsed(tagIDs, use, by: author, try traits(of: status, by: author, network: network)))
    }

    private func traits(of status: Status, by author: CountedAuthor, network: UInt32) throws -> UseTraits {
        var traits = UseTraits(fingerprint: TextFingerprint.of(status.text), network: network)
        // Who writes a few words is asked nothing more.
        guard traits.fingerprint != TextFingerprint.none else { return traits }
        traits.isByRegular = try !TrendQueries.regulars(among: [author.id], at: now, connection).isEmpty
        return traits
    }

    private func count(_ use: CountedUse, tag: Int64, by author: CountedAuthor) throws {
        let slot = CounterSlot.of(author.id, connection)
        let lastAt = try TagCountQueries.countPost(
            person: author.id,
            tag: tag,
            isReply: use.isReply,
            at: use.at,
            connection
        )
        if let lastAt, use.at < lastAt {
            // Older than what is counted, as an edit can bring: calculated from all posts of the person.
            let uses = try TagCountQueries.uses(of: author.id, tag: tag, connection)
            let before = uses.filter { $0.statusID != use.statusID }
            return try change(tag: tag, from: before, to: uses, by: author)
        }
        let isNew = lastAt == nil
        let isFirstIn = TagBin.sizes.map { size in
            lastAt.map { TagBin(size: size, at: use.at) != TagBin(size: size, at: $0) } ?? true
        }
        if isNew { try TagCountQueries.change(origin: author.domain, tag: tag, slot: slot, by: 1, connection) }
        try TagCountQueries.change(
            tag: tag,
            slot: slot,
            people: isNew ? 1 : 0,
            posts: 1,
            replies: use.isReply ? 1 : 0,
            connection
        )
        try TagCountQueries.countPost(
            tag: tag,
            slot: slot,
            at: use.at,
            isFirstIn: isFirstIn,
            isNew: isNew,
            connection
        )
        try TagCountQueries.change(language: use.language, tag: tag, slot: slot, by: 1, connection)
    }

    /// Takes a status out of the counts of tags. It is detached from them (or deleted) already.
    mutating func uncount(_ status: Status, for tagIDs: [Int64], by author: CountedAuthor) throws {
        let use = CountedUse(status)
        for tag in tagIDs.sorted() {
            // The row is locked, so that what is left of the person's posts stays as it is read.
            guard let person = try TagCountQueries.person(author.id, tag: tag, connection) else { continue }
            let left =
                person.posts > 1
                ? try TagCountQueries.uses(of: author.id, tag: tag, connection).filter { $0.statusID != use.statusID }
                : []
            try change(tag: tag, from: left + [use], to: left, by: author)
            record(.tagUnused(tag, account: author.id, [use], lastAt: left.map(\.at).max()))
        }
    }

    /// Changes the counts of a tag by the difference between what a person has posted with it and did before.
    func change(tag: Int64, from before: [CountedUse], to after: [CountedUse], by author: CountedAuthor) throws {
        let slot = CounterSlot.of(author.id, connection)
        let (old, new) = (TagPart(before), TagPart(after))
        if let firstAt = new.firstAt, let lastAt = new.lastAt {
            if before.isEmpty {
                _ = try TagCountQueries.insert(
                    person: author.id,
                    tag: tag,
                    isReply: false,
                    at: firstAt,
                    connection
                )
            }
            let person = TagPerson(posts: new.posts, replies: new.replies, firstAt: firstAt, lastAt: lastAt)
            try TagCountQueries.set(person, person: author.id, tag: tag, connection)
        } else {
            try TagCountQueries.set(nil, person: author.id, tag: tag, connection)
        }
        if new.people != old.people {
            let change = new.people - old.people
            try TagCountQueries.change(origin: author.domain, tag: tag, slot: slot, by: change, connection)
        }
        try TagCountQueries.change(
            tag: tag,
            slot: slot,
            people: new.people - old.people,
            posts: new.posts - old.posts,
            replies: new.replies - old.replies,
            connection
        )
        for (bin, change) in new.binChanges(since: old) {
            try TagCountQueries.change(bin, by: change, tag: tag, slot: slot, connection)
        }
        for (language, posts) in new.languageChanges(since: old) {
            try TagCountQueries.change(language: language, tag: tag, slot: slot, by: posts, connection)
        }
    }

    /// Counts reblogs of what has the tags, in or out.
    func countReblogs(_ count: Int64, for tagIDs: [Int64], by account: Int64) throws {
        guard count != 0 else { return }
        let slot = CounterSlot.of(account, connection)
        for tag in tagIDs.sorted() {
            try TagCountQueries.change(tag: tag, slot: slot, reblogs: count, connection)
        }
    }
}
