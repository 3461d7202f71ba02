// A trend with its reasons, as JSON: docs/api.md says the shape.

internal import Basics
internal import Domain
internal import Services

enum TrendEntity {
    static func write(_ trend: Trend, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.key("tag")
        MagnitudeEntity.write(trend.tag, site, to: &json)
        json.field("shelf", trend.shelf.name)
        json.field("listed", trend.isListed)
        json.array("held") { json in
            for reason in trend.held {
                json.beginObject()
                json.field("gate", reason.gate)
                json.field("reason", reason.reason)
                json.endObject()
            }
        }
        json.field("since", trend.since)
        json.field("people", trend.people)
        json.field("score", rounded: trend.score)
        json.field("window", trend.window)
        MagnitudeEntity.write(trend.rates, trend.peak, to: &json)
        json.field("usual", rounded: trend.usual)
        json.field("times_usual", rounded: trend.timesUsual)
        json.field("servers", trend.servers)
        json.field("explanation", trend.explanation)
        json.endObject()
    }
}
