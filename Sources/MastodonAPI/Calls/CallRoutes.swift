// /api/chorus/v1/calls: calling, answering silently, taking back, closing, and the magnitude of a call.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func callRoutes(_ table: inout RouteTable) {
    table.post("/api/chorus/v1/calls", .user(.writeStatuses), limited: .statuses, postCall)
    table.get("/api/chorus/v1/calls", .optional(.readStatuses), listCalls)
    table.get("/api/chorus/v1/calls/:id", .optional(.readStatuses)) { request in
        try await request.callAnswer(try await request.visibleCall())
    }
    table.post("/api/chorus/v1/calls/:id/close", .user(.writeStatuses)) { request in
        _ = try await request.visibleCall()
        let closed = try await request.services.closeCall(try request.pathID(), by: try request.accountID())
        return try await request.callAnswer(closed)
    }
    table.post("/api/chorus/v1/calls/:id/extend", .user(.writeStatuses)) { request in
        _ = try await request.visibleCall()
        let end = try closesAt(request.parameters)
        return try await request.callAnswer(
            try await request.services.extendCall(try request.pathID(), to: end, by: try request.accountID())
        )
    }
    table.post("/api/chorus/v1/calls/:id/answer", .user(.writeStatuses)) { request in
        guard let answer = try request.parameters.int("answer") else {
            throw APIError.wrongParameter("answer must be the place of one of the answers, from 0")
        }
        try await request.services.answerCall(try request.pathID(), with: answer, by: try request.accountID())
        return try await request.callAnswer(try await request.services.call(try request.pathID()))
    }
    table.post("/api/chorus/v1/calls/:id/withdraw", .user(.writeStatuses)) { request in
        let taken = try await request.services.withdrawAnswer(
            to: try request.pathID(),
            deletingPosts: try request.parameters.bool("delete_posts") ?? false,
            by: try request.accountID()
        )
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.field("withdrawn", true)
        json.array("deleted_posts") { json in taken.deleted.forEach { json.id($0) } }
        json.array("remaining_posts") { json in taken.remaining.forEach { json.id($0) } }
        json.endObject()
        return .json(json)
    }
    table.get("/api/chorus/v1/admin/calls/:id/magnitude", .user(.adminRead)) { request in
        guard try request.user().role == .admin else { throw APIError.notAllowed }
        let (item, count) = try await request.services.exactCount(ofCall: try request.pathID())
        var json = JSONWriter(capacity: 1024)
        CallEntity.write(item, count, to: &json)
        return .json(json)
    }
    table.get("/api/chorus/v1/calls/:id/magnitude", .open) { request in
        APIResponse.magnitude(CallEntity.bytes(try await request.magnitudeOfCall(), request.site))
    }
    table.get("/api/chorus/v1/calls/:id/magnitude.csv", .open) { request in
        APIResponse.curve(try await request.magnitudeOfCall().magnitude.curve)
    }
    table.get("/api/chorus/v1/calls/:id/magnitude/stream", .open) { request in
        let id = try request.pathID()
        _ = try await request.magnitudeOfCall()
        let site = request.site
        return try request.magnitudeStream(of: "call \(id)") {
            let cached = try await request.magnitudeOfCall()
            return MagnitudeTick(bytes: CallEntity.bytes(cached, site), mark: cached.magnitude.mark)
        }
    }
}

@Sendable private func postCall(_ request: APIRequest) async throws -> APIResponse {
    let parameters = request.parameters
    let resources = try parameters.elements("resources") ?? []
    var draft = CallDraft(
        prompt: try parameters.text("prompt") ?? "",
        tag: (try parameters.text("tag") ?? "").drop { $0 == "#" }.description,
        answers: try parameters.texts("answers").map(ProfileLine.line),
        visibility: try visibility(parameters) ?? .public,
        spoilerText: try parameters.text("spoiler_text") ?? "",
        isSensitive: try parameters.bool("sensitive") ?? false,
        language: try language(parameters),
        suggestedBy: ProfileLine.line(try parameters.text("suggested_by") ?? ""),
        resources: try resources.map { resource in
            CallResource(
                country: try resource.text("country") ?? "",
                language: try resource.text("language") ?? "",
                name: ProfileLine.line(try resource.text("name") ?? ""),
                phone: ProfileLine.line(try resource.text("phone") ?? ""),
                url: try resource.text("url") ?? ""
            )
        },
        closesAt: try closesAt(parameters),
        appID: request.grant?.appID,
        idempotencyKey: request.headers[.idempotencyKey].flatMap { $0.isEmpty ? nil : String($0.prefix(255)) }
    )
    draft.network = request.services.network(of: request.address)
    return try await request.callAnswer(try await request.services.postCall(draft, by: try request.user()))
}

/// Nil where it is not said.
private func closesAt(_ parameters: Parameters) throws -> Timestamp? {
    try parameters.text("closes_at").flatMap { $0.isEmpty ? nil : $0 }.map { text in
        guard let moment = Timestamp(iso8601: text) else {
            throw APIError.wrongParameter("closes_at must be a moment such as 2026-11-24T20:21:00Z")
        }
        return moment
    }
}

@Sendable private func listCalls(_ request: APIRequest) async throws -> APIResponse {
    let (page, found) = try await request.services.calls(try request.page(limit: 20, most: 40))
    let relations = try await request.relations()
    let calls = found.filter { relations?.hides($0.accountID) != true }
    let authors = try await request.services.accounts.accounts(calls.map(\.accountID), for: request.viewerID)
    var own: [Int64: OwnAnswer] = [:]
    if let viewer = request.viewerID { own = try await request.services.ownAnswers(calls.map(\.id), by: viewer) }
    var json = JSONWriter(capacity: 8192)
    json.beginArray()
    for item in calls {
        let answer: OwnAnswer?? = request.viewerID == nil ? nil : .some(own[item.id])
        try await request.write(item, author: authors[item.accountID], own: answer, to: &json)
    }
    json.endArray()
    return APIResponse.json(json).linking(page, request)
}

extension APIRequest {
    /// The call of the path, if the viewer may see it.
    fileprivate func visibleCall() async throws -> Call {
        let id = try pathID()
        _ = try await visibleStatus(id)
        return try await services.call(id)
    }

    /// The magnitude of a call that anybody may see.
    fileprivate func magnitudeOfCall() async throws -> CachedMagnitude<CallMagnitude> {
        let id = try pathID()
        guard let status = try await services.statuses.status(id), status.status.visibility.isOpen,
            try await services.accounts.account(status.status.accountID)?.account.isSuspended == false
        else { throw APIError.notFound }
        return try await services.keptCallMagnitude(id)
    }

    fileprivate func callAnswer(_ item: Call) async throws -> APIResponse {
        guard let author = try await services.accounts.account(item.accountID, for: viewerID),
            !author.account.isSuspended
        else { throw APIError.notFound }
        var own: OwnAnswer??
        if let viewerID { own = .some(try await services.ownAnswer(item.id, by: viewerID)) }
        var json = JSONWriter(capacity: 8192)
        try await write(item, author: author, own: own, to: &json)
        return .json(json)
    }

    fileprivate func write(
        _ item: Call,
        author: CachedAccount?,
        own: OwnAnswer??,
        to json: inout JSONWriter
    ) async throws {
        let magnitude = try await services.keptCallMagnitude(item.id)
        CallEntity.write(item, magnitude, author: author, own: own, site, to: &json)
    }
}

extension CallMagnitude {
    /// The same as long as nothing but the time has changed.
    fileprivate var mark: String {
        let people = parts.map { "\($0.people) \($0.spoke)" }.joined(separator: " ")
        let asOf = silentAsOf?.milliseconds ?? 0
        return "\(spoke) \(asOf) \(people) \(replies) \(reblogs) \(favourites) \(rates.tenSeconds) \(rates.minute) "
            + "\(rates.hour) \(call.isClosed(at: at))"
    }
}
