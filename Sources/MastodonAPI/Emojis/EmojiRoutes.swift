// /api/v1/custom_emojis, and the pictures themselves.

internal import Basics
internal import HTTPTypes
internal import Services

func emojiRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/custom_emojis", .open) { request in
        var json = JSONWriter(capacity: 4096)
        json.beginArray()
        for emoji in request.site.emojis.all { CustomEmojiEntity.write(emoji, request.site, to: &json) }
        json.endArray()
        return APIResponse.json(json).keptFor(minutes: 5)
    }
    for form in ["image", "still"] {
        table.get("/emojis/\(form)/:id", .open) { request in
            let picture = try await request.services.emojiPicture(try request.pathID(), still: form == "still")
            var answer = APIResponse(headers: [.contentType: picture.type], body: picture.bytes)
            // An emoji that is made anew has another id.
            answer.headers[.cacheControl] = "public, max-age=31536000, immutable"
            answer.headers[.xContentTypeOptions] = "nosniff"
            CORS.allow(&answer.headers)
            return answer
        }
    }
}
