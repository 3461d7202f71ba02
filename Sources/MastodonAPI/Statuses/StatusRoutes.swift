// /api/v1/statuses: post, read, edit, delete.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func statusRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/statuses", .user(.writeStatuses), limited: .statuses, postStatus)
    table.get("/api/v1/statuses", .optional(.readStatuses)) { request in
        try await request.statusList(try request.parameters.ids("id", atMost: 20), listed: false)
    }
    table.get("/api/v1/statuses/:id", .optional(.readStatuses)) { request in
        let id = try request.pathID()
        // What waits for a moderator is there for its author alone.
        if let viewer = request.viewerID, let held = try await request.held(id, of: viewer) {
            return try await request.heldAnswer(held)
        }
        return try await request.statusAnswer(try await request.visibleStatus(id).status.id)
    }
    table.update(
        "/api/v1/statuses/:id",
        .user(.writeStatuses),
        limited: .statuses,
        files: [.attachmentThumbnail],
        editStatus
    )
    table.delete("/api/v1/statuses/:id", .user(.writeStatuses), deleteStatus)
    table.get("/api/v1/statuses/:id/context", .optional(.readStatuses), context)
    table.get("/api/v1/statuses/:id/source", .user(.readStatuses), source)
    table.get("/api/v1/statuses/:id/history", .optional(.readStatuses), history)
    interactionRoutes(&table)
    quoteRoutes(&table)
    replyRoutes(&table)
    interactionRequestRoutes(&table)
    scheduledRoutes(&table)
    cardRoutes(&table)
    translationRoutes(&table)
}

@Sendable private func postStatus(_ request: APIRequest) async throws -> APIResponse {
    let user = try request.user()
    let parameters = request.parameters
    let parent = try parameters.id("in_reply_to_id")
    // What is no id names nothing: an answer must not become a post of its own.
    guard parent != nil || parameters.isBlank("in_reply_to_id") else { throw APIError.notFound }
    let quoted = try parameters.id("quoted_status_id")
    guard quoted != nil || parameters.isBlank("quoted_status_id") else { throw APIError.notFound }
    var draft = StatusDraft(
        text: try parameters.text("status") ?? "",
        spoilerText: try parameters.text("spoiler_text") ?? "",
        visibility: try visibility(parameters),
        isSensitive: try parameters.bool("sensitive"),
        language: try language(parameters),
        inReplyToID: parent,
        poll: try pollDraft(parameters),
        mediaIDs: try mediaIDs(parameters),
        quotedID: quoted,
        quotePolicy: try quotePolicy(parameters),
        replyPolicy: try replyPolicy(parameters),
        allowedMentions: parameters.isNull("allowed_mentions") || !parameters.contains("allowed_mentions")
            ? nil : Set(try parameters.ids("allowed_mentions")),
        appID: request.grant?.appID,
        idempotencyKey: request.headers[.idempotencyKey].flatMap { $0.isEmpty ? nil : String($0.prefix(255)) }
    )
    draft.network = request.services.network(of: request.address)
    do {
        if let moment = try scheduledAt(parameters), moment > request.services.clock.now() {
            return .scheduled(try await request.services.scheduleStatus(draft, at: moment, by: user), request.site)
        }
        let status = try await request.services.postStatus(draft, by: user)
        if let held = try await request.held(status.status.id, of: user.accountID) {
            return try await request.heldAnswer(held)
        }
        return try await request.statusAnswer(status)
    } catch let ServiceError.unexpectedMentions(accounts) {
        return try await unexpectedMentions(accounts, request)
    }
}

/// The refusal names the accounts, so that an app can ask its author about them.
private func unexpectedMentions(_ ids: [Int64], _ request: APIRequest) async throws -> APIResponse {
    let accounts = try await request.services.accounts.accounts(ids)
    var json = JSONWriter(capacity: 1024)
    json.beginObject()
    json.field("error", APIError.from(ServiceError.unexpectedMentions(ids)).message.english)
    json.array("unexpected_accounts") { json in
        for id in ids { if let account = accounts[id] { AccountEntity.write(account, request.site, to: &json) } }
    }
    json.endObject()
    return .json(json, status: .unprocessableContent)
}

@Sendable private func editStatus(_ request: APIRequest) async throws -> APIResponse {
    let draft = StatusDraft(
        text: try request.parameters.text("status") ?? "",
        spoilerText: try request.parameters.text("spoiler_text") ?? "",
        isSensitive: try request.parameters.bool("sensitive"),
        language: try language(request.parameters),
        poll: try pollDraft(request.parameters),
        mediaIDs: try mediaIDs(request.parameters),
        mediaEdits: try mediaEdits(request),
        quotePolicy: try quotePolicy(request.parameters)
    )
    let status = try await request.services.editStatus(try request.pathID(), to: draft, by: try request.accountID())
    return try await request.statusAnswer(status)
}

/// The status as it was, with its source, so that an app can offer it again for editing.
@Sendable private func deleteStatus(_ request: APIRequest) async throws -> APIResponse {
    let id = try request.pathID()
    let account = try request.accountID()
    if try await request.services.statuses.status(id) == nil {
        let held = try await request.services.heldStatus(id, of: account)
        if try await request.services.withdrawHeldStatus(id, by: account) {
            // One that can no longer be posted has nothing to show.
            guard let held else { return .empty }
            return try await request.heldAnswer(held)
        }
    }
    let kept = try await request.services.statuses.statuses([id])
    guard let status = kept[id], status.status.accountID == account else { throw APIError.notFound }
    var entities = try await request.entities(kept)
    entities.revealsQuotes = true
    _ = try await request.services.deleteStatus(
        id,
        by: account,
        deletingMedia: try request.parameters.bool("delete_media") == true
    )
    // With the author's count as it is now.
    entities.accounts.merge(try await request.services.accounts.accounts([account], for: account)) { $1 }
    var json = JSONWriter(capacity: 3072)
    guard entities.write(status, to: &json, extra: { $0.field("text", status.status.text) }) else {
        throw APIError.notFound
    }
    return .json(json)
}

@Sendable private func source(_ request: APIRequest) async throws -> APIResponse {
    let status = try await request.visibleStatus(try request.pathID()).status
    var json = JSONWriter()
    json.beginObject()
    json.field("id", id: status.id)
    json.field("text", status.text)
    json.field("spoiler_text", status.spoilerText)
    json.endObject()
    return .json(json)
}

@Sendable private func history(_ request: APIRequest) async throws -> APIResponse {
    let kept = try await request.visibleStatus(try request.pathID())
    let status = kept.status
    guard
        let author = try await request.services.accounts.account(status.accountID, for: request.viewerID)
    else { throw APIError.notFound }
    let history = try await request.services.history(of: kept, withMedia: true)
    var json = JSONWriter(capacity: 4096)
    json.beginArray()
    for edit in history.versions {
        json.beginObject()
        json.field("content", edit.content)
        json.field("spoiler_text", edit.spoilerText)
        json.field("sensitive", edit.isSensitive)
        json.field("created_at", edit.createdAt)
        json.key("account")
        AccountEntity.write(author, request.site, to: &json)
        json.array("media_attachments") { json in
            for shown in edit.media {
                guard var attachment = history.media.first(where: { $0.id == shown.id }) else { continue }
                attachment.description = shown.description
                MediaEntity.write(attachment, request.site, to: &json)
            }
        }
        let texts = [edit.text, edit.spoilerText] + (edit.pollOptions ?? [])
        CustomEmojiEntity.writeField(of: texts, in: kept, request.site, to: &json)
        if let options = edit.pollOptions { writePoll(options, to: &json) }
        json.endObject()
    }
    json.endArray()
    return .json(json)
}

private func writePoll(_ options: [String], to json: inout JSONWriter) {
    json.object("poll") { json in
        json.array("options") { json in
            for title in options {
                json.beginObject()
                json.field("title", title)
                json.endObject()
            }
        }
    }
}

/// The thread around a status, complete for any size: where Mastodon cuts, this links to the next page of replies
/// (`Link: …; rel="next"`, parameter `after`); `limit` is 1,000 unless told, at most 4,096.
@Sendable private func context(_ request: APIRequest) async throws -> APIResponse {
    let status = try await request.visibleStatus(try request.pathID())
    let limit = Int(min(max(try request.parameters.int("limit") ?? 1000, 1), 4096))
    let viewer = Viewer(accountID: request.viewerID, relations: try await request.relations())
    let thread = try await request.services.thread(
        of: status,
        for: viewer,
        after: try request.parameters.id("after"),
        limit: limit
    )
    let entities = try await request.entities(thread.statuses)
    var json = JSONWriter(capacity: 1600 * (thread.descendants.count + thread.ancestors.count) + 64)
    json.beginObject()
    for (name, ids) in [("ancestors", thread.ancestors), ("descendants", thread.descendants)] {
        json.key(text: name)
        json.beginArray()
        for id in ids {
            if let kept = thread.statuses[id] { entities.write(kept, to: &json) }
        }
        json.endArray()
    }
    json.endObject()
    var answer = APIResponse.json(json)
    // Those who are signed in have it completed: strangers do not make this server ask others.
    if request.viewerID != nil, let look = try await request.services.completeThread(of: status),
        let header = AsyncRefresh.header(look, isRunning: request.services.isLooking(look))
    {
        answer.headers[.asyncRefresh] = header
    }
    if let next = thread.next { answer.headers[.link] = "<\(PageLinks.url(request, "after", next))>; rel=\"next\"" }
    return answer
}

func visibility(_ parameters: Parameters) throws -> Visibility? {
    guard let name = try parameters.text("visibility"), !name.isEmpty else { return nil }
    guard let visibility = Visibility(name: name) else {
        throw APIError.wrongParameter("Visibility is not included in the list")
    }
    return visibility
}

/// `poll[options][]`, `poll[expires_in]`, `poll[multiple]`, `poll[hide_totals]`.
private func pollDraft(_ parameters: Parameters) throws -> PollDraft? {
    guard !parameters.isBlank("poll"), let poll = try parameters.object("poll") else { return nil }
    return PollDraft(
        // Apps send the fields that were left empty as well.
        options: try poll.texts("options").map(ProfileLine.line).filter { !$0.isEmpty },
        expiresIn: try poll.int("expires_in"),
        isMultiple: try poll.bool("multiple") ?? false,
        hidesTotals: try poll.bool("hide_totals") ?? false
    )
}

func language(_ parameters: Parameters) throws -> String? {
    try parameters.text("language").flatMap(Language.normalise)
}
