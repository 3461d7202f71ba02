// All posts of a tag or call that a rule means are removed by one act: a job that goes on where it was interrupted.

internal import Basics
internal import Database
public import Domain
public import Jobs
internal import Storage

extension Services {
    private static let removalJob = "remove by rule"
    private static let removalAttempts = 15
    /// Posts removed in one transaction.
    private static let removedAtOnce = 25
    /// Posts written down in one transaction.
    private static let notedAtOnce = 1000
    /// For so long its figures can be seen.
    private static let removalsKept = Duration.seconds(90 * 86_400)

    /// Removes all posts that a rule means. Each author is told once, as of every removal, and may appeal. Returns the removal, which a
    /// job follows; one of the same rule that is not done is not begun again.
    ///
    /// Throws `ServiceError.notFound` for a tag or call that is not there, `.invalid` for a rule that means nothing.
    ///
    /// - Parameter options: what the authors read, the rules that were broken, and a note for moderators.
    @discardableResult
    public func removeByRule(
        _ rule: RemovalRule,
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws -> RuleRemoval {
        try options.check()
        let rule = try checked(rule)
        return try await change { change in
            try change.rank(of: moderator)
            try change.requireRules(options.rules)
            let name = try change.name(of: rule.subject, isLocked: true)
            let latest = try RuleRemovalQueries.latest(20, of: rule.subject, change.connection)
            if let same = latest.first(where: { $0.finishedAt == nil && $0.rule == rule }) { return same }
            let action = try change.log(.removeByRule, by: moderator) { action in
                action.subject = name
                if case .call(let id) = rule.subject { action.statusIDs = [id] }
                (action.ruleIDs, action.text) = (Set(options.rules).sorted(), options.text)
                action.note = ([rule.logText] + [options.note].filter { !$0.isEmpty }).joined(separator: "\n")
            }
            var removal = RuleRemoval(
                rule: rule,
                moderator: moderator,
                actionID: action,
                text: options.text,
                ruleIDs: Set(options.rules).sorted(),
                createdAt: change.now
            )
            removal.id = try RuleRemovalQueries.insert(removal, change.connection)
            try change.enqueue(JobDraft(kind: Services.removalJob, payload: "\(removal.id)", key: "\(removal.id)"))
            return removal
        }
    }

    /// Of a tag or call, the newest first, each with how many authors were told.
    public func ruleRemovals(of subject: Measure.Subject) async throws -> [(removal: RuleRemoval, authors: Int64)] {
        try await database.read { connection in
            try RuleRemovalQueries.latest(10, of: subject, connection).map {
                ($0, try RuleRemovalQueries.authors(of: $0.id, connection))
            }
        }
    }

    public func handleRemovalsByRule(_ handlers: inout JobHandlers) {
        handlers.handle(Services.removalJob, attempts: Services.removalAttempts, timeout: .seconds(840)) { [self] job in
            guard let id = Int64(job.payload) else { throw JobRefused("\(job.payload) is not a removal") }
            try await runRemoval(id)
        }
    }

    /// Goes on with a removal to its end. What is done and how far it came are one transaction: nobody is told twice.
    public func runRemoval(_ id: Int64) async throws {
        guard let removal = try await database.read({ try RuleRemovalQueries.removal(id, $0) }),
            removal.finishedAt == nil
        else { return }
        do {
            if removal.total == nil { try await note(removal) }
            while try await change({ try $0.goOn(with: id, atOnce: Services.removedAtOnce) }) {
                try Task.checkCancellation()
            }
        } catch let error as ServiceError where error == .notAllowed {
            // Whoever asked for it does not moderate any more: what is left stays.
        }
        try await change { try RuleRemovalQueries.finish(id, at: $0.now, $0.connection) }
        try await removeFiles()
    }

    /// Forgets how far removals of long ago came; what was done stays in the log.
    public func forgetRemovalsByRule() async throws {
        try await change { change in
            try RuleRemovalQueries.forget(before: change.now - Services.removalsKept, limit: 1000, change.connection)
        }
    }

    /// Writes down which posts are meant. A worker that was interrupted begins again, and writes the same.
    private func note(_ removal: RuleRemoval) async throws {
        let found = try await find(removal.rule, by: removal.moderator)
        var start = 0
        while start < found.posts.count {
            let piece = Array(found.posts[start..<min(start + Services.notedAtOnce, found.posts.count)])
            try await change { try RuleRemovalQueries.add(piece, to: removal.id, $0.connection) }
            start += piece.count
        }
        try await change {
            try RuleRemovalQueries.set(
                total: found.posts.count,
                leftOut: found.leftOut,
                of: removal.id,
                $0.connection
            )
        }
    }
}

extension RemovalRule {
    /// As it stands in the log, for moderators.
    fileprivate var logText: String {
        let span = "\(since.iso8601) – \(until.iso8601)"
        return match.value.isEmpty && match.name != "server"
            ? "\(match.name), \(span)" : "\(match.name): \(match.value), \(span)"
    }
}

extension Change {
    /// Posts that stand in the act of one author; more are removed all the same.
    private static let mostNamed = 500

    /// Removes some posts more. Returns whether any may be left.
    ///
    /// Throws `ServiceError.notAllowed` where whoever asked for it does not moderate any more.
    fileprivate mutating func goOn(with id: Int64, atOnce most: Int) throws -> Bool {
        guard let removal = try RuleRemovalQueries.lockedRemoval(id, connection), removal.finishedAt == nil else {
            return false
        }
        try rank(of: removal.moderator)
        let posts = try RuleRemovalQueries.next(most, of: id, connection)
        guard !posts.isEmpty else { return false }
        var (done, leftOut, refused): (Int, Int, Set<Int64>) = (0, 0, [])
        // In the order in which everybody locks them.
        for status in posts.map(\.status).sorted() { try StatusQueries.lock(status, connection) }
        for post in posts where !refused.contains(post.account) {
            do {
                try require(removal.moderator, mayActOn: post.account)
            } catch ServiceError.forbidden {
                refused.insert(post.account)
                leftOut += try RuleRemovalQueries.drop(postsOf: post.account, from: id, connection)
                continue
            }
            // Gone meanwhile, perhaps with its author: nobody is told of what was not done. A call goes with all its answers by an act of
            // its own.
            guard let details = try StatusQueries.details([post.status], connection).first,
                details.status.accountID == post.account, details.poll?.isOfCall != true
            else {
                try RuleRemovalQueries.drop(post, from: id, connection)
                leftOut += 1
                continue
            }
            if try RuleRemovalQueries.act(of: post.account, in: id, connection) == nil {
                try tellRemoval(removal, to: post.account)
            }
            try RuleRemovalQueries.drop(post, from: id, connection)
            try removeForGood(details.status, mentions: details.mentions)
            done += 1
        }
        try RuleRemovalQueries.advance(id, by: done, leavingOut: leftOut, connection)
        return true
    }

    /// Files the removal of an author's posts as one act, and lets them know.
    private mutating func tellRemoval(_ removal: RuleRemoval, to account: Int64) throws {
        var action = ModerationAction(moderator: removal.moderator, kind: .removeStatuses, createdAt: now)
        action.targetID = account
        action.statusIDs = try RuleRemovalQueries.posts(of: account, in: removal.id, limit: Self.mostNamed, connection)
        (action.text, action.ruleIDs, action.note) = (removal.text, removal.ruleIDs, "#\(removal.actionID)")
        let written = try ModerationActionQueries.insert(action, connection)
        try warn(account, .removeStatuses, removal.text, of: written)
        try RuleRemovalQueries.add(author: account, toldBy: written, to: removal.id, connection)
    }
}
