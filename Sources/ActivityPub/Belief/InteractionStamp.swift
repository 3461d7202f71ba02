// The stamp by which an author agrees to be quoted (FEP-044f), and by the same pattern to be answered or featured.

public import Basics

/// A QuoteAuthorization, or one of the kinds made after it.
public struct InteractionStamp: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case quote = "QuoteAuthorization"
        case like = "LikeAuthorization"
        case reply = "ReplyAuthorization"
        case announce = "AnnounceAuthorization"
        case feature = "FeatureAuthorization"
    }

    public var id: ObjectID
    public var kind: Kind
    /// Who agrees.
    public var author: ObjectID
    /// What may be: the post that quotes, answers, …
    public var interactingObject: ObjectID
    /// What it is about: the quoted post, the actor that is featured.
    public var interactionTarget: ObjectID

    public init(id: ObjectID, kind: Kind, author: ObjectID, interactingObject: ObjectID, interactionTarget: ObjectID) {
        (self.id, self.kind, self.author) = (id, kind, author)
        (self.interactingObject, self.interactionTarget) = (interactingObject, interactionTarget)
    }

    /// Both posts by id only: an embedded one would be a word about somebody else's post.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string.flatMap({ ObjectID($0) }), let author = json.id("attributedTo"),
            let kind = json.types.lazy.compactMap({ Kind(rawValue: $0) }).first,
            let object = json["interactingObject"]?.string.flatMap({ ObjectID($0) }),
            let target = json["interactionTarget"]?.string.flatMap({ ObjectID($0) })
        else { return nil }
        self.init(id: id, kind: kind, author: author, interactingObject: object, interactionTarget: target)
    }

    /// Does this stamp, believed from its origin, allow just that?
    public func allows(_ kind: Kind, object: ObjectID, target: ObjectID, by author: ObjectID) -> Bool {
        self.kind == kind && id.origin == author.origin && self.author == author && interactingObject == object
            && interactionTarget == target
    }

    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.context()
        json.field("id", id.text)
        json.field("type", kind.rawValue)
        json.field("attributedTo", author.text)
        json.field("interactingObject", interactingObject.text)
        json.field("interactionTarget", interactionTarget.text)
        json.endObject()
        return json.bytes
    }
}
