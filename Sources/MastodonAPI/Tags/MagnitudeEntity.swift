// Magnitude of a tag as JSON and CSV: docs/api.md says the shape.

internal import Basics
internal import Domain
internal import Services
internal import Synchronization

enum MagnitudeEntity {
    /// The bytes of a magnitude, made once for all who ask within its second.
    static func bytes(_ cached: CachedMagnitude<TagMagnitude>, _ site: Site) -> [UInt8] {
        cached.rendering.withLock { rendering in
            if let rendering { return rendering }
            var json = JSONWriter(capacity: 8192)
            write(cached.magnitude, site, to: &json)
            rendering = json.bytes
            return json.bytes
        }
    }

    static func scope(_ site: Site) -> String {
        "What this server, \(site.domain), has seen: public posts by accounts here and by those it knows of."
    }

    static func write(_ magnitude: TagMagnitude, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.key("tag")
        write(magnitude.tag, site, to: &json)
        json.field("scope", scope(site))
        json.field("at", magnitude.at)
        json.field("since", magnitude.since)
        json.field("people", magnitude.people)
        json.field("posts", magnitude.posts)
        json.field("replies", magnitude.replies)
        json.field("reblogs", magnitude.reblogs)
        write(magnitude.rates, magnitude.peak, to: &json)
        json.object("origins") { json in
            json.field("here", magnitude.peopleHere)
            json.field("elsewhere", magnitude.peopleElsewhere)
            json.field("servers", magnitude.servers)
        }
        json.array("languages") { json in
            for (language, posts) in magnitude.languages {
                json.beginObject()
                json.field("language", language)
                json.field("posts", posts)
                json.endObject()
            }
        }
        json.object("related") { json in
            json.object("sample") { json in
                json.field("posts", magnitude.related.samplePosts)
                json.field("people", magnitude.related.samplePeople)
            }
            json.array("together") { write(magnitude.related.together, counting: "posts", site, to: &$0) }
            json.array("before") { write(magnitude.related.before, counting: "people", site, to: &$0) }
            json.array("after") { write(magnitude.related.after, counting: "people", site, to: &$0) }
        }
        write(magnitude.curve, to: &json)
        json.array("spans") { json in
            for span in magnitude.spans {
                json.beginObject()
                json.field("from", span.from)
                json.field("to", span.to)
                json.field("shelf", span.shelf.name)
                json.endObject()
            }
        }
        json.key("trend")
        if let trend = magnitude.trend { TrendEntity.write(trend, site, to: &json) } else { json.null() }
        json.endObject()
    }

    static func write(_ tag: TagReference, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: tag.id)
        json.field("name", tag.name)
        json.field("display", tag.display)
        json.field("url", site.tagURL(tag.name))
        json.endObject()
    }

    /// `rate` and `peak`.
    static func write(_ rates: Rates, _ peak: Peak?, to json: inout JSONWriter) {
        json.object("rate") { json in
            json.field("ten_seconds", rounded: rates.tenSeconds)
            json.field("minute", rounded: rates.minute)
            json.field("hour", rounded: rates.hour)
        }
        json.key("peak")
        if let peak {
            json.beginObject()
            json.field("per_second", rounded: peak.perSecond)
            json.field("at", peak.at)
            json.endObject()
        } else {
            json.null()
        }
    }

    /// `curve`; without posts where there are none to count.
    static func write(_ curve: Curve?, to json: inout JSONWriter) {
        json.key("curve")
        guard let curve else { return json.null() }
        json.beginObject()
        json.field("resolution", curve.resolution)
        json.field("start", curve.start)
        if !curve.posts.isEmpty { json.array("posts") { json in curve.posts.forEach { json.int($0) } } }
        json.array("people") { json in curve.people.forEach { json.int($0) } }
        json.endObject()
    }

    private static func write(
        _ tags: [RelatedTags.Related],
        counting name: StaticString,
        _ site: Site,
        to json: inout JSONWriter
    ) {
        for tag in tags {
            json.beginObject()
            json.field("name", tag.name)
            json.field("display", tag.display)
            json.field("url", site.tagURL(tag.name))
            json.field(name, tag.count)
            json.endObject()
        }
    }

    /// The curve, a line a step: `start,people,posts`.
    static func csv(_ curve: Curve?) -> [UInt8] {
        guard let curve else { return Array("start,people,posts\r\n".utf8) }
        let hasPosts = !curve.posts.isEmpty
        var bytes = Array((hasPosts ? "start,people,posts\r\n" : "start,people\r\n").utf8)
        for place in curve.people.indices {
            let start = curve.start + .seconds(curve.resolution * Int64(place))
            start.appendISO8601(to: &bytes)
            bytes.append(contentsOf: ",\(curve.people[place])\(hasPosts ? ",\(curve.posts[place])" : "")\r\n".utf8)
        }
        return bytes
    }
}

extension JSONWriter {
    /// A number with at most three digits after the point.
    mutating func field(_ name: StaticString, rounded value: Double) {
        key(name)
        number(value, decimals: 3)
    }
}
