// List as apps read it.

internal import Basics
internal import Domain

enum ListEntity {
    static func write(_ list: AccountList, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: list.id)
        json.field("title", list.title)
        json.field("replies_policy", list.repliesPolicy.name)
        json.field("exclusive", list.isExclusive)
        json.endObject()
    }

    static func answer(_ list: AccountList) -> APIResponse {
        var json = JSONWriter(capacity: 256)
        write(list, to: &json)
        return .json(json)
    }

    static func answer(_ lists: [AccountList]) -> APIResponse {
        var json = JSONWriter(capacity: 128 * lists.count + 16)
        json.beginArray()
        for list in lists { write(list, to: &json) }
        json.endArray()
        return .json(json)
    }
}
