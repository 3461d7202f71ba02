// Filter, FilterKeyword, FilterStatus, FilterResult and the older V1::Filter as apps read them.

internal import Basics
internal import Domain
internal import Services

enum FilterEntity {
    /// - Parameter isWhole: with keywords and statuses; what a status was filtered by is written without them.
    static func write(_ filter: ContentFilter, isWhole: Bool = true, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: filter.id)
        json.field("title", filter.title)
        json.field("context", strings: filter.contexts.names)
        json.field("expires_at", filter.expiresAt)
        json.field("filter_action", filter.action.name)
        if isWhole {
            json.array("keywords") { json in filter.keywords.forEach { write($0, to: &json) } }
            json.array("statuses") { json in filter.statuses.forEach { write($0, to: &json) } }
        }
        json.endObject()
    }

    static func write(_ keyword: FilterKeyword, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: keyword.id)
        json.field("keyword", keyword.keyword)
        json.field("whole_word", keyword.isWholeWord)
        json.endObject()
    }

    static func write(_ status: FilterStatus, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: status.id)
        json.field("status_id", id: status.statusID)
        json.endObject()
    }

    /// FilterResult: which filter found what in a status.
    static func write(_ match: FilterMatch, to json: inout JSONWriter) {
        json.beginObject()
        json.key("filter")
        write(match.filter, isWhole: false, to: &json)
        json.key("keyword_matches")
        if let text = match.text {
            json.beginArray()
            json.string(text)
            json.endArray()
        } else {
            json.null()
        }
        json.key("status_matches")
        if match.statusIDs.isEmpty {
            json.null()
        } else {
            json.beginArray()
            for id in match.statusIDs { json.id(id) }
            json.endArray()
        }
        json.endObject()
    }

    /// V1::Filter: one phrase, by the id of its keyword.
    static func writeOld(_ keyword: FilterKeyword, of filter: ContentFilter, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: keyword.id)
        json.field("phrase", keyword.keyword)
        json.field("context", strings: filter.contexts.names)
        json.field("whole_word", keyword.isWholeWord)
        json.field("expires_at", filter.expiresAt)
        json.field("irreversible", filter.action == .hide)
        json.endObject()
    }

    static func answer(_ write: (inout JSONWriter) -> Void) -> APIResponse {
        var json = JSONWriter(capacity: 512)
        write(&json)
        return .json(json)
    }

    static func list<Element>(_ elements: [Element], _ write: (Element, inout JSONWriter) -> Void) -> APIResponse {
        var json = JSONWriter(capacity: 256 * elements.count + 16)
        json.beginArray()
        for element in elements { write(element, &json) }
        json.endArray()
        return .json(json)
    }
}
