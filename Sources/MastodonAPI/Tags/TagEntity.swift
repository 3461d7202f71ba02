// Tag as apps read it, with its uses by day.

internal import Basics
internal import Domain
internal import Services

enum TagEntity {
    /// - Parameters:
    ///   - id: nil for a tag that was never used here.
    ///   - isSignedIn: whether the answer says if the viewer follows and features the tag; nobody can yet.
    static func write(
        id: Int64?,
        name: String,
        history: [TagDay],
        isSignedIn: Bool,
        _ site: Site,
        to json: inout JSONWriter
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
        if isSignedIn {
            json.field("following", false)
            json.field("featuring", false)
        }
        json.endObject()
    }
}
