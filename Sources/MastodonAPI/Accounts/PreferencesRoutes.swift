// /api/v1/preferences: the defaults for what one posts, and how apps should show what one reads.

internal import Basics
internal import Domain
internal import Services

func preferencesRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/preferences", .user(.readAccounts)) { request in
        let user = try request.user()
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.field("posting:default:visibility", user.defaultVisibility.name)
        json.field("posting:default:sensitive", user.defaultSensitive)
        json.field("posting:default:language", user.defaultLanguage)
        json.field("posting:default:quote_policy", user.defaultQuotePolicy.name)
        json.field("reading:expand:media", "default")
        json.field("reading:expand:spoilers", false)
        json.field("reading:autoplay:gifs", false)
        json.endObject()
        return .json(json)
    }
}
