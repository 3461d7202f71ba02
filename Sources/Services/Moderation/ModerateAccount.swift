// Limiting and suspending an account, and taking it back: every count follows in the same transaction.

internal import Basics
internal import Domain
internal import Storage

/// What a moderator does with an account.
public enum Moderation: String, Sendable, CaseIterable {
    /// Its posts stay out of public places and out of all counts; its followers still see them.
    case silence
    case unsilence
    /// Nothing of it is shown, its logins end, and it counts nowhere.
    case suspend
    case unsuspend
    /// Nothing but a word to them.
    case warn = "none"
}

extension Services {
    /// Moderates an account. Doing again what is done already changes nothing.
    ///
    /// A person of this server is told when they are limited or suspended, or where a moderator has a word for them.
    /// - Parameter text: that word.
    /// Throws `ServiceError.notFound` for an unknown account, `.forbidden` for an admin's.
    public func moderate(_ account: Int64, _ moderation: Moderation, text: String = "") async throws {
        guard text.unicodeScalars.count <= 5000 else {
            throw ServiceError.invalid("Text must have 5000 characters or fewer")
        }
        try await change { change in
            if let user = try UserQueries.user(account, change.connection), user.role == .admin {
                throw ServiceError.forbidden("The account of an admin cannot be moderated")
            }
            if moderation == .warn {
                guard try AccountQueries.moderation(of: account, change.connection) != nil else {
                    throw ServiceError.notFound
                }
                return try change.warn(account, "none", text)
            }
            guard try change.moderate(account, moderation) else { return }
            if moderation == .silence || moderation == .suspend {
                try change.warn(account, moderation.rawValue, text)
            }
        }
    }
}

extension Change {
    /// Lets a person of this server know what a moderator has done.
    fileprivate mutating func warn(_ account: Int64, _ action: String, _ text: String) throws {
        guard try UserQueries.user(account, connection) != nil else { return }
        let id = try WarningQueries.insert(action, text, to: account, at: now, connection)
        try notify(.moderationWarning, account, from: account, status: nil, subject: id)
    }

    /// Limits or suspends an account, or takes that back, with all that is counted of it. Returns whether that is new.
    @discardableResult
    mutating func moderate(_ account: Int64, _ moderation: Moderation) throws -> Bool {
        guard let before = try AccountQueries.moderation(of: account, connection) else { throw ServiceError.notFound }
        var (silencedAt, suspendedAt) = before
        switch moderation {
        case .silence: silencedAt = silencedAt ?? now
        case .unsilence: silencedAt = nil
        case .suspend: suspendedAt = suspendedAt ?? now
        case .unsuspend: suspendedAt = nil
        case .warn: return false
        }
        guard (silencedAt, suspendedAt) != before else { return false }
        let counted = (before: before == (nil, nil), after: (silencedAt, suspendedAt) == (nil, nil))
        if counted.before, !counted.after { try show(false, statusesOf: account) }
        try AccountQueries.setModeration(silencedAt: silencedAt, suspendedAt: suspendedAt, of: account, connection)
        if !counted.before, counted.after { try show(true, statusesOf: account) }
        if counted.before != counted.after { try settleAnswers(of: try author(account)) }
        tell(.accountModerated(id: account))
        tell(.accountChanged(id: account))
        tell(.userChanged(account: account))
        return true
    }

    /// Takes all that an account has posted and reblogged out of tags and their counts, or puts it back.
    ///
    /// The account counts (is not moderated) at this moment, so that reblogs of its own posts are in both steps.
    fileprivate mutating func show(_ isShown: Bool, statusesOf account: Int64) throws {
        guard var author = try AccountQueries.author(account, connection) else { return }
        author.isCounted = true
        let reblogs = { (counts: [(tag: Int64, count: Int64)], change: Change) in
            for (tag, count) in counts {
                try change.countReblogs(isShown ? count : -count, for: [tag], by: account)
            }
        }
        if isShown {
            try reblogs(try TagModerationQueries.reblogs(by: account, connection), self)
            try TagModerationQueries.show(true, statusesOf: account, connection)
        }
        try reblogs(try TagModerationQueries.reblogsOfOwn(account, connection), self)
        let uses = try TagModerationQueries.uses(of: account, connection)
        for tag in uses.keys.sorted() {
            // Held until the end, as by everybody who counts this person for this tag.
            _ = try TagCountQueries.person(account, tag: tag, connection)
            let all = uses[tag] ?? []
            try change(tag: tag, from: isShown ? [] : all, to: isShown ? all : [], by: author)
            if isShown {
                for use in all { tell(.tagsUsed([tag], use, by: author, fingerprint: 0)) }
            } else {
                tell(.tagUnused(tag, account: account, all, lastAt: nil))
            }
        }
        if !isShown {
            try TagModerationQueries.show(false, statusesOf: account, connection)
            try reblogs(try TagModerationQueries.reblogs(by: account, connection), self)
        }
    }
}
