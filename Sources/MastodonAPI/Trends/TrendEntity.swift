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
                json.field("gate", reason.gate.rawValue)
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
        json.field("comparison", trend.reason.comparison.rawValue)
        json.field("tide", rounded: trend.reason.tide)
        json.field("spellings", Int64(trend.reason.spellings))
        json.field("several_networks", trend.reason.isSpread)
        json.field("explanation", trend.explanation)
        json.array("companions") { json in
            for companion in trend.companions {
                json.beginObject()
                json.key("tag")
                MagnitudeEntity.write(companion.tag, site, to: &json)
                json.field("kind", companion.kind.rawValue)
                json.field("people", companion.people)
                json.endObject()
            }
        }
        json.field("more_companions", Int64(trend.moreCompanions))
        json.key("companion_of")
        if let lead = trend.companionOf { MagnitudeEntity.write(lead, site, to: &json) } else { json.null() }
        json.endObject()
    }
}
