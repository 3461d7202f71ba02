// POST /api/v1/statuses/:id/translate, and which languages can be had.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func translationRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/statuses/:id/translate", .user(.readStatuses)) { request in
        let id = try request.pathID()
        let wished = try request.parameters.text("lang").flatMap { $0.isEmpty ? nil : $0 }
        do {
            let translation = try await request.services.translate(id, to: wished, for: try request.user())
            let poll = try await request.services.statuses.status(id)?.poll?.id
            return .translation(translation, poll: poll)
        } catch let failure as TranslationFailure {
            throw APIError(failure)
        }
    }
    table.get("/api/v1/instance/translation_languages", .open) { request in
        let languages: [String: [String]]
        do { languages = try await request.services.translationLanguages() } catch let failure as TranslationFailure {
            throw APIError(failure)
        }
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        for (source, targets) in languages.sorted(by: { $0.key < $1.key }) {
            json.key(text: source)
            json.beginArray()
            for target in targets { json.string(target) }
            json.endArray()
        }
        json.endObject()
        return APIResponse.json(json).keptFor(minutes: 5)
    }
}

extension APIError {
    fileprivate init(_ failure: TranslationFailure) {
        switch failure {
        case .unsupported: self = .notAllowed
        case .unavailable: self.init(.serviceUnavailable, "The translation service cannot be reached, please try again")
        }
    }
}

extension APIResponse {
    fileprivate static func translation(_ translation: StatusTranslation, poll: Int64?) -> APIResponse {
        var json = JSONWriter(capacity: 1024 + translation.content.utf8.count)
        json.beginObject()
        json.field("content", translation.content)
        json.field("spoiler_text", translation.spoilerText)
        json.field("language", translation.language)
        json.key("poll")
        if let poll, !translation.pollOptions.isEmpty {
            json.beginObject()
            json.field("id", id: poll)
            json.array("options") { json in
                for title in translation.pollOptions {
                    json.beginObject()
                    json.field("title", title)
                    json.endObject()
                }
            }
            json.endObject()
        } else {
            json.null()
        }
        json.array("media_attachments") { json in
            for (id, text) in translation.descriptions {
                json.beginObject()
                json.field("id", id: id)
                json.field("description", text)
                json.endObject()
            }
        }
        json.field("detected_source_language", translation.source)
        json.field("provider", translation.provider)
        json.endObject()
        return .json(json)
    }
}
