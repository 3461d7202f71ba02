// Calls and their magnitude as JSON: docs/api.md says the shapes.

internal import Basics
internal import Domain
internal import Services
internal import Synchronization

enum CallEntity {
    /// - Parameter own: nil where nobody is signed in; `.some(nil)` for somebody who has not answered.
    static func write(
        _ call: Call,
        _ magnitude: CachedMagnitude<CallMagnitude>,
        author: CachedAccount?,
        own: OwnAnswer??,
        _ site: Site,
        to json: inout JSONWriter
    ) {
        let now = magnitude.magnitude.at
        json.beginObject()
        json.field("id", id: call.id)
        json.field("url", site.callURL(call.id))
        json.field("prompt", call.prompt)
        json.field("spoiler_text", call.spoilerText)
        json.field("sensitive", call.isSensitive)
        json.key("tag")
        MagnitudeEntity.write(call.tag, site, to: &json)
        json.field("answers", strings: call.answers)
        json.field("suggested_by", call.suggestedBy)
        json.array("resources") { json in
            for resource in call.resources {
                json.beginObject()
                json.field("country", resource.country)
                json.field("language", resource.language)
                json.field("name", resource.name)
                json.field("phone", resource.phone)
                json.field("url", resource.url)
                json.endObject()
            }
        }
        json.field("created_at", call.createdAt)
        json.field("closes_at", call.closesAt)
        json.field("closed_at", call.closedAt)
        json.field("closed", call.isClosed(at: now))
        json.field("status_id", id: call.id)
        json.field("poll_id", id: call.pollID)
        json.key("account")
        if let author { AccountEntity.write(author, site, to: &json) } else { json.null() }
        json.key("magnitude")
        json.raw(bytes(magnitude, site))
        if let own { write(own, to: &json) }
        json.endObject()
    }

    private static func write(_ own: OwnAnswer?, to json: inout JSONWriter) {
        json.key("own_answer")
        guard let own else { return json.null() }
        json.beginObject()
        json.key("answer")
        if let choice = own.choice { json.int(Int64(choice)) } else { json.null() }
        json.field("silent", own.posts.isEmpty)
        json.array("posts") { json in own.posts.forEach { json.id($0) } }
        json.endObject()
    }

    /// The bytes of a magnitude, made once for all who ask within its second.
    static func bytes(_ cached: CachedMagnitude<CallMagnitude>, _ site: Site) -> [UInt8] {
        cached.rendering.withLock { rendering in
            if let rendering { return rendering }
            var json = JSONWriter(capacity: 8192)
            write(cached.magnitude, site, to: &json)
            rendering = json.bytes
            return json.bytes
        }
    }

    /// Everything as it is, for an admin: the shape is that of a magnitude, its silent figures are no published ones.
    static func write(_ call: Call, _ count: CallCount, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: call.id)
        json.field("people", count.people)
        json.field("spoke", count.totalSpoke)
        json.field("silent", count.totalSilent)
        json.field("together", count.totalBoth)
        json.array("answers") { json in
            for (place, answer) in call.answers.enumerated() {
                json.beginObject()
                json.field("answer", answer)
                json.field("people", count.spoke[place] + count.silent[place] - count.both[place])
                json.field("spoke", count.spoke[place])
                json.field("silent", count.silent[place])
                json.field("together", count.both[place])
                json.endObject()
            }
        }
        json.field("unspecified", count.unspecified)
        json.endObject()
    }

    private static func write(_ magnitude: CallMagnitude, _ site: Site, to json: inout JSONWriter) {
        let call = magnitude.call
        json.beginObject()
        json.object("call") { json in
            json.field("id", id: call.id)
            json.field("url", site.callURL(call.id))
            json.field("answers", strings: call.answers)
        }
        json.key("tag")
        MagnitudeEntity.write(call.tag, site, to: &json)
        json.field("scope", MagnitudeEntity.scope(site))
        json.field("at", magnitude.at)
        json.field("since", call.createdAt)
        json.field("people", magnitude.people)
        json.field("spoke", magnitude.spoke)
        json.field("silent", orNull: magnitude.silent)
        json.field("together", orNull: magnitude.together)
        json.field("silent_as_of", magnitude.silentAsOf)
        json.array("answers") { json in
            for part in magnitude.parts {
                json.beginObject()
                json.field("answer", part.answer)
                json.field("people", part.people)
                json.field("spoke", part.spoke)
                json.field("silent", orNull: part.silent)
                json.field("together", orNull: part.together)
                json.endObject()
            }
        }
        json.field("unspecified", magnitude.unspecified)
        json.field("replies", magnitude.replies)
        json.field("reblogs", magnitude.reblogs)
        json.field("favourites", magnitude.favourites)
        MagnitudeEntity.write(magnitude.rates, magnitude.peak, to: &json)
        MagnitudeEntity.write(magnitude.curve, to: &json)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func field(_ name: StaticString, orNull value: Int64?) {
        key(name)
        if let value { int(value) } else { null() }
    }
}
