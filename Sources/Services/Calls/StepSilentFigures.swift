// Publishing silent answers in steps, so that no figure moves with one person: docs/silent-answers.md.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Takes the steps that are due, each call in a transaction of its own; of several nodes one takes it. Asked for once a
    /// minute by the clock, never because somebody answered: that moment would tell.
    ///
    /// - Parameter draw: the next secret of a call.
    public func stepSilentFigures(
        rule: SilentRule = .standard,
        draw: @escaping @Sendable (SilentRule) -> Int64 = { Int64.random(in: $0.secrets) }
    ) async throws {
        let candidates = try await database.read { try SilentQueries.candidates(least: rule.leastChanges, $0) }
        var failure: (any Error)?
        for call in candidates {
            do {
                try await change { try $0.stepSilentFigures(of: call, rule, draw) }
            } catch ServiceError.notFound {
                // Deleted meanwhile.
                continue
            } catch {
                // The others have their step all the same.
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// How many people answered a call, exactly: for those who look after the server's machine, by an admin's token.
    public func exactCount(ofCall id: Int64) async throws -> (call: Call, count: CallCount) {
        try await database.read { connection in
            guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
            return (call, try AnswerQueries.count(of: id, answers: call.answers.count, connection))
        }
    }
}

extension Change {
    fileprivate mutating func stepSilentFigures(
        of id: Int64,
        _ rule: SilentRule,
        _ draw: @Sendable (SilentRule) -> Int64
    ) throws {
        guard let call = try CallQueries.calls([id], connection)[id],
            let held = try SilentQueries.hold(id, secret: draw(rule), connection),
            rule.isDue(
                waiting: try SilentQueries.waiting(id, connection),
                secret: held.secret,
                established: try SilentQueries.established(
                    until: now - rule.establishedAfter,
                    limit: rule.leastEstablished,
                    connection
                ),
                last: held.last,
                at: now
            )
        else { return }
        // Before they are counted: who answers meanwhile waits for the next step, and may be in this one already.
        try SilentQueries.forgetWaiting(id, connection)
        let count = try AnswerQueries.count(of: id, answers: call.answers.count, connection)
        // More people than these change nothing of what may be shown.
        let most = count.totalSilent + count.totalSpoke + 10 * rule.least * Int64(call.answers.count + 1)
        let able = try SilentQueries.able(limit: most, connection)
        let figures = SilentFigures(of: count, able: able, rule: rule)
        let before = try SilentQueries.published(id, answers: call.answers.count, connection)
        try SilentQueries.publish(figures, of: id, nextSecret: draw(rule), at: now, connection)
        // A step that shows nothing, as before it, is not to be heard either.
        if figures != nil || before != nil { tell(.pollChanged(call.pollID)) }
    }

    /// Makes `choices` the silent answer of an account. It waits for the next step, and nobody is told.
    @discardableResult
    mutating func choose(_ choices: Set<Int64>, for call: OpenCall, by author: CountedAuthor) throws -> Bool {
        let (had, hasChanged) = try replaceVotes(by: choices, in: call.pollID, by: author)
        if hasChanged {
            let isEstablished =
                author.isCounted && author.domain.isEmpty
                && SilentRule.standard.isEstablished(createdAt: author.createdAt, at: now)
            try SilentQueries.wait(for: author.id, in: call.id, isEstablished: isEstablished, connection)
        }
        try settle(call, by: author)
        return had
    }
}
