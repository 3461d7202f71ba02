// Tag as apps read it, with its uses by day.

internal import Basics
internal import Domain
internal import Services

enum TagEntity {
    /// - Parameters:
    ///   - id: nil for a tag that was never used here.
    ///   - reader: whose follows and profile the answer speaks of; nil for anonymous requests, whose answers do not.
    static func write(
        id: Int64?,
        name: String,
        history: [TagDay],
        reader: ReaderRelations?,
        _ site: Site,
        to json: inout JSONWriter,
        extra: (inout JSONWriter) -> Void = { _ in }
    ) {
        json.beginObject()
        json.field("id", id.map(String.init) ?? "")
        json.field("name", name)
        json.field("url", site.tagURL(name))
        json.array("history") { json in
            for day in history {
                json.beginObject()
                json.field("day", String(day.day))
                json.field("accounts", String(day.accounts))
                json.field("uses", String(day.uses))
                json.endObject()
            }
        }
        if let choices = reader?.choices {
            json.field("following", id.map(choices.followedTags.contains) ?? false)
            json.field("featuring", id.map(choices.featuredTags.contains) ?? false)
        }
        extra(&json)
        json.endObject()
    }
}

extension APIRequest {
    /// Tags as JSON, with their uses by day.
    func tagList(_ tags: [(id: Int64, name: String)]) async throws -> APIResponse {
        let history = try await services.history(ofTags: tags.map(\.id))
        let reader = try await relations()
        var json = JSONWriter(capacity: 1024 * tags.count + 16)
        json.beginArray()
        for (id, name) in tags {
            TagEntity.write(id: id, name: name, history: history[id] ?? [], reader: reader, site, to: &json)
        }
        json.endArray()
        return .json(json)
    }

    /// One tag as JSON. One that nobody has used here is a tag all the same: apps offer it to be followed.
    func tagAnswer(_ tag: TagName) async throws -> APIResponse {
        let reference = try await services.tagReference(tag)
        let id = reference?.id ?? 0
        let history = try await services.history(ofTags: [id])[id] ?? []
        var json = JSONWriter(capacity: 1024)
        TagEntity.write(
            id: reference?.id,
            name: tag.name,
            history: history,
            reader: try await relations(),
            site,
            to: &json
        )
        return .json(json)
    }
}
