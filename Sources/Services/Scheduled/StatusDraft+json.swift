// A draft as it is kept until its time: JSON, written and read here alone.

internal import Basics
internal import Domain

extension StatusDraft {
    /// All that was asked for, but the idempotency key and a call, which is never for later.
    var keptText: String {
        var json = JSONWriter(capacity: 256 + text.utf8.count)
        json.beginObject()
        json.field("text", text)
        json.field("spoiler_text", spoilerText)
        json.field("visibility", visibility?.name)
        json.field("sensitive", isSensitive)
        json.field("language", language)
        json.field("in_reply_to_id", id: inReplyToID)
        json.field("media_ids", strings: mediaIDs.map(String.init))
        json.field("quoted_status_id", id: quotedID)
        json.field("quote_policy", quotePolicy?.name)
        if let replyPolicy { json.field("reply_policy", replyPolicy.name) }
        if let allowedMentions {
            json.field("allowed_mentions", strings: allowedMentions.sorted().map(String.init))
        }
        json.field("app_id", id: appID)
        if let poll {
            json.object("poll") { json in
                json.field("options", strings: poll.options)
                json.field("expires_in", id: poll.expiresIn)
                json.field("multiple", poll.isMultiple)
                json.field("hide_totals", poll.hidesTotals)
            }
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Nil for what is no kept draft.
    init?(kept: String) {
        guard let json = try? JSONValue.parse(Array(kept.utf8)), let text = json["text"]?.string else { return nil }
        self.init(
            text: text,
            spoilerText: json["spoiler_text"]?.string ?? "",
            visibility: json["visibility"]?.string.flatMap(Visibility.init(name:)),
            isSensitive: json["sensitive"].map { $0 == .bool(true) },
            language: json["language"]?.string,
            inReplyToID: json["in_reply_to_id"]?.string.flatMap { Int64($0) },
            mediaIDs: json["media_ids"]?.array?.compactMap(\.string).compactMap { Int64($0) } ?? [],
            quotedID: json["quoted_status_id"]?.string.flatMap { Int64($0) },
            quotePolicy: json["quote_policy"]?.string.flatMap(QuotePolicy.init(name:)),
            replyPolicy: json["reply_policy"]?.string.flatMap(ReplyPolicy.init(name:)),
            allowedMentions: json["allowed_mentions"]?.array.map {
                Set($0.compactMap(\.string).compactMap { Int64($0) })
            },
            appID: json["app_id"]?.string.flatMap { Int64($0) }
        )
        if let poll = json["poll"] {
            self.poll = PollDraft(
                options: poll["options"]?.array?.compactMap(\.string) ?? [],
                expiresIn: poll["expires_in"]?.string.flatMap { Int64($0) },
                isMultiple: poll["multiple"] == .bool(true),
                hidesTotals: poll["hide_totals"] == .bool(true)
            )
        }
    }
}
