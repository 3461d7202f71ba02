// WebFinger (RFC 7033): from `alice@chorus.example` to the id of an actor, and back.

public import Basics

/// What a server says of a resource.
public struct WebFinger: Sendable, Equatable {
    /// As the server spells it, and the domain it wishes to be known by.
    public var subject: AccountAddress
    public var aliases: [ObjectID]
    /// The actor: `rel=self`.
    public var actor: ObjectID
    /// HTML.
    public var page: ObjectID?
    /// The address for following from another server, with `{uri}` in it.
    public var subscribe: String?
    public var avatar: PictureLink?

    public static let contentType = "application/jrd+json; charset=utf-8"

    public init(subject: AccountAddress, actor: ObjectID) {
        (self.subject, self.actor, aliases) = (subject, actor, [])
    }

    /// Nil without a subject that is an account, or without the link to an actor.
    public init?(_ json: JSONValue) {
        let actor = json.list("links", most: 100).lazy.compactMap { link -> ObjectID? in
            guard link["rel"]?.string == "self", let type = link["type"]?.string,
                Vocabulary.isDocument(contentType: type)
            else { return nil }
            return link["href"]?.string.flatMap { ObjectID($0) }
        }.first
        guard let actor, let subject = json["subject"]?.string.flatMap({ AccountAddress($0) }) else { return nil }
        self.init(subject: subject, actor: actor)
        aliases = json.ids("aliases", most: 50)
        page = json.list("links", most: 100).first { $0["rel"]?.string == WebFinger.pageRelation }?["href"]?.string
            .flatMap { ObjectID($0) }
        subscribe = json.list("links", most: 100).first { $0["rel"]?.string == WebFinger.subscribeRelation }?
            .text("template")
    }

    private static let pageRelation = "http://webfinger.net/rel/profile-page"
    private static let subscribeRelation = "http://ostatus.org/schema/1.0/subscribe"

    /// The JSON Resource Descriptor.
    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.field("subject", subject.resource)
        json.field("aliases", strings: aliases.map(\.text))
        json.array("links") { json in
            json.link("self", type: Vocabulary.contentType, href: actor.text)
            if let page { json.link(WebFinger.pageRelation, type: "text/html", href: page.text) }
            if let subscribe {
                json.beginObject()
                json.field("rel", WebFinger.subscribeRelation)
                json.field("template", subscribe)
                json.endObject()
            }
            if let avatar {
                json.link("http://webfinger.net/rel/avatar", type: avatar.mediaType, href: avatar.url.text)
            }
        }
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func link(_ relation: String, type: String?, href: String) {
        beginObject()
        field("rel", relation)
        if let type { field("type", type) }
        field("href", href)
        endObject()
    }
}
