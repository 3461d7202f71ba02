// What somebody on another server did. The object inside is a claim until `Belief` says otherwise.

public import Basics

/// An activity as read.
public struct Activity: Sendable {
    /// The types with a meaning here; all others are answered and forgotten.
    public enum Kind: String, Sendable, CaseIterable {
        case create = "Create"
        case update = "Update"
        case delete = "Delete"
        case announce = "Announce"
        case like = "Like"
        case emojiReact = "EmojiReact"
        case dislike = "Dislike"
        case undo = "Undo"
        case follow = "Follow"
        case accept = "Accept"
        case reject = "Reject"
        case block = "Block"
        case flag = "Flag"
        case move = "Move"
        case add = "Add"
        case remove = "Remove"
        case quoteRequest = "QuoteRequest"
        case featureRequest = "FeatureRequest"
        case likeRequest = "LikeRequest"
        case replyRequest = "ReplyRequest"
        case announceRequest = "AnnounceRequest"
    }

    /// Nil for one that only passes by.
    public var id: ObjectID?
    public var kind: Kind
    public var actor: ObjectID
    /// What it is about; a Flag and an Announce of some peers have several.
    public var objects: [ObjectReference]
    public var target: ObjectReference?
    public var instrument: ObjectReference?
    public var result: ObjectReference?
    public var addressing: Addressing
    public var published: Timestamp?
    /// The comment of a Flag, the emoji of a reaction.
    public var content: String?
    /// All of it, for proofs and for what is kept.
    public var json: JSONValue

    public var object: ObjectReference? { objects.first }

    /// Nil for what is no activity of a known type with an actor.
    ///
    /// - Parameter signer: who signed the request; the actor of a FeatureRequest that names none (Mastodon's).
    public init?(_ json: JSONValue, signer: ObjectID? = nil) {
        guard json.isObject, !json.isKey, let kind = json.types.lazy.compactMap({ Kind(rawValue: $0) }).first else {
            return nil
        }
        guard let actor = json.id("actor") ?? (kind == .featureRequest ? signer : nil) else { return nil }
        // Two actors are one too many: which of them answers for it?
        guard json.list("actor", most: 3).count <= 1 else { return nil }
        if json["id"] != nil, json["id"] != .null {
            guard let id = json["id"]?.string.flatMap({ ObjectID($0) }) else { return nil }
            self.id = id
        }
        (self.kind, self.actor, self.json) = (kind, actor, json)
        objects = json.list("object").compactMap { ObjectReference($0) }
        target = json.one("target").flatMap { ObjectReference($0) }
        instrument = json.one("instrument").flatMap { ObjectReference($0) }
        result = json.one("result").flatMap { ObjectReference($0) }
        addressing = Addressing(json)
        published = json.time("published")
        content = json.text("content", most: DocumentLimits.comment) ?? json.text("_misskey_reaction")
    }

    /// The type of a document whatever it is; `nil` for what has none that is known.
    public static func kind(of json: JSONValue) -> Kind? { json.types.lazy.compactMap { Kind(rawValue: $0) }.first }

    /// Somebody says that their own account is gone or changed: of no use if we do not know them, and not worth a fetch.
    public var isAboutItself: Bool {
        (kind == .delete || kind == .update) && objects.count == 1 && object?.id == actor
    }
}

/// An object by its id, or as a whole with or without one.
public enum ObjectReference: Sendable, Equatable {
    case id(ObjectID)
    case embedded(JSONValue, id: ObjectID?)

    /// Nil for what is neither.
    init?(_ json: JSONValue) {
        if json.isA("Link"), let id = json.asID {
            self = .id(id)
        } else if json.isObject {
            self = .embedded(json, id: json["id"]?.string.flatMap { ObjectID($0) })
        } else if let id = json.asID {
            self = .id(id)
        } else {
            return nil
        }
    }

    public var id: ObjectID? {
        switch self {
        case .id(let id): id
        case .embedded(_, let id): id
        }
    }

    public var json: JSONValue? {
        if case .embedded(let json, _) = self { json } else { nil }
    }
}
