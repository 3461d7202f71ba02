// /api/v1/statuses: post, read, edit, delete.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func statusRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/statuses", .user(.writeStatuses), limited: .statuses, postStatus)
    table.get("/api/v1/statuses", .optional(.readStatuses)) { call in
        try await call.statusList(try call.parameters.ids("id", atMost: 20), listed: false)
    }
    table.get("/api/v1/statuses/:id", .optional(.readStatuses)) { call in
        try await call.statusAnswer(try await call.visibleStatus(try call.pathID()).status.id)
    }
    table.update(
        "/api/v1/statuses/:id",
        .user(.writeStatuses),
        limited: .statuses,
        files: [.attachmentThumbnail],
        editStatus
    )
    table.delete("/api/v1/statuses/:id", .user(.writeStatuses), limited: .deletes, deleteStatus)
    table.get("/api/v1/statuses/:id/context", .optional(.readStatuses), context)
    table.get("/api/v1/statuses/:id/source", .user(.readStatuses), source)
    table.get("/api/v1/statuses/:id/history", .optional(.readStatuses), history)
    interactionRoutes(&table)
    quoteRoutes(&table)
    scheduledRoutes(&table)
    cardRoutes(&table)
    translationRoutes(&table)
}

@Sendable private func postStatus(_ call: APICall) async throws -> Answer {
    let user = try call.user()
    let parameters = call.parameters
    let parent = try parameters.id("in_reply_to_id")
    // What is no id names nothing: an answer must not become a post of its own.
    guard parent != nil || parameters.isBlank("in_reply_to_id") else { throw APIError.notFound }
    let quoted = try parameters.id("quoted_status_id")
    guard quoted != nil || parameters.isBlank("quoted_status_id") else { throw APIError.notFound }
    let draft = StatusDraft(
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
        allowedMentions: parameters.isNull("allowed_mentions") || !parameters.contains("allowed_mentions")
            ? nil : Set(try parameters.ids("allowed_mentions")),
        appID: call.grant?.appID,
        idempotencyKey: call.headers[.idempotencyKey].flatMap { $0.isEmpty ? nil : String($0.prefix(255)) }
    )
    do {
        if let moment = try scheduledAt(parameters), moment > call.services.clock.now() {
            return .scheduled(try await call.services.scheduleStatus(draft, at: moment, by: user), call.site)
        }
        let status = try await call.services.postStatus(draft, by: user)
        return try await call.statusAnswer(status)
    } catch let ServiceError.unexpectedMentions(accounts) {
        return try await unexpectedMentions(accounts, call)
    }
}

/// The refusal names the accounts, so that an app can ask its author about them.
private func unexpectedMentions(_ ids: [Int64], _ call: APICall) async throws -> Answer {
    let accounts = try await call.services.accounts.accounts(ids)
    var json = JSONWriter(capacity: 1024)
    json.beginObject()
    json.field("error", APIError.from(ServiceError.unexpectedMentions(ids)).message)
    json.array("unexpected_accounts") { json in
        for id in ids { if let account = accounts[id] { AccountEntity.write(account, call.site, to: &json) } }
    }
    json.endObject()
    return .json(json, status: .unprocessableContent)
}

@Sendable private func editStatus(_ call: APICall) async throws -> Answer {
    let draft = StatusDraft(
        text: try call.parameters.text("status") ?? "",
        spoilerText: try call.parameters.text("spoiler_text") ?? "",
        isSensitive: try call.parameters.bool("sensitive"),
        language: try language(call.parameters),
        poll: try pollDraft(call.parameters),
        mediaIDs: try mediaIDs(call.parameters),
        mediaEdits: try mediaEdits(call),
        quotePolicy: try quotePolicy(call.parameters)
    )
    let status = try await call.services.editStatus(try call.pathID(), to: draft, by: try call.user())
    return try await call.statusAnswer(status)
}

/// The status as it was, with its source, so that an app can offer it again for editing.
@Sendable private func deleteStatus(_ call: APICall) async throws -> Answer {
    let id = try call.pathID()
    let kept = try await call.services.statuses.statuses([id])
    let account = try call.accountID()
    guard let status = kept[id], status.status.accountID == account else { throw APIError.notFound }
    var entities = try await call.entities(kept)
    entities.revealsQuotes = true
    _ = try await call.services.deleteStatus(
        id,
        by: account,
        deletingMedia: try call.parameters.bool("delete_media") == true
    )
    // With the author's count as it is now.
    entities.accounts.merge(try await call.services.accounts.accounts([account])) { $1 }
    var json = JSONWriter(capacity: 3072)
    guard entities.write(status, to: &json, extra: { $0.field("text", status.status.text) }) else {
        throw APIError.notFound
    }
    return .json(json)
}

@Sendable private func source(_ call: APICall) async throws -> Answer {
    let status = try await call.visibleStatus(try call.pathID()).status
    var json = JSONWriter()
    json.beginObject()
    json.field("id", id: status.id)
    json.field("text", status.text)
    json.field("spoiler_text", status.spoilerText)
    json.endObject()
    return .json(json)
}

@Sendable private func history(_ call: APICall) async throws -> Answer {
    let kept = try await call.visibleStatus(try call.pathID())
    let status = kept.status
    guard let author = try await call.services.accounts.account(status.accountID) else { throw APIError.notFound }
    let (earlier, media) = try await call.services.database.read { connection in
        let edits = try StatusQueries.edits(of: status.id, connection)
        let hasMedia = edits.contains { !$0.media.isEmpty }
        return (edits, hasMedia ? try MediaQueries.all(of: status.id, connection) : kept.media)
    }
    let current = StatusEdit(
        text: status.text,
        content: status.content,
        spoilerText: status.spoilerText,
        isSensitive: status.isSensitive,
        pollOptions: kept.poll?.options,
        media: kept.media.map { EditedMedia(id: $0.id, description: $0.description) },
        createdAt: status.editedAt ?? status.createdAt
    )
    var json = JSONWriter(capacity: 4096)
    json.beginArray()
    for edit in earlier + [current] {
        json.beginObject()
        json.field("content", edit.content)
        json.field("spoiler_text", edit.spoilerText)
        json.field("sensitive", edit.isSensitive)
        json.field("created_at", edit.createdAt)
        json.key("account")
        AccountEntity.write(author, call.site, to: &json)
        json.array("media_attachments") { json in
            for shown in edit.media {
                guard var attachment = media.first(where: { $0.id == shown.id }) else { continue }
                attachment.description = shown.description
                MediaEntity.write(attachment, call.site, to: &json)
            }
        }
        let texts = [edit.text, edit.spoilerText] + (edit.pollOptions ?? [])
        CustomEmojiEntity.writeField(of: texts, call.site, to: &json)
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
@Sendable private func context(_ call: APICall) async throws -> Answer {
    let status = try await call.visibleStatus(try call.pathID())
    let limit = Int(min(max(try call.parameters.int("limit") ?? 1000, 1), 4096))
    let viewer = Viewer(accountID: call.viewerID, relations: try await call.relations())
    let thread = try await call.services.thread(
        of: status,
        for: viewer,
        after: try call.parameters.id("after"),
        limit: limit
    )
    let entities = try await call.entities(thread.statuses)
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
    var answer = Answer.json(json)
    if let next = thread.next { answer.headers[.link] = "<\(PageLinks.url(call, "after", next))>; rel=\"next\"" }
    return answer
}

func visibility(_ parameters: Parameters) throws -> Visibility? {
    guard let name = try parameters.text("visibility"), !name.isEmpty else { return nil }
    guard let visibility = Visibility(name: name) else {
        throw APIError.invalid("Visibility is not included in the list")
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
