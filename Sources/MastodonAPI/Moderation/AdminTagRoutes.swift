// /api/v1/admin/tags, as apps of moderators know it, and /api/chorus/v1/admin/tags and …/calls: what is done about all of one at once.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func adminTagRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/admin/tags", .user(.adminRead)) { request in
        try request.requireModerator()
        let page = try await request.services.tagsForModerators(try request.page(limit: 100, most: 200))
        return try await request.adminTagList(page.items).linking(page, request)
    }
    table.get("/api/v1/admin/tags/:id", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await request.adminTagAnswer(try await request.adminTag())
    }
    table.update("/api/v1/admin/tags/:id", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let tag = try await request.adminTag()
        for (name, kind) in [("usable", Measure.Kind.block), ("listable", .unlist)] {
            guard let isAllowed = try request.parameters.bool(name) else { continue }
            try await request.set(kind, isInForce: !isAllowed, onTag: tag.id, by: moderator)
        }
        if let isTrendable = try request.parameters.bool("trendable"), let name = TagName(tag.name) {
            try await request.services.ruleTrend(name, isTrendable ? .always : .never, by: moderator)
        }
        return try await request.adminTagAnswer(tag)
    }
    subjectRoutes(&table, "/api/chorus/v1/admin/tags/:name") { request in
        guard let tag = TagName.parse(pathSegment: request.pathText("name")) else { throw APIError.notFound }
        return .tag(try await request.services.tagReference(tag)?.id ?? 0, tag)
    }
    subjectRoutes(&table, "/api/chorus/v1/admin/calls/:id") { .call(try $0.pathID()) }
}

/// What a path names; a tag that nobody has used yet has no id.
private enum SubjectPath: Sendable {
    case tag(Int64, TagName)
    case call(Int64)

    var subject: Measure.Subject {
        switch self {
        case .tag(let id, _): .tag(id)
        case .call(let id): .call(id)
        }
    }
}

private func subjectRoutes(
    _ table: inout RouteTable,
    _ path: String,
    _ find: @escaping @Sendable (APIRequest) async throws -> SubjectPath
) {
    table.get(path, .user(.adminRead)) { request in
        try request.requireModerator()
        return try await request.answer(try await find(request).subject)
    }
    table.post("\(path)/measures", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        guard let kind = Measure.Kind(name: try request.parameters.text("kind") ?? "") else {
            throw APIError.wrongParameter("kind must be one of hold, unlist, lock_replies, notice and block")
        }
        var options = MeasureOptions(
            text: try request.parameters.text("text") ?? "",
            language: try language(request.parameters),
            note: try request.parameters.text("note") ?? ""
        )
        if let seconds = try request.parameters.int("expires_in") {
            guard (1...366 * 86_400).contains(seconds) else {
                throw APIError.wrongParameter("expires_in must be seconds, a year of them at most")
            }
            options.until = request.services.clock.now() + .seconds(seconds)
        }
        let place = try await find(request)
        switch place {
        case .tag(_, let tag): try await request.services.take(kind, onTag: tag, options, by: moderator)
        case .call(let id): try await request.services.take(kind, on: .call(id), options, by: moderator)
        }
        return try await request.answer(try await find(request).subject)
    }
    table.delete("\(path)/measures/:kind", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        guard let kind = Measure.Kind(name: request.pathText("kind")) else { throw APIError.notFound }
        let subject = try await find(request).subject
        try await request.services.end(kind, on: subject, by: moderator)
        return try await request.answer(subject)
    }
}

extension APIRequest {
    fileprivate func adminTag() async throws -> (id: Int64, name: String) {
        let id = try pathID()
        guard let name = try await services.names(ofTags: [id]).first else { throw APIError.notFound }
        return (id, name)
    }

    fileprivate func set(_ kind: Measure.Kind, isInForce: Bool, onTag id: Int64, by moderator: Moderator) async throws {
        let isAlready = try await services.measures(on: .tag(id)).contains { $0.kind == kind }
        guard isAlready != isInForce else { return }
        if isInForce {
            try await services.take(kind, on: .tag(id), by: moderator)
        } else {
            try await services.end(kind, on: .tag(id), by: moderator)
        }
    }

    fileprivate func adminTagList(_ tags: [(id: Int64, name: String)]) async throws -> APIResponse {
        var json = JSONWriter(capacity: 1024 * tags.count + 16)
        json.beginArray()
        try await write(tags, to: &json)
        json.endArray()
        return .json(json)
    }

    fileprivate func adminTagAnswer(_ tag: (id: Int64, name: String)) async throws -> APIResponse {
        var json = JSONWriter(capacity: 1024)
        try await write([tag], to: &json)
        return .json(json)
    }

    private func write(_ tags: [(id: Int64, name: String)], to json: inout JSONWriter) async throws {
        let history = try await services.history(ofTags: tags.map(\.id))
        let states = try await services.tagStates(of: tags.map(\.id))
        for (id, name) in tags {
            TagEntity.write(id: id, name: name, history: history[id] ?? [], reader: nil, site, to: &json) { json in
                json.writeAdminTag(states[id] ?? TagStates(), needsReview: false)
            }
        }
    }

    /// `{"tag", "call_id", "posts", "people", "new_people", "open_reports", "held", "measures": […]}`
    fileprivate func answer(_ subject: Measure.Subject) async throws -> APIResponse {
        let found = try await services.moderatedSubject(subject)
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.key("tag")
        MagnitudeEntity.write(found.tag, site, to: &json)
        json.field("call_id", id: found.call?.id)
        json.object("last_day") { json in
            json.field("posts", found.figures.posts)
            json.field("people", found.figures.people)
            json.field("new_people", found.figures.newPeople)
        }
        json.field("open_reports", found.figures.openReports)
        json.field("held", found.figures.held)
        json.array("measures") { json in
            for (measure, by) in found.measures {
                json.beginObject()
                json.field("kind", measure.kind.name)
                json.field("text", measure.text)
                json.field("language", measure.language)
                json.field("account_id", id: by?.accountID)
                json.field("started_at", measure.startedAt)
                json.field("ends_at", measure.endsAt)
                json.endObject()
            }
        }
        json.endObject()
        return .json(json)
    }
}

extension JSONWriter {
    /// What Admin::Tag has beyond Tag.
    mutating func writeAdminTag(_ states: TagStates, needsReview: Bool) {
        field("trendable", states.isTrendable)
        field("usable", states.isUsable)
        field("requires_review", needsReview)
        field("listable", states.isListable)
    }
}
