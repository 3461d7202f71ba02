// A token as the app that may use it reads it, once.

internal import Basics
internal import Services

/// https://docs.joinmastodon.org/entities/Token/
enum TokenEntity {
    static func write(_ issued: IssuedToken, _ json: inout JSONWriter) {
        json.beginObject()
        json.field("access_token", issued.token)
        json.field("token_type", "Bearer")
        json.field("scope", issued.scopes)
        json.field("created_at", issued.createdAt.seconds)
        json.endObject()
    }

    static func answer(_ issued: IssuedToken) -> APIResponse {
        var json = JSONWriter(capacity: 256)
        write(issued, &json)
        return .json(json)
    }
}
