// Publishing silent answers in steps, so that no figure moves with one person: docs/silent-answers.md.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Takes the steps that are due, those of each call in a transaction of their own; of several nodes one takes them. Asked for
    /// once a minute by the clock, never because somebody answered: that moment would tell.
    ///
    /// - Parameter draw: the next secret of a call and server.
    public func stepSilentFigures(
        rule: SilentRule = .standard,
        draw: @escaping @Sendable (SilentRule) -> Int64 = { Int64.random(in: $0.secrets) }
    ) async throws {
        let now = clock.now()
        let due = try await dueSteps(at: now, rule, draw)
        var failure: (any Error)?
        for (call, steps) in Dictionary(grouping: due, by: \.call).sorted(by: { $0.key < $1.key }) {
            do {
                try await take(steps, of: call, at: now, rule, draw)
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

    private func dueSteps(
        at now: Timestamp,
        _ rule: SilentRule,
        _ draw: @Sendable (SilentRule) -> Int64
    ) async throws -> [SilentCandidate] {
        var (candidates, established) = try await database.read { connection in
            let candidates = try SilentQueries.candidates(at: now, least: rule.leastChanges, connection)
            guard candidates.contains(where: \.domain.isEmpty) else { return (candidates, Int64(0)) }
            let limit = rule.leastEstablished
            return (candidates, try SilentQueries.able(until: rule.newest(at: now), limit: limit, connection))
        }
        for place in candidates.indices where candidates[place].secret == nil {
            let (candidate, secret) = (candidates[place], draw(rule))
            candidates[place].secret = try await database.write { connection in
                guard try CallQueries.calls([candidate.call], connection)[candidate.call] != nil else { return nil }
                return try SilentQueries.draw(secret, for: candidate.domain, of: candidate.call, connection)
            }
        }
        return candidates.filter { candidate in
            guard let secret = candidate.secret else { return false }
            return rule.isDue(
                waiting: candidate.waiting,
                secret: secret,
                established: candidate.domain.isEmpty ? established : nil,
                last: candidate.lastStep,
                at: now
            )
        }
    }

    /// Counts in a read, which keeps no writer waiting however many have answered, and publishes in a short transaction. Who answers
    /// meanwhile waits for the next step, and may be in this one already.
    private func take(
        _ steps: [SilentCandidate],
        of id: Int64,
        at now: Timestamp,
        _ rule: SilentRule,
        _ draw: @escaping @Sendable (SilentRule) -> Int64
    ) async throws {
        let newest = rule.newest(at: now)
        let found = try await database.read { connection in
            guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
            let answers = call.answers.count
            let counts = try SilentQueries.populations(of: id, answers: answers, until: newest, connection)
            return try steps.map { step in
                let count = counts[step.domain] ?? CallCount(answers: answers)
                guard step.domain.isEmpty else { return SilentFigures(of: count, able: nil, rule: rule) }
                // More people than these change nothing of what may be shown.
                let most = count.totalSilent + count.totalSpoke + 10 * rule.least * Int64(answers + 1)
                let able = try SilentQueries.able(until: newest, limit: most, connection)
                return SilentFigures(of: count, able: able, rule: rule)
            }
        }
        try await change { change in
            try change.publish(Array(zip(steps, found)), of: id, at: now) { draw(rule) }
        }
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
    fileprivate mutating func publish(
        _ steps: [(step: SilentCandidate, figures: SilentFigures?)],
        of id: Int64,
        at moment: Timestamp,
        draw: () -> Int64
    ) throws {
        guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
        try SilentQueries.lock(id, connection)
        let before = try SilentQueries.published(id, answers: call.answers.count, connection)
        var hasStepped = false
        // Where another node was faster, it has published what was counted here.
        for (step, figures) in steps {
            let last = try SilentQueries.lastStep(of: id, step.domain, connection)
            guard last == step.lastStep else { continue }
            try SilentQueries.forgetWaiting(id, of: step.domain, until: moment, connection)
            try SilentQueries.publish(figures, of: id, step.domain, nextSecret: draw(), at: moment, connection)
            hasStepped = true
        }
        guard hasStepped else { return }
        try SilentQueries.publishWhole(of: id, at: moment, connection)
        let after = try SilentQueries.published(id, answers: call.answers.count, connection)
        // A step that shows nothing, as before it, is not to be heard either.
        if before != nil || after != nil { record(.pollChanged(call.pollID)) }
    }

    /// Makes `choices` the silent answer of an account. It waits for the next step, and nobody is told.
    @discardableResult
    mutating func choose(_ choices: Set<Int64>, for call: OpenCall, by author: CountedAuthor) throws -> Bool {
        let (had, hasChanged) = try replaceVotes(by: choices, in: call.pollID, by: author)
        if hasChanged {
            let rule = SilentRule.standard
            let delay = Int64.random(in: 0...rule.longestDelay.components.seconds)
            let counts = rule.countsFrom(createdAt: author.createdAt, at: now, delay: .seconds(delay))
            try SilentQueries.wait(
                for: author.id,
                of: author.domain,
                in: call.id,
                at: now,
                established: author.createdAt + rule.establishedAfter,
                counts: author.isCounted ? counts : nil,
                connection
            )
        }
        try settle(call, by: author)
        return had
    }
}
