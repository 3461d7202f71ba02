// Answering a call silently, changing one's mind, and what one has answered.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What somebody has answered; only they read it.
public struct OwnAnswer: Sendable, Equatable {
    /// Position of the option chosen by vote or silently.
    public var choice: Int?
    /// Posts that answer.
    public var posts: [Int64]
    /// Counted by choice alone.
    public var isSilent: Bool { posts.isEmpty }

    public init(choice: Int?, posts: [Int64]) {
        self.choice = choice
        self.posts = posts
    }
}

extension Services {
    /// Answers a call with one of its answers, without a post. Changes an earlier choice. Nobody else can read it.
    ///
    /// Throws `ServiceError.notFound` for a call that the account may not see, `.invalid` for one that is closed and an
    /// answer that it does not have.
    public func answerCall(_ id: Int64, with answer: Int64, by account: Int64) async throws {
        _ = try await visible(id, for: account)
        let call = try await call(id)
        guard call.answers.indices.contains(Int(clamping: answer)) else {
            throw ServiceError.invalid("This call has no such answer")
        }
        guard !call.isClosed(at: clock.now()) else { throw ServiceError.callIsClosed }
        try await change { change in
            guard let open = try CallQueries.open(id, at: change.now, change.connection) else {
                throw ServiceError.callIsClosed
            }
            if try change.isNewcomer(account) {
                // Nobody is counted before they are let in; see `Change.countWaitingAnswers`.
                return try WaitingQueries.setAnswer(answer, to: id, by: account, change.connection)
            }
            try change.requireOpen(open.pollID)
            let author = try change.voter(account)
            try change.choose([answer], for: open, by: author)
        }
    }

    /// The answer that waits until its author is let in.
    public func waitingAnswer(to call: Int64, by account: Int64) async throws -> Int? {
        try await database.read { try WaitingQueries.answer(to: call, by: account, $0) }.map { Int($0) }
    }

    /// What an account has answered; nil for nothing.
    public func ownAnswer(_ call: Int64, by account: Int64) async throws -> OwnAnswer? {
        try await ownAnswers([call], by: account)[call]
    }

    /// The newest calls that an account has answered, the newest first, each with what it answered.
    public func answeredCalls(by account: Int64, limit: Int) async throws -> [(call: Call, own: OwnAnswer)] {
        let calls = try await database.read { connection in
            let answered = try AnswerQueries.calls(answeredByAccount: account, connection).suffix(limit)
            return try CallQueries.calls(Array(answered), connection)
        }
        let own = try await ownAnswers(Array(calls.keys), by: account)
        return calls.values.sorted { $0.id > $1.id }.compactMap { call in own[call.id].map { (call, $0) } }
    }

    /// The same for several calls, in one read; those without an answer are absent.
    public func ownAnswers(_ calls: [Int64], by account: Int64) async throws -> [Int64: OwnAnswer] {
        try await database.read { connection in
            let references = try CallQueries.references(calls, connection)
            let votes = try PollQueries.votes(of: account, in: references.map(\.pollID), connection)
            let posts = try AnswerQueries.posts(toCalls: references.map(\.id), by: account, connection)
            var found: [Int64: OwnAnswer] = [:]
            for call in references where votes[call.pollID] != nil || posts[call.id] != nil {
                found[call.id] = OwnAnswer(
                    choice: votes[call.pollID]?.first.map { Int($0.position) },
                    posts: posts[call.id] ?? []
                )
            }
            return found
        }
    }
}

extension Change {
    /// Whether somebody is yet to be let in, and is not until this transaction ends: what they answer after that is not to wait.
    fileprivate func isNewcomer(_ account: Int64) throws -> Bool {
        guard try UserQueries.user(account, connection)?.isNewcomer != false else { return false }
        return try UserQueries.locked(account, connection)?.isNewcomer != false
    }

    /// Counts what somebody answered before they were let in, where the calls are still open. Returns how many.
    mutating func countWaitingAnswers(of account: Int64) throws -> Int {
        var counted = 0
        for (call, option) in try WaitingQueries.answers(by: account, connection) {
            guard let open = try CallQueries.open(call, at: now, connection),
                try PollQueries.poll(open.pollID, connection)?.options.indices.contains(Int(option)) == true
            else { continue }
            let author = try voter(account)
            try choose([option], for: open, by: author)
            counted += 1
        }
        try WaitingQueries.drop(of: account, connection)
        return counted
    }
}

extension ServiceError {
    static let callIsClosed = ServiceError.invalid("This call is closed")
}
