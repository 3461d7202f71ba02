// Calling: a status with a tag and a poll, and what makes it a call, in one transaction.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Posts a call and returns it. Throws `ServiceError.invalid` for one that cannot be.
    public func postCall(_ draft: CallDraft, by user: User) async throws -> Call {
        var draft = draft
        // Apps show a poll without an end as one that ends just now.
        draft.closesAt = draft.closesAt ?? clock.now() + Call.usualTime
        if let problem = draft.problem(at: clock.now()) { throw ServiceError.invalid(problem) }
        guard let tag = TagName(draft.tag) else { throw ServiceError.invalid("A call needs a tag") }
        let hasTag = StatusText.parse(draft.prompt).tags.contains(tag)
        var post = StatusDraft(
            text: hasTag ? draft.prompt : "\(draft.prompt)\n\n#\(tag.display)",
            spoilerText: draft.spoilerText,
            visibility: draft.visibility,
            isSensitive: draft.isSensitive,
            language: draft.language,
            // Its end is that of the call.
            poll: PollDraft(options: draft.answers, expiresIn: nil),
            call: draft,
            appID: draft.appID,
            idempotencyKey: draft.idempotencyKey
        )
        post.network = draft.network
        let status = try await postStatus(post, by: user)
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

    /// What a call asks follows an edit of its status, without a tag that was only put at its end.
    func editPrompt(of status: Status) throws {
        guard let call = try CallQueries.calls([status.id], connection)[status.id] else { return }
        try CallQueries.setPrompt(Call.prompt(in: status.text, tag: call.tag.name), of: call.id, connection)
    }
}

extension Call {
    /// How long a call is open whose author says nothing of it.
    public static let usualTime = Duration.seconds(365 * 86_400)

    /// The text of a call's status without the tag that `postCall` puts on a line of its own.
    static func prompt(in text: String, tag: String) -> String {
        guard let sign = text.lastIndex(of: "#"), text[..<sign].hasSuffix("\n\n"),
            TagName(String(text[text.index(after: sign)...]))?.name == tag
        else { return text }
        let prompt = text[..<sign].dropLast(2)
        return prompt.allSatisfy(\.isWhitespace) ? text : String(prompt)
    }
}
