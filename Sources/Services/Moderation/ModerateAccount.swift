// Limiting and suspending an account, and taking it back: every count follows in the same transaction.

public import Basics
internal import Database
public import Domain
internal import Storage

/// What a moderator does with an account.
public enum Moderation: String, Sendable, CaseIterable {
    /// Its posts stay out of public places and out of all counts; its followers still see them.
    case silence
    case unsilence
    /// Nothing of it is shown, its logins end, and it counts nowhere.
    case suspend
    case unsuspend
    /// Its person reads and exports, and nothing else; what it has written stays.
    case disable
    case enable
    /// All its pictures and films are shown as sensitive, also those to come.
    case sensitive
    case unsensitive
    /// Nothing but a word to them.
    case warn = "none"

    /// As it stands in the log.
    public var kind: ModerationAction.Kind {
        switch self {
        case .silence: .silence
        case .unsilence: .unsilence
        case .suspend: .suspend
        case .unsuspend: .unsuspend
        case .disable: .freeze
        case .enable: .unfreeze
        case .sensitive: .sensitive
        case .unsensitive: .unsensitive
        case .warn: .warn
        }
    }

    /// What takes it back.
    var opposite: Moderation? {
        switch self {
        case .silence: .unsilence
        case .unsilence: .silence
        case .suspend: .unsuspend
        case .unsuspend: .suspend
        case .disable: .enable
        case .enable: .disable
        case .sensitive: .unsensitive
        case .unsensitive: .sensitive
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
    /// Reports that are decided by it; they must be open until then.
    public var reports: [Int64] = []
    /// The rules that were broken.
    public var rules: [Int64]
    /// The posts that it is about.
    public var statuses: [Int64]
    /// A word for moderators alone.
    public var note: String

    public init(
        text: String = "",
        until: Timestamp? = nil,
        report: Int64? = nil,
        rules: [Int64] = [],
        statuses: [Int64] = [],
        note: String = ""
    ) {
        self.text = text
        self.until = until
        self.report = report
        self.rules = rules
        self.statuses = statuses
        self.note = note
    }
}

extension Services {
    /// Moderates an account. Doing again what is done already changes nothing but its end.
    ///
    /// A person of this server is told when they are limited, suspended or shut out, or where a moderator has a word for
    /// them. As with Mastodon, a word alone resolves the report that is named, everything else all reports about the account.
    ///
    /// Throws `ServiceError.notFound` for an unknown account or report, `.forbidden` where `moderator` may not act on the account,
    /// `.invalid` for an end that is past, a report about somebody else, and rules that are none.
    public func moderate(
        _ account: Int64,
        _ moderation: Moderation,
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try options.check()
        try await change { change in
            // Who has closed an account leaves it to nobody.
            guard try AccountQueries.restrictions(of: account, change.connection) != nil,
                try UserQueries.user(account, change.connection)?.isDisabled != true
            else { throw ServiceError.notFound }
            try change.require(moderator, mayActOn: account)
            if let until = options.until, until <= change.now {
                throw ServiceError.invalid("The end must be in the future")
            }
            if moderation == .disable || moderation == .enable, try UserQueries.user(account, change.connection) == nil
            {
                throw ServiceError.invalid("Only an account of this server can be frozen")
            }
            try change.requireRules(options.rules)
            try change.requireOpen(options, about: account)
            let isNew = try change.moderate(account, moderation)
            let isEndNew = try change.setEnd(options.until, of: moderation, account)
            if isNew || isEndNew {
                let action = try change.note(account, moderation, options, by: moderator)
                if moderation.isSanction { try change.warn(account, moderation.kind, options.reason, of: action) }
            }
            let resolved = try change.resolveReports(about: account, moderation, options, by: moderator)
            guard !isNew, !isEndNew else { return }
            for report in resolved {
                try change.log(.resolveReport, by: moderator) { ($0.targetID, $0.reportID) = (account, report) }
            }
        }
    }

    /// Ends what was to last until now.
    public func endModerations() async throws {
        try await endMarks()
        try await endMeasures()
        let now = clock.now()
        let due = try await database.read { try ModerationEndQueries.due(at: now, limit: 1000, $0) }
        for (account, name) in due {
            guard let moderation = Moderation(rawValue: name), let opposite = moderation.opposite else { continue }
            try await change { change in
                // Another node may have done it, or a moderator chosen another end.
                guard try AccountQueries.restrictions(of: account, change.connection) != nil,
                    try UserQueries.user(account, change.connection)?.isDisabled != true,
                    let end = try ModerationEndQueries.end(of: name, account, change.connection), end <= now
                else { return }
                try change.moderate(account, opposite)
                try change.setEnd(nil, of: moderation, account)
                try change.note(account, opposite, ModerationOptions(), by: .server)
            }
        }
    }
}

extension Moderation {
    /// Whether it is against the person, and not taken back from them.
    var isSanction: Bool { kind.isSanction }
}

extension ModerationOptions {
    /// Characters of a word to a person.
    public static let textLimit = 5000

    /// Throws `ServiceError.invalid` for words that are too long.
    func check() throws {
        let most = ModerationOptions.textLimit
        guard text.unicodeScalars.count <= most else {
            throw ServiceError.invalid("Text must have \(most: most) characters or fewer")
        }
        guard note.unicodeScalars.count <= most else {
            throw ServiceError.invalid("Note must have \(most: most) characters or fewer")
        }
    }

    /// What the person reads.
    var reason: String {
        guard let until else { return text }
        return (text.isEmpty ? "" : text + "\n\n")
            + "This ends on \(until.isoDate) at \(until.iso8601.dropFirst(11).prefix(5)) UTC."
    }
}

extension Change {
    /// Throws `ServiceError.invalid` where one of them never was a rule of this server.
    func requireRules(_ rules: [Int64]) throws {
        guard !rules.isEmpty else { return }
        guard try InstanceTextQueries.rules(rules, connection).count == Set(rules).count else {
            throw ServiceError.invalid("Rules are not rules of this server")
        }
    }

    /// Writes an act on an account into the log. What it takes back, and what it takes the place of, holds no more.
    @discardableResult
    mutating func note(
        _ account: Int64,
        _ moderation: Moderation,
        _ options: ModerationOptions,
        by moderator: Moderator
    ) throws -> Int64 {
        if moderation != .warn {
            let ended = moderation.isSanction ? moderation.kind : moderation.opposite?.kind ?? moderation.kind
            try ModerationActionQueries.undo(ended, on: account, by: moderator, at: now, connection)
        }
        return try log(moderation.kind, by: moderator) { action in
            action.targetID = account
            action.reportID = options.report
            action.statusIDs = options.statuses
            action.ruleIDs = Set(options.rules).sorted()
            action.text = options.text
            action.note = options.note
            action.until = moderation.isSanction ? options.until : nil
        }
    }

    /// Lets a person of this server know what a moderator has done.
    ///
    /// - Parameter action: its row in the log.
    mutating func warn(_ account: Int64, _ kind: ModerationAction.Kind, _ text: String, of action: Int64) throws {
        guard try UserQueries.user(account, connection) != nil else { return }
        let id = try WarningQueries.insert(kind.warningName, text, of: action, to: account, at: now, connection)
        try notify(.moderationWarning, account, from: account, status: nil, subject: id)
        try enqueueMail(.sanctioned(action), to: account)
    }

    /// Writes a measure against a person into the log, and lets them know. Of these only marks come to an end.
    mutating func write(_ action: ModerationAction, _ options: ModerationOptions) throws {
        guard let target = action.targetID else { return }
        var (action, options) = (action, options)
        options.until = action.until
        action.reportID = options.report
        action.ruleIDs = Set(options.rules).sorted()
        action.text = options.text
        action.note = options.note
        try warn(target, action.kind, options.reason, of: try ModerationActionQueries.insert(action, connection))
    }

    /// Resolves the report that led to a measure about posts.
    mutating func settleReport(_ options: ModerationOptions, about account: Int64, by moderator: Moderator) throws {
        try resolveReports(about: account, .warn, options, by: moderator)
    }

    /// Lets those who reported know how it ended.
    @discardableResult
    mutating func tellReporters(_ reports: [(report: Int64, reporter: Int64)]) throws -> [Int64] {
        for (report, reporter) in reports where try UserQueries.user(reporter, connection) != nil {
            try enqueueMail(.reportDecided(report), to: reporter)
        }
        return reports.map(\.report)
    }

    /// Writes when a limit or suspension ends; what takes one back forgets it. Returns whether it ends at another time.
    @discardableResult
    func setEnd(_ end: Timestamp?, of moderation: Moderation, _ account: Int64) throws -> Bool {
        switch moderation {
        case .silence, .suspend, .disable, .sensitive:
            let before = try ModerationEndQueries.end(of: moderation.rawValue, account, connection)
            guard before != end else { return false }
            try ModerationEndQueries.set(end, of: moderation.rawValue, account, connection)
            return true
        case .unsilence, .unsuspend, .enable, .unsensitive:
            guard let opposite = moderation.opposite else { return false }
            try ModerationEndQueries.set(nil, of: opposite.rawValue, account, connection)
            return false
        case .warn: return false
        }
    }

    /// Returns the reports that were open until now.
    @discardableResult
    fileprivate mutating func resolveReports(
        about account: Int64,
        _ moderation: Moderation,
        _ options: ModerationOptions,
        by moderator: Moderator
    ) throws -> [Int64] {
        if let id = options.report {
            guard let report = try ReportQueries.report(id, connection) else { throw ServiceError.notFound }
            guard report.targetID == account else { throw ServiceError.invalid("The report is about another account") }
        }
        switch moderation {
        case .warn:
            var resolved: [Int64] = []
            for id in Set(options.reports + [options.report].compactMap { $0 }).sorted() {
                let reports = try ReportQueries.resolve(id, by: moderator.accountID, at: now, connection)
                resolved += try tellReporters(reports)
            }
            return resolved
        case .silence, .suspend, .disable, .sensitive:
            return try tellReporters(
                try ReportQueries.resolve(about: account, by: moderator.accountID, at: now, connection)
            )
        case .unsilence, .unsuspend, .enable, .unsensitive: return []
        }
    }

    /// Limits or suspends an account, or takes that back, with all that is counted of it. Returns whether that is new.
    @discardableResult
    mutating func moderate(_ account: Int64, _ moderation: Moderation) throws -> Bool {
        guard moderation != .warn else { return true }
        guard let before = try AccountQueries.restrictions(of: account, connection) else { throw ServiceError.notFound }
        var after = before
        switch moderation {
        case .silence: after.silencedAt = after.silencedAt ?? now
        case .unsilence: after.silencedAt = nil
        case .suspend: after.suspendedAt = after.suspendedAt ?? now
        case .unsuspend: after.suspendedAt = nil
        case .disable, .enable: return try setFrozen(moderation == .disable, account)
        case .sensitive, .unsensitive: return try setSensitized(moderation == .sensitive, account)
        case .warn: break
        }
        guard after != before else { return false }
        try restrict(account, from: before, to: after) { connection in
            try AccountQueries.setModeration(
                silencedAt: after.silencedAt,
                suspendedAt: after.suspendedAt,
                of: account,
                connection
            )
        }
        if (after.suspendedAt == nil) != (before.suspendedAt == nil) {
            try record(
                after.suspendedAt == nil ? .accountUnsuspended(account: account) : .accountSuspended(account: account),
                sentBy: try followedFromElsewhere(account)
            )
        } else {
            record(after.silencedAt == nil ? .accountUnlimited(account: account) : .accountLimited(account: account))
        }
        return true
    }

    /// Writes what an account is restricted by from now on, with all that is counted and shown of it. Several causes may come
    /// together: each is taken back alone, and the account is there again when none is left.
    mutating func restrict(
        _ account: Int64,
        from before: AccountQueries.Restrictions,
        to after: AccountQueries.Restrictions,
        write: (Connection) throws -> Void
    ) throws {
        if before.isCounted, !after.isCounted { try show(false, statusesOf: account) }
        try write(connection)
        if !before.isCounted, after.isCounted { try show(true, statusesOf: account) }
        if before.isHidden != after.isHidden { try settleFiles(of: account, isHidden: after.isHidden) }
        guard before.isCounted != after.isCounted || before.choicesCount != after.choicesCount else { return }
        let author = try author(account)
        if before.choicesCount != after.choicesCount { try settleVotes(of: author) }
        try settleAnswers(of: author)
    }

    /// The account, if it is of this server and somebody of another follows it.
    func followedFromElsewhere(_ account: Int64) throws -> Int64? {
        guard let details = try AccountQueries.details(account, connection), details.account.isLocal else { return nil }
        return details.counters.remoteFollowers > 0 ? account : nil
    }

    private mutating func setFrozen(_ isFrozen: Bool, _ account: Int64) throws -> Bool {
        guard try UserQueries.setFrozen(isFrozen, of: account, connection) else { return false }
        record(.userChanged(account: account))
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
                for use in all { record(.tagsUsed([tag], use, by: author, UseTraits())) }
            } else {
                record(.tagUnused(tag, account: account, all, lastAt: nil))
            }
        }
        if !isShown {
            try TagModerationQueries.show(false, statusesOf: account, connection)
            try reblogs(try TagModerationQueries.reblogs(by: account, connection), self)
        }
    }
}
