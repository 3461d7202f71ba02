// A moderator has posts shown as sensitive, for good or until a time, and takes that back.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Marks posts of one account as sensitive, and lets its person know. Of those that are marked already only the end changes.
    ///
    /// Throws `ServiceError.notFound` where one is not there, `.invalid` for posts of several accounts and an end that is past,
    /// `.forbidden` where `moderator` may not act on the author.
    public func markStatuses(
        _ ids: [Int64],
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try options.check()
        let (author, senders) = try await moderated(ids)
        try await change { change in
            try change.require(moderator, mayActOn: author)
            if let until = options.until, until <= change.now {
                throw ServiceError.invalid("The end must be in the future")
            }
            try change.requireRules(options.rules)
            try change.requireOpen(options, about: author)
            try change.mark(ids, of: author, options, senders, by: moderator)
            try change.settleReport(options, about: author, by: moderator)
        }
    }

    /// Takes marks away again. Throws as `markStatuses`.
    ///
    /// - Parameter note: for moderators alone.
    public func unmarkStatuses(_ ids: [Int64], note: String = "", by moderator: Moderator) async throws {
        try ModerationOptions(note: note).check()
        let (author, senders) = try await moderated(ids)
        try await change { change in
            try change.require(moderator, mayActOn: author)
            try change.unmark(ids, of: author, senders, note: note, by: moderator)
        }
    }

    /// Posts of an account that moderators have marked as sensitive.
    public func markedStatuses(of account: Int64) async throws -> Set<Int64> {
        try await database.read { connection in
            let acts = try ModerationActionQueries.marks(of: account, limit: Change.mostMarks, connection)
            return try StatusMarkQueries.marked(acts.flatMap(\.statusIDs), .status, connection)
        }
    }

    /// Takes away the marks that were to last until now.
    func endMarks() async throws {
        let now = clock.now()
        for action in try await database.read({ try ModerationActionQueries.dueMarks(at: now, limit: 1000, $0) }) {
            guard let author = action.targetID else { continue }
            let senders = try await senders(of: try await statuses.statuses(action.statusIDs))
            try await change { change in
                // Another node may have done it, or a moderator chosen another end.
                guard let current = try ModerationActionQueries.actions([action.id], change.connection)[action.id],
                    current.undoneAt == nil, let end = current.until, end <= now
                else { return }
                try change.unmark(current.statusIDs, of: author, senders, by: .server)
                // Also where every post is gone.
                try ModerationActionQueries.undo(action.id, by: .server, at: change.now, change.connection)
            }
        }
    }

    /// The one author of some posts, and those of them that other servers are told of.
    func moderated(_ ids: [Int64]) async throws -> (author: Int64, senders: [Int64: Int64]) {
        let found = try await statuses.statuses(ids)
        guard !ids.isEmpty, found.count == Set(ids).count, let author = found.values.first?.status.accountID else {
            throw ServiceError.notFound
        }
        guard found.values.allSatisfy({ $0.status.accountID == author }) else {
            throw ServiceError.invalid("The posts are of several accounts")
        }
        return (author, try await senders(of: found))
    }

    /// The author of each status that other servers are told of, by status.
    func senders(of found: [Int64: CachedStatus]) async throws -> [Int64: Int64] {
        var senders: [Int64: Int64] = [:]
        for (id, cached) in found { senders[id] = try await sender(of: cached) }
        return senders
    }
}

extension Change {
    /// Acts that are looked at to know what of them still holds.
    fileprivate static let mostMarks = 200

    fileprivate mutating func mark(
        _ ids: [Int64],
        of author: Int64,
        _ options: ModerationOptions,
        _ senders: [Int64: Int64],
        by moderator: Moderator
    ) throws {
        for act in try ModerationActionQueries.marks(of: author, limit: Self.mostMarks, connection)
        where Set(act.statusIDs).isSubset(of: ids) && act.until != options.until {
            try ModerationActionQueries.setEnd(options.until, of: act.id, connection)
        }
        let marked = try StatusMarkQueries.mark(ids, .status, connection)
        guard !marked.isEmpty else { return }
        var action = ModerationAction(moderator: moderator, kind: .markStatuses, createdAt: now)
        (action.targetID, action.statusIDs, action.until) = (author, marked, options.until)
        try write(action, options)
        try recordEdits(of: marked, by: author, senders)
    }

    /// Takes marks away; an act of which nothing is left holds no more.
    mutating func unmark(
        _ ids: [Int64],
        of author: Int64,
        _ senders: [Int64: Int64],
        note: String = "",
        by moderator: Moderator
    ) throws {
        let unmarked = try StatusMarkQueries.unmark(ids, .status, connection)
        guard !unmarked.isEmpty else { return }
        try log(.unmarkStatuses, by: moderator) { ($0.targetID, $0.statusIDs, $0.note) = (author, unmarked, note) }
        for act in try ModerationActionQueries.marks(of: author, limit: Self.mostMarks, connection)
        where try StatusMarkQueries.marked(act.statusIDs, .status, connection).isEmpty {
            try ModerationActionQueries.undo(act.id, by: moderator, at: now, connection)
        }
        try recordEdits(of: unmarked, by: author, senders)
    }

    fileprivate mutating func recordEdits(of ids: [Int64], by author: Int64, _ senders: [Int64: Int64]) throws {
        for id in ids { try record(.statusEdited(id: id, account: author), sentBy: senders[id]) }
    }

    /// Has all files of an account shown as sensitive, also those of later posts, or takes that back. Returns whether that is new.
    mutating func setSensitized(_ isSensitized: Bool, _ account: Int64) throws -> Bool {
        let before = try StatusMarkQueries.sensitizedAt(account, connection)
        guard (before != nil) != isSensitized else { return false }
        try StatusMarkQueries.setSensitized(isSensitized ? now : nil, of: account, connection)
        let changed = try StatusMarkQueries.mark(isSensitized, statusesOf: account, connection)
        // Few have posted so much that it is cheaper to forget everything.
        if changed.count > Change.mostForgottenSingly {
            record(.eventsMissed)
        } else {
            for id in changed { record(.statusChanged(id: id)) }
        }
        record(.accountChanged(id: account))
        return true
    }

    private static let mostForgottenSingly = 2000
}
