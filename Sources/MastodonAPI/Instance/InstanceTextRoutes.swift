// /api/v1/instance/…: rules, description, privacy policy, terms, languages, and the servers known.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func instanceTextRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/instance/rules", .open) { request in
        var json = JSONWriter(capacity: 1024)
        RuleEntity.write(try await request.services.instanceTexts().rules, to: &json)
        return APIResponse.json(json).keptFor(minutes: 1)
    }
    table.get("/api/v1/instance/extended_description", .open) { request in
        let text = try await request.services.instanceTexts().description
        // Until somebody writes a longer one, the summary is what there is to say.
        return try await document(text?.text ?? request.site.summary, text?.updatedAt, request)
    }
    table.get("/api/v1/instance/privacy_policy", .open) { request in
        let text = try await request.services.instanceTexts().privacy
        return try await document(
            text?.text ?? StandardTexts.privacy,
            text?.updatedAt ?? StandardTexts.writtenAt,
            request
        )
    }
    table.get("/api/v1/instance/terms_of_service", .open) { request in
        let (current, next) = try await request.services.instanceTexts().terms(at: request.services.clock.now())
        guard let terms = current ?? next else { throw APIError.notFound }
        return try await termsOfService(terms, request)
    }
    table.get("/api/v1/instance/terms_of_service/:date", .open) { request in
        let date = request.pathText("date")
        let all = try await request.services.instanceTexts().terms
        guard let terms = all.first(where: { $0.effectiveOn.isoDate == date }) else { throw APIError.notFound }
        return try await termsOfService(terms, request)
    }
    table.get("/api/v1/instance/languages", .open) { _ in
        var json = JSONWriter(capacity: 16_384)
        json.beginArray()
        for language in Language.all {
            json.beginObject()
            json.field("code", language.code)
            json.field("name", language.name)
            json.endObject()
        }
        json.endArray()
        return APIResponse.json(json).keptFor(minutes: 60)
    }
    table.get("/api/v1/instance/peers", .open) { request in
        try await domains(try await request.services.peers())
    }
    table.get("/api/v1/peers/search", .open) { request in
        let words = (try request.parameters.text("q") ?? "").lowercased()
        let limit = min(try request.parameters.limit() ?? 10, 10)
        let found = words.isEmpty ? [] : try await request.services.peers().filter { $0.hasPrefix(words) }
        return try await domains(Array(found.prefix(limit)))
    }
}

private func domains(_ names: [String]) async throws -> APIResponse {
    var json = JSONWriter(capacity: 32 * names.count + 16)
    json.beginArray()
    for name in names { json.string(name) }
    json.endArray()
    return APIResponse.json(json).keptFor(minutes: 5)
}

/// ExtendedDescription and PrivacyPolicy.
private func document(_ text: String, _ updatedAt: Timestamp?, _ request: APIRequest) async throws -> APIResponse {
    var date = updatedAt
    // As old as the server, where nobody has written it.
    if date == nil { date = try await request.services.serverFacts().begunAt }
    var json = JSONWriter(capacity: text.utf8.count + 256)
    json.beginObject()
    json.field("updated_at", date ?? request.services.clock.now())
    json.field("content", html(text, request.site))
    json.endObject()
    return APIResponse.json(json).keptFor(minutes: 5)
}

private func termsOfService(_ terms: InstanceText, _ request: APIRequest) async throws -> APIResponse {
    let all = try await request.services.instanceTexts().terms
    var json = JSONWriter(capacity: terms.text.utf8.count + 256)
    json.beginObject()
    json.field("effective_date", terms.effectiveOn.isoDate)
    json.field("effective", terms.effectiveOn <= request.services.clock.now())
    json.field("content", html(terms.text, request.site))
    json.field("succeeded_by", all.first { $0.effectiveOn > terms.effectiveOn }?.effectiveOn.isoDate)
    json.endObject()
    return APIResponse.json(json).keptFor(minutes: 5)
}

private func html(_ text: String, _ site: Site) -> String {
    text.isEmpty ? "" : ProfileText.note(text, mentions: { _, _ in nil }, tagURL: { site.tagURL($0.name) })
}

/// Rule as apps read it.
enum RuleEntity {
    static func write(_ rules: [Rule], to json: inout JSONWriter) {
        json.beginArray()
        for rule in rules {
            json.beginObject()
            json.field("id", id: rule.id)
            json.field("text", rule.text)
            json.field("hint", rule.hint)
            json.object("translations") { _ in }
            json.endObject()
        }
        json.endArray()
    }
}
