// /api/v1/custom_emojis, and the pictures themselves.

internal import Basics
internal import HTTPTypes
internal import Services

func emojiRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/custom_emojis", .open) { call in
        var json = JSONWriter(capacity: 4096)
        json.beginArray()
        for emoji in call.site.emojis.all { CustomEmojiEntity.write(emoji, call.site, to: &json) }
        json.endArray()
        return Answer.json(json).keptFor(minutes: 5)
    }
    for form in ["image", "still"] {
        table.get("/emojis/\(form)/:id", .open) { call in
            let picture = try await call.services.emojiPicture(try call.pathID(), still: form == "still")
            var answer = Answer(headers: [.contentType: picture.type], body: picture.bytes)
            // An emoji that is made anew has another id.
            answer.headers[.cacheControl] = "public, max-age=31536000, immutable"
            answer.headers[.xContentTypeOptions] = "nosniff"
            CORS.allow(&answer.headers)
            return answer
        }
    }
}
