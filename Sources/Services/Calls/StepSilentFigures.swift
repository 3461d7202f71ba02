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
        draw: @escaping @Sendable (SilentRule) async -> Int64 = { Int64.random(in: $0.secrets) }
    ) async throws {
        let now = clock.now()
        let candidates = try await candidates(at: now, rule, draw)
        var failure: (any Error)?
        for (call, candidates) in Dictionary(grouping: candidates, by: \.call).sorted(by: { $0.key < $1.key }) {
            do {
                try await step(call, candidates, at: now, rule, draw)
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

    /// Where enough people wait, as far as can be seen before their accounts are looked at, each with its secret.
    private func candidates(
        at now: Timestamp,
        _ rule: SilentRule,
        _ draw: @Sendable (SilentRule) async -> Int64
    ) async throws -> [SilentCandidate] {
        var found = try await database.read { connection in
            try SilentQueries.candidates(at: now, least: rule.leastChanges, connection)
        }
        for place in found.indices where found[place].secret == nil {
            let (candidate, secret) = (found[place], await draw(rule))
            found[place].secret = try await database.write { connection in
                guard try CallQueries.calls([candidate.call], connection)[candidate.call] != nil else { return nil }
                return try SilentQueries.draw(secret, for: candidate.domain, of: candidate.call, connection)
            }
        }
        return found.filter { rule.isDue($0, established: nil, at: now) }
    }

    /// Counts in a read, which keeps no writer waiting however many have answered, and publishes in a short transaction. The read sees
    /// one moment: whoever is counted in it waits no more, and who acts after it waits for the next step.
    private func step(
        _ id: Int64,
        _ candidates: [SilentCandidate],
        at now: Timestamp,
        _ rule: SilentRule,
        _ draw: @Sendable (SilentRule) async -> Int64
    ) async throws {
        var steps = try await database.read(consistent: true) { connection in
            try SilentStep.due(candidates, of: id, at: now, rule, connection)
        }
        for place in steps.indices { steps[place].nextSecret = await draw(rule) }
        guard !steps.isEmpty else { return }
        try await change { [steps] change in try change.publish(steps, of: id, at: now) }
    }

    /// Forgets who has waited for a year, or in a call that ended a month ago. They are in the next step, if there is one, and bring it no
    /// nearer.
    public func forgetOldWaiting(rule: SilentRule = .standard) async throws {
        let now = clock.now()
        let (moment, end) = (now - rule.longestWait, now - rule.longestWaitAfterEnd)
        while try await database.write({
            try SilentQueries.forgetWaiting(until: moment, inCallsEndedUntil: end, limit: 1000, $0)
        }) == 1000 {}
    }

    /// How many people answered a call, exactly: for those who look after the server's machine, by an admin's token.
    public func exactCount(ofCall id: Int64) async throws -> (call: Call, count: CallCount) {
        try await database.read { connection in
            guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
            return (call, try AnswerQueries.count(of: id, answers: call.answers.count, connection))
        }
    }
}

/// A step of one server's people that is due.
private struct SilentStep: Sendable {
    var candidate: SilentCandidate
    /// Nil where nothing may be shown.
    var figures: SilentFigures?
    /// Who waited and is counted.
    var counted: [SilentWaiter]
    var nextSecret: Int64 = 0

    /// Those of `candidates` that are due, counted.
    static func due(
        _ candidates: [SilentCandidate],
        of id: Int64,
        at now: Timestamp,
        _ rule: SilentRule,
        _ connection: Connection
    ) throws -> [SilentStep] {
        let newest = rule.newest(at: now)
        let established = try SilentQueries.able(until: newest, limit: rule.leastEstablished, connection)
        var steps: [SilentStep] = []
        for var candidate in candidates {
            let waiting = try SilentQueries.waiting(for: id, of: candidate.domain, until: newest, connection)
            candidate.waiting = Int64(waiting.count { $0.countsFrom <= now })
            guard rule.isDue(candidate, established: candidate.domain.isEmpty ? established : nil, at: now) else {
                continue
            }
            steps.append(SilentStep(candidate: candidate, counted: waiting))
        }
        guard !steps.isEmpty else { return [] }
        guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
        let answers = call.answers.count
        let counts = try SilentQueries.populations(of: id, answers: answers, until: newest, connection)
        for place in steps.indices {
            let domain = steps[place].candidate.domain
            let count = counts[domain] ?? CallCount(answers: answers)
            var able: Int64?
            if domain.isEmpty {
                // More people than these change nothing of what may be shown.
                let most = count.totalSilent + count.totalSpoke + 10 * rule.least * Int64(answers + 1)
                able = try SilentQueries.able(until: newest, limit: most, connection)
            }
            steps[place].figures = SilentFigures(of: count, able: able, rule: rule)
        }
        return steps
    }
}

extension SilentRule {
    fileprivate func isDue(_ candidate: SilentCandidate, established: Int64?, at now: Timestamp) -> Bool {
        guard let secret = candidate.secret else { return false }
        return isDue(
            waiting: candidate.waiting,
            secret: secret,
            established: established,
            last: candidate.lastStep,
            at: now
        )
    }
}

extension Change {
    fileprivate mutating func publish(_ steps: [SilentStep], of id: Int64, at moment: Timestamp) throws {
        guard let call = try CallQueries.calls([id], connection)[id] else { throw ServiceError.notFound }
        try SilentQueries.lock(id, connection)
        let before = try SilentQueries.published(id, answers: call.answers.count, connection)
        var hasStepped = false
        // Where another node was faster, it has published what was counted here.
        for step in steps {
            let (domain, secret) = (step.candidate.domain, step.nextSecret)
            guard try SilentQueries.lastStep(of: id, domain, connection) == step.candidate.lastStep else { continue }
            try SilentQueries.forgetWaiting(step.counted, for: id, connection)
            try SilentQueries.publish(step.figures, of: id, domain, nextSecret: secret, at: moment, connection)
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
        // What somebody who is limited does brings no step nearer.
        if hasChanged, author.choicesCount {
            let rule = SilentRule.standard
            let delay = Int64.random(in: 0...rule.longestDelay.components.seconds)
            let counts = rule.countsFrom(createdAt: author.createdAt, at: now, delay: .seconds(delay))
            try SilentQueries.wait(
                for: author.id,
                of: author.domain,
                in: call.id,
                at: now,
                counts: counts,
                connection
            )
        }
        try settle(call, by: author)
        return had
    }
}
