// Limiting and suspending an account, and taking it back: every count follows in the same transaction.

public import Basics
internal import Database
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
    /// Its login ends; what it has written stays.
    case disable
    case enable
    /// Nothing but a word to them.
    case warn = "none"

    /// What takes it back.
    var opposite: Moderation? {
        switch self {
        case .silence: .unsilence
        case .unsilence: .silence
        case .suspend: .unsuspend
        case .unsuspend: .suspend
        case .disable: .enable
        case .enable: .disable
        case .warn: nil
        }
    }
}

/// What goes with an action on an account.
public struct ModerationOptions: Sendable {
    /// A word to the person: the reason.
    public var text: String
    /// When it ends by itself; nil: never.
    public var until: Timestamp?
    /// The report that led to it.
    public var report: Int64?
    /// Nil for the command line.
    public var moderator: Int64?

    public init(text: String = "", until: Timestamp? = nil, report: Int64? = nil, moderator: Int64? = nil) {
        (self.text, self.until, self.report, self.moderator) = (text, until, report, moderator)
    }
}

extension Services {
    /// Moderates an account. Doing again what is done already changes nothing but its end.
    ///
    /// A person of this server is told when they are limited, suspended or shut out, or where a moderator has a word for
    /// them. As with Mastodon, a word alone resolves the report that is named, everything else all reports about the account.
    ///
    /// Throws `ServiceError.notFound` for an unknown account or report, `.forbidden` for an admin's, `.invalid` for an end
    /// that is past or a report about somebody else.
    public func moderate(
        _ account: Int64,
        _ moderation: Moderation,
        _ options: ModerationOptions = ModerationOptions()
    ) async throws {
        guard options.text.unicodeScalars.count <= ModerationOptions.textLimit else {
            throw ServiceError.invalid("Text must have \(ModerationOptions.textLimit) characters or fewer")
        }
        try await change { change in
            guard try AccountQueries.moderation(of: account, change.connection) != nil else {
                throw ServiceError.notFound
            }
            if let user = try UserQueries.user(account, change.connection), user.role == .admin {
                throw ServiceError.forbidden("The account of an admin cannot be moderated")
            }
            if let until = options.until, until <= change.now {
                throw ServiceError.invalid("The end must be in the future")
            }
            let isNew = try change.moderate(account, moderation)
            let isEndNew = try change.setEnd(options.until, of: moderation, account)
            if isNew || isEndNew, [.warn, .silence, .suspend, .disable].contains(moderation) {
                try change.warn(account, moderation.rawValue, options.reason)
            }
            try change.resolveReports(about: account, moderation, options)
        }
    }

    /// Ends what was to last until now.
    public func endModerations() async throws {
        let now = clock.now()
        let due = try await database.read { try ModerationEndQueries.due(at: now, limit: 1000, $0) }
        for (account, name) in due {
            guard let moderation = Moderation(rawValue: name), let opposite = moderation.opposite else { continue }
            try await change { change in
                // Another node may have done it, or a moderator chosen another end.
                guard try AccountQueries.moderation(of: account, change.connection) != nil,
                    let end = try ModerationEndQueries.end(of: name, account, change.connection), end <= now
                else { return }
                try change.moderate(account, opposite)
                try change.setEnd(nil, of: moderation, account)
            }
        }
    }
}

extension ModerationOptions {
    /// Characters of a word to a person.
    public static let textLimit = 5000

    /// What the person reads.
    fileprivate var reason: String {
        guard let until else { return text }
        return (text.isEmpty ? "" : text + "\n\n")
            + "This ends on \(until.isoDate) at \(until.iso8601.dropFirst(11).prefix(5)) UTC."
    }
}

extension Change {
    /// Lets a person of this server know what a moderator has done.
    mutating func warn(_ account: Int64, _ action: String, _ text: String, about status: Int64? = nil) throws {
        guard try UserQueries.user(account, connection) != nil else { return }
        let id = try WarningQueries.insert(action, text, about: status, to: account, at: now, connection)
        try notify(.moderationWarning, account, from: account, status: nil, subject: id)
    }

    /// Writes when a limit or suspension ends; what takes one back forgets it. Returns whether it ends at another time.
    @discardableResult
    fileprivate func setEnd(_ end: Timestamp?, of moderation: Moderation, _ account: Int64) throws -> Bool {
        switch moderation {
        case .silence, .suspend, .disable:
            let before = try ModerationEndQueries.end(of: moderation.rawValue, account, connection)
            guard before != end else { return false }
            try ModerationEndQueries.set(end, of: moderation.rawValue, account, connection)
            return true
        case .unsilence, .unsuspend, .enable:
            guard let opposite = moderation.opposite else { return false }
            try ModerationEndQueries.set(nil, of: opposite.rawValue, account, connection)
            return false
        case .warn: return false
        }
    }

    fileprivate func resolveReports(about account: Int64, _ moderation: Moderation, _ options: ModerationOptions) throws
    {
        if let id = options.report {
            guard let report = try ReportQueries.report(id, connection) else { throw ServiceError.notFound }
            guard report.targetID == account else { throw ServiceError.invalid("The report is about another account") }
        }
        switch moderation {
        case .warn:
            guard let id = options.report else { return }
            try ReportQueries.resolve(id, by: options.moderator, at: now, connection)
        case .silence, .suspend, .disable:
            try ReportQueries.resolve(about: account, by: options.moderator, at: now, connection)
        case .unsilence, .unsuspend, .enable: return
        }
    }

    /// Limits or suspends an account, or takes that back, with all that is counted of it. Returns whether that is new.
    @discardableResult
    mutating func moderate(_ account: Int64, _ moderation: Moderation) throws -> Bool {
        guard moderation != .warn else { return true }
        guard let before = try AccountQueries.moderation(of: account, connection) else { throw ServiceError.notFound }
        var (silencedAt, suspendedAt) = before
        switch moderation {
        case .silence: silencedAt = silencedAt ?? now
        case .unsilence: silencedAt = nil
        case .suspend: suspendedAt = suspendedAt ?? now
        case .unsuspend: suspendedAt = nil
        case .disable, .enable: return try setDisabled(moderation == .disable, account)
        case .warn: break
        }
        guard (silencedAt, suspendedAt) != before else { return false }
        let counted = (before: before == (nil, nil), after: (silencedAt, suspendedAt) == (nil, nil))
        if counted.before, !counted.after { try show(false, statusesOf: account) }
        try AccountQueries.setModeration(silencedAt: silencedAt, suspendedAt: suspendedAt, of: account, connection)
        if !counted.before, counted.after { try show(true, statusesOf: account) }
        if (suspendedAt == nil) != (before.1 == nil) {
            try settleFiles(of: account, isSuspended: suspendedAt != nil)
        }
        if counted.before != counted.after { try settleAnswers(of: try author(account)) }
        tell(.accountModerated(id: account))
        tell(.accountChanged(id: account))
        tell(.userChanged(account: account))
        return true
    }

    private mutating func setDisabled(_ isDisabled: Bool, _ account: Int64) throws -> Bool {
        guard try UserQueries.setDisabled(isDisabled, of: account, connection) else { return false }
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
