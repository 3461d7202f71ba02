// /api/chorus/v1/take_backs: all that one has said in answer to a call, or with a tag, by one wish.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func takeBackRoutes(_ table: inout RouteTable) {
    let path = "/api/chorus/v1/take_backs"
    table.get(path, .user(.readStatuses)) { request in
        let wishes = try await request.services.takeBacks(of: try request.accountID())
        var json = JSONWriter(capacity: 256 * wishes.count + 16)
        json.beginArray()
        for (wish, tag) in wishes { write(wish, tag: tag, to: &json) }
        json.endArray()
        return .json(json)
    }
    table.post(path, .user(.writeStatuses)) { request in
        let (parameters, account) = (request.parameters, try request.accountID())
        guard let act = try parameters.text("act").flatMap(TakeBack.Act.init(name:)) else {
            throw APIError.wrongParameter("act must be delete, keep_for_oneself or withdraw")
        }
        let tag = try parameters.text("tag").flatMap { $0.isEmpty ? nil : $0 }
        let call = try parameters.id("call_id")
        let wish: TakeBack
        switch (call, tag) {
        case (let call?, nil): wish = try await request.services.takeBack(.call(call), act, by: account)
        case (nil, let tag?): wish = try await request.services.takeBack(tag: tag, act, by: account)
        default: throw APIError.wrongParameter("Either call_id or tag says what is taken back")
        }
        var json = JSONWriter(capacity: 256)
        write(wish, tag: tag, to: &json)
        return .json(json)
    }
}

private func write(_ wish: TakeBack, tag: String?, to json: inout JSONWriter) {
    var call: Int64?
    if case .call(let id) = wish.occasion { call = id }
    json.beginObject()
    json.field("id", id: wish.id)
    json.field("act", wish.act.name)
    json.field("call_id", id: call)
    json.field("tag", tag)
    json.field("total", wish.total)
    json.field("done", wish.done)
    json.field("created_at", wish.createdAt)
    json.field("finished_at", wish.finishedAt)
    json.endObject()
}
