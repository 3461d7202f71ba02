// From an event of the plan to a request of the public API.

internal import Basics
internal import NIOHTTP1

/// What the call is named by.
struct CallNames: Sendable {
    /// Of the call, where there is one, and of its status.
    var id: String
    var poll: String?
}

struct EventRequests: Sendable {
    /// What the call may be answered with.
    static let answers = ["Me too", "I stand with you"]

    let options: PlanOptions
    /// Different for each run, so that keys of an earlier one are not met again.
    let run: String

    func post(_ event: ReplayEvent, tags: TagSet, content: Content, answering parent: String?, token: String)
        -> WireRequest
    {
        let text = ReplayText.of(event, content: content, tags: tags, options: options)
        return WireRequest(
            method: .POST,
            path: "/api/v1/statuses",
            token: token,
            body: body(text, parent),
            idempotencyKey: "replay-\(run)-\(event.number)"
        )
    }

    func edit(_ event: ReplayEvent, tags: TagSet, content: Content, id: String, token: String) -> WireRequest {
        let text = ReplayText.of(event, content: content, tags: tags, options: options, revision: 1)
        return WireRequest(method: .PUT, path: "/api/v1/statuses/" + id, token: token, body: body(text, nil))
    }

    func reblog(_ id: String, token: String) -> WireRequest {
        WireRequest(method: .POST, path: "/api/v1/statuses/\(id)/reblog", token: token, body: Array("{}".utf8))
    }

    func delete(_ id: String, token: String) -> WireRequest {
        WireRequest(method: .DELETE, path: "/api/v1/statuses/" + id, token: token)
    }

    func vote(_ answer: Int, in poll: String, token: String) -> WireRequest {
        let body = Array(#"{"choices":[\#(answer)]}"#.utf8)
        return WireRequest(method: .POST, path: "/api/v1/polls/\(poll)/votes", token: token, body: body)
    }

    func answer(_ answer: Int, to call: String, token: String) -> WireRequest {
        let body = Array(#"{"answer":\#(answer)}"#.utf8)
        return WireRequest(method: .POST, path: "/api/chorus/v1/calls/\(call)/answer", token: token, body: body)
    }

    func withdraw(from call: String, deletesPosts: Bool, token: String) -> WireRequest {
        let body = Array(#"{"delete_posts":\#(deletesPosts)}"#.utf8)
        return WireRequest(method: .POST, path: "/api/chorus/v1/calls/\(call)/withdraw", token: token, body: body)
    }

    func suspend(_ account: Int64, token: String) -> WireRequest {
        let path = "/api/v1/admin/accounts/\(account)/action"
        return WireRequest(method: .POST, path: path, token: token, body: Array(#"{"type":"suspend"}"#.utf8))
    }

    /// The call itself, or a plain post in its place.
    func call(token: String) -> WireRequest {
        var json = JSONWriter()
        json.beginObject()
        let prompt = ReplayText.prompt
        if options.hasCall {
            json.field("prompt", prompt)
            json.field("tag", TagSet.names[0])
            json.field("answers", strings: EventRequests.answers)
            json.field("language", "en")
            json.array("resources") { json in
                json.beginObject()
                json.field("country", "US")
                json.field("language", "en")
                json.field("name", "A help line of this replay")
                json.field("phone", "555-0100")
                json.endObject()
            }
        } else {
            json.field("status", "\(prompt) #\(TagSet.names[0])")
            json.field("language", "en")
        }
        json.endObject()
        let path = options.hasCall ? "/api/chorus/v1/calls" : "/api/v1/statuses"
        return WireRequest(
            method: .POST,
            path: path,
            token: token,
            body: json.bytes,
            idempotencyKey: "replay-\(run)-call"
        )
    }

    private func body(_ text: ReplayText, _ parent: String?) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.field("status", text.text)
        json.field("language", text.language)
        json.field("visibility", "public")
        if let parent { json.field("in_reply_to_id", parent) }
        json.endObject()
        return json.bytes
    }
}
