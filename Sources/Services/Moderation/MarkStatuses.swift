// A moderator has posts shown as sensitive, and takes that back.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Marks posts of one account as sensitive, and lets its person know.
    ///
    /// Throws `ServiceError.notFound` where one is not there, `.invalid` for posts of several accounts, `.forbidden` where
    /// `moderator` may not act on the author.
    public func markStatuses(
        _ ids: [Int64],
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try options.check()
        let (author, senders) = try await moderated(ids)
        try await change { change in
            try change.require(moderator, mayActOn: author)
            try change.requireRules(options.rules)
            try change.requireOpen(options, about: author)
            let marked = try StatusMarkQueries.mark(ids, .status, change.connection)
            guard !marked.isEmpty else { return }
            var action = ModerationAction(moderator: moderator, kind: .markStatuses, createdAt: change.now)
            action.targetID = author
            action.statusIDs = marked
            try change.write(action, options)
            try change.recordEdits(of: marked, by: author, senders)
            try change.settleReport(options, about: author, by: moderator)
        }
    }

    /// Takes marks away again.
    public func unmarkStatuses(_ ids: [Int64], by moderator: Moderator) async throws {
        let (author, senders) = try await moderated(ids)
        try await change { change in
            try change.require(moderator, mayActOn: author)
            try change.unmark(ids, of: author, senders, by: moderator)
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
        var senders: [Int64: Int64] = [:]
        for (id, cached) in found { senders[id] = try await sender(of: cached) }
        return (author, senders)
    }
}

extension Change {
    mutating func unmark(_ ids: [Int64], of author: Int64, _ senders: [Int64: Int64], by moderator: Moderator) throws {
        let unmarked = try StatusMarkQueries.unmark(ids, .status, connection)
        guard !unmarked.isEmpty else { return }
        try log(.unmarkStatuses, by: moderator) { ($0.targetID, $0.statusIDs) = (author, unmarked) }
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
