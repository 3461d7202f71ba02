// What a post, an edit, a deletion and a moderator's act do to answers, in their transaction.

internal import Basics
internal import Domain
internal import Storage

extension Change {
    /// Brings what is counted of a person's answer to what their posts and choice come to.
    mutating func settle(_ call: OpenCall, by author: CountedAuthor) throws {
        let before = try AnswerQueries.counted(call.id, by: author.id, connection)
        let posts = try AnswerQueries.posts(to: call.id, by: author.id, connection)
        let choice = try PollQueries.votes(of: author.id, in: [call.pollID], connection)[call.pollID]?.first
        let whole = CallAnswer(choice: choice?.position, posts: posts)
        // Of whoever has hidden their account, what nobody sees stays counted.
        let after = CallAnswer(
            spoken: author.isCounted ? whole?.spoken : nil,
            choice: author.choicesCount ? whole?.choice : nil
        )
        try AnswerQueries.set(after, isKept: whole != nil, call.id, by: author.id, connection)
        guard before != after else { return }
        let slot = CounterSlot.of(author.id, connection)
        try AnswerQueries.count(from: before, to: after, of: call.id, slot: slot, connection)
        // Only what anybody can see is told; what is silent moves with the steps.
        guard before?.spoken != after?.spoken else { return }
        record(.pollChanged(call.pollID))
        if (before?.spoken == nil) != (after?.spoken == nil) {
            let moment = (after?.spoken ?? before?.spoken)?.firstAt ?? now
            record(.callAnswered(call.id, at: moment, by: after?.spoken == nil ? -1 : 1))
        }
    }

    /// Takes a new post as an answer to the call it replies to, and to the newest open calls of its tags.
    mutating func answer(with status: Status, tags tagIDs: [Int64], by author: CountedAuthor) throws {
        // Also by somebody who is limited: it counts when that ends.
        guard status.visibility.isOpen else { return }
        var calls = try CallQueries.open(ofTags: tagIDs, at: now, limit: Change.mostCallsOfTag, connection)
        if let parent = status.inReplyToID, !calls.contains(where: { $0.id == parent }),
            let call = try CallQueries.open(parent, at: now, connection)
        {
            calls.append(call)
        }
        for call in calls.sorted(by: { $0.id < $1.id }) where call.id < status.id {
            try insert(status, to: call)
            try settle(call, by: author)
        }
    }

    /// Several calls may share a tag; a post answers this many of them, the newest.
    private static let mostCallsOfTag = 8

    private func insert(_ status: Status, to call: OpenCall) throws {
        let options = try PollQueries.poll(call.pollID, connection)?.options ?? []
        try AnswerQueries.insert(
            post: status.id,
            option: CallAnswer.option(in: status.text, among: options),
            to: call.id,
            by: status.accountID,
            at: status.createdAt,
            connection
        )
    }

    /// What an edit does: tags taken out end answers, those put in begin some, and a text may name another option.
    mutating func editAnswers(
        with status: Status,
        tags tagIDs: [Int64],
        added: [Int64],
        by author: CountedAuthor
    ) throws {
        guard status.visibility.isOpen else { return }
        let answered = try CallQueries.references(
            try AnswerQueries.calls(answeredBy: status.id, connection),
            connection
        )
        let calls = try CallQueries.open(ofTags: added, at: now, limit: Change.mostCallsOfTag, connection)
            .filter { call in call.id < status.id && !answered.contains(call) }
        for call in (answered + calls).sorted(by: { $0.id < $1.id }) {
            if call.id == status.inReplyToID || tagIDs.contains(call.tagID) {
                try insert(status, to: call)
            } else {
                try AnswerQueries.delete(post: status.id, to: call.id, by: author.id, connection)
            }
            try settle(call, by: author)
        }
    }

    /// Brings the answers to calls in order that a deleted status gave; asked for before it is deleted.
    func callsAnswered(by status: Int64) throws -> [OpenCall] {
        try CallQueries.references(try AnswerQueries.calls(answeredBy: status, connection), connection)
    }

    /// Counts all votes of an account in or out, by whether its `choicesCount`. Its answers are settled after that.
    mutating func settleVotes(of author: CountedAuthor) throws {
        try countVotes(of: author.id, by: author.choicesCount ? 1 : -1)
        // Not even when they are limited no more: that moment everybody can see.
        if !author.choicesCount { try SilentQueries.forgetWaiting(of: author.id, connection) }
    }

    /// Brings all answers of an account to what counts of them now.
    mutating func settleAnswers(of author: CountedAuthor) throws {
        let calls = try AnswerQueries.calls(answeredByAccount: author.id, connection)
        for call in try CallQueries.references(calls, connection).sorted(by: { $0.id < $1.id }) {
            try settle(call, by: author)
        }
    }
}
