// Calling: a status with a tag and a poll, and what makes it a call, in one transaction.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Posts a call and returns it. Throws `ServiceError.invalid` for one that cannot be.
    public func postCall(_ draft: CallDraft, by user: User) async throws -> Call {
        if let problem = draft.problem(at: clock.now()) { throw ServiceError.invalid("\(problem)") }
        guard let tag = TagName(draft.tag) else { throw ServiceError.invalid("A call needs a tag") }
        let hasTag = StatusText.parse(draft.prompt).tags.contains(tag)
        let seconds = draft.closesAt.map { max(1, ($0.milliseconds - clock.now().milliseconds) / 1000) }
        let status = try await postStatus(
            StatusDraft(
                text: hasTag ? draft.prompt : "\(draft.prompt)\n\n#\(tag.display)",
                spoilerText: draft.spoilerText,
                visibility: draft.visibility,
                isSensitive: draft.isSensitive,
                language: draft.language,
                poll: PollDraft(options: draft.answers, expiresIn: seconds),
                call: draft,
                appID: draft.appID,
                idempotencyKey: draft.idempotencyKey
            ),
            by: user
        )
        return try await call(status.status.id)
    }
}

extension Change {
    /// Makes a call of a status that was just written with its poll.
    func write(_ draft: CallDraft, of status: Status, poll: Poll) throws {
        guard let tag = TagName(draft.tag), let id = try TagQueries.id(tag, connection) else { return }
        let call = Call(
            id: status.id,
            accountID: status.accountID,
            pollID: poll.id,
            tag: TagReference(id: id, name: tag.name, display: tag.display),
            prompt: draft.prompt,
            answers: draft.answers,
            suggestedBy: draft.suggestedBy,
            resources: draft.resources,
            createdAt: now,
            closesAt: draft.closesAt
        )
        try CallQueries.insert(call, connection)
    }
}
