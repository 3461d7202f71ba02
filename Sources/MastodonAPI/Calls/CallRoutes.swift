// /api/chorus/v1/calls: calling, answering silently, taking back, closing, and the magnitude of a call.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func callRoutes(_ table: inout RouteTable) {
    table.post("/api/chorus/v1/calls", .user(.writeStatuses), limited: .statuses, postCall)
    table.get("/api/chorus/v1/calls", .optional(.readStatuses), listCalls)
    table.get("/api/chorus/v1/calls/:id", .optional(.readStatuses)) { call in
        try await call.callAnswer(try await call.visibleCall())
    }
    table.post("/api/chorus/v1/calls/:id/close", .user(.writeStatuses)) { call in
        _ = try await call.visibleCall()
        let closed = try await call.services.closeCall(try call.pathID(), by: try call.accountID())
        return try await call.callAnswer(closed)
    }
    table.post("/api/chorus/v1/calls/:id/extend", .user(.writeStatuses)) { call in
        _ = try await call.visibleCall()
        let end = try closesAt(call.parameters)
        return try await call.callAnswer(
            try await call.services.extendCall(try call.pathID(), to: end, by: try call.accountID())
        )
    }
    table.post("/api/chorus/v1/calls/:id/answer", .user(.writeStatuses)) { call in
        guard let answer = try call.parameters.int("answer") else {
            throw APIError.invalid("answer must be the place of one of the answers, from 0")
        }
        try await call.services.answerCall(try call.pathID(), with: answer, by: try call.accountID())
        return try await call.callAnswer(try await call.services.call(try call.pathID()))
    }
    table.post("/api/chorus/v1/calls/:id/withdraw", .user(.writeStatuses)) { call in
        let taken = try await call.services.withdrawAnswer(
            to: try call.pathID(),
            deletingPosts: try call.parameters.bool("delete_posts") ?? false,
            by: try call.accountID()
        )
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.field("withdrawn", true)
        json.array("deleted_posts") { json in taken.deleted.forEach { json.id($0) } }
        json.array("remaining_posts") { json in taken.remaining.forEach { json.id($0) } }
        json.endObject()
        return .json(json)
    }
    table.get("/api/chorus/v1/admin/calls/:id/magnitude", .user(.adminRead)) { call in
        guard try call.user().role == .admin else { throw APIError.notAllowed }
        let (item, count) = try await call.services.exactCount(ofCall: try call.pathID())
        var json = JSONWriter(capacity: 1024)
        CallEntity.write(item, count, to: &json)
        return .json(json)
    }
    table.get("/api/chorus/v1/calls/:id/magnitude", .open) { call in
        Answer.magnitude(CallEntity.bytes(try await call.magnitudeOfCall(), call.site), call)
    }
    table.get("/api/chorus/v1/calls/:id/magnitude.csv", .open) { call in
        Answer.curve(try await call.magnitudeOfCall().magnitude.curve)
    }
    table.get("/api/chorus/v1/calls/:id/magnitude/stream", .open) { call in
        let id = try call.pathID()
        _ = try await call.magnitudeOfCall()
        let (services, site) = (call.services, call.site)
        return try call.magnitudeStream(of: "call \(id)") {
            let kept = try await services.keptCallMagnitude(id)
            return MagnitudeTick(bytes: CallEntity.bytes(kept, site), mark: kept.magnitude.mark)
        }
    }
}

@Sendable private func postCall(_ call: APICall) async throws -> Answer {
    let parameters = call.parameters
    let resources = try parameters.elements("resources") ?? []
    let draft = CallDraft(
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
        appID: call.grant?.appID,
        idempotencyKey: call.headers[.idempotencyKey].flatMap { $0.isEmpty ? nil : String($0.prefix(255)) }
    )
    return try await call.callAnswer(try await call.services.postCall(draft, by: try call.user()))
}

/// Nil where it is not said.
private func closesAt(_ parameters: Parameters) throws -> Timestamp? {
    try parameters.text("closes_at").flatMap { $0.isEmpty ? nil : $0 }.map { text in
        guard let moment = Timestamp(iso8601: text) else {
            throw APIError.invalid("closes_at must be a moment such as 2026-11-24T20:21:00Z")
        }
        return moment
    }
}

@Sendable private func listCalls(_ call: APICall) async throws -> Answer {
    let (page, found) = try await call.services.calls(try call.page(limit: 20, most: 40))
    let relations = try await call.relations()
    let calls = found.filter { relations?.hides($0.accountID) != true }
    let authors = try await call.services.accounts.accounts(calls.map(\.accountID))
    var own: [Int64: OwnAnswer] = [:]
    if let viewer = call.viewerID { own = try await call.services.ownAnswers(calls.map(\.id), by: viewer) }
    var json = JSONWriter(capacity: 8192)
    json.beginArray()
    for item in calls {
        let answer: OwnAnswer?? = call.viewerID == nil ? nil : .some(own[item.id])
        try await call.write(item, author: authors[item.accountID], own: answer, to: &json)
    }
    json.endArray()
    return Answer.json(json).linking(page, call)
}

extension APICall {
    /// The call of the path, if the viewer may see it.
    fileprivate func visibleCall() async throws -> Call {
        let id = try pathID()
        _ = try await visibleStatus(id)
        return try await services.call(id)
    }

    /// The magnitude of a call that anybody may see.
    fileprivate func magnitudeOfCall() async throws -> KeptMagnitude<CallMagnitude> {
        let id = try pathID()
        guard let status = try await services.statuses.status(id), status.status.visibility.isOpen,
            try await services.accounts.account(status.status.accountID)?.account.isSuspended == false
        else { throw APIError.notFound }
        return try await services.keptCallMagnitude(id)
    }

    fileprivate func callAnswer(_ item: Call) async throws -> Answer {
        let author = try await services.accounts.account(item.accountID)
        guard author?.account.isSuspended != true else { throw APIError.notFound }
        var own: OwnAnswer??
        if let viewerID { own = .some(try await services.ownAnswer(item.id, by: viewerID)) }
        var json = JSONWriter(capacity: 8192)
        try await write(item, author: author, own: own, to: &json)
        return .json(json)
    }

    fileprivate func write(
        _ item: Call,
        author: KeptAccount?,
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
