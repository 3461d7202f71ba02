// NodeInfo 2.0 (http://nodeinfo.diaspora.software/protocol): apps and crawlers ask it which software this is.

internal import Basics
internal import HTTPTypes
internal import Services

func nodeInfoRoutes(_ table: inout RouteTable) {
    table.get("/.well-known/nodeinfo", .open) { call in
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.array("links") { json in
            json.beginObject()
            json.field("rel", "http://nodeinfo.diaspora.software/ns/schema/2.0")
            json.field("href", "\(call.site.url)/nodeinfo/2.0")
            json.endObject()
        }
        json.endObject()
        return Answer.json(json).keptFor(minutes: 5)
    }
    table.get("/nodeinfo/2.0", .open) { call in
        var json = JSONWriter(capacity: 512)
        writeNodeInfo(try await call.services.serverFacts(), call.site, to: &json)
        var answer = Answer.json(json).keptFor(minutes: 5)
        answer.headers[.contentType] =
            "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\"; charset=utf-8"
        return answer
    }
}

private func writeNodeInfo(_ facts: ServerFacts, _ site: Site, to json: inout JSONWriter) {
    json.beginObject()
    json.field("version", "2.0")
    json.object("software") { json in
        json.field("name", "chorus")
        json.field("version", Version.current)
    }
    // Other servers cannot be reached yet: none is spoken.
    json.emptyArrayField("protocols")
    json.object("services") { json in
        json.emptyArrayField("inbound")
        json.emptyArrayField("outbound")
    }
    json.field("openRegistrations", site.registrationsOpen)
    json.object("usage") { json in
        json.object("users") { json in
            json.field("total", facts.users)
            json.field("activeMonth", facts.activeMonth)
            json.field("activeHalfyear", facts.activeHalfyear)
        }
        json.field("localPosts", facts.statuses)
    }
    json.object("metadata") { json in
        json.field("nodeName", site.title)
        json.field("nodeDescription", site.summary)
    }
    json.endObject()
}
