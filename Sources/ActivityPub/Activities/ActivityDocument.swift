// What somebody here did, as other servers are told.

public import Basics

/// An activity to be written.
public struct ActivityDocument: Sendable {
    /// What it is about.
    public indirect enum Payload: Sendable {
        case id(ObjectID)
        case ids([ObjectID])
        case note(Note)
        case actor(ActorObject)
        case activity(ActivityDocument)
        /// What is left of something deleted.
        case tombstone(ObjectID)
        /// JSON as it came: the Follow that an Accept answers.
        case raw([UInt8])
    }

    public var id: ObjectID
    public var kind: Activity.Kind
    public var actor: ObjectID
    public var object: Payload
    public var target: ObjectID?
    /// The post that wishes to quote.
    public var instrument: Payload?
    /// The stamp that an Accept gives.
    public var result: ObjectID?
    public var addressing: Addressing
    public var published: Timestamp?
    /// The comment of a Flag.
    public var content: String?

    public init(
        id: ObjectID,
        kind: Activity.Kind,
        actor: ObjectID,
        object: Payload,
        addressing: Addressing = Addressing(),
        published: Timestamp? = nil
    ) {
        (self.id, self.kind, self.actor, self.object) = (id, kind, actor, object)
        (self.addressing, self.published) = (addressing, published)
    }

    /// The document that is delivered.
    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.context()
        write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// The same with a proof by the actor's Ed25519 key (FEP-8b32): for what is public, and may be forwarded.
    public func json(provenBy key: SigningKey, keyID: String, now: Timestamp) throws(KeyError) -> [UInt8] {
        try IntegrityProof.added(to: json(), key: key, keyID: keyID, now: now)
    }

    private func write(to json: inout JSONWriter) {
        json.field("id", id.text)
        json.field("type", kind.rawValue)
        json.field("actor", actor.text)
        if let published { json.field("published", published) }
        json.write(addressing)
        json.key("object")
        ActivityDocument.write(object, to: &json)
        if let target { json.field("target", target.text) }
        if let instrument {
            json.key("instrument")
            ActivityDocument.write(instrument, to: &json)
        }
        if let result { json.field("result", result.text) }
        if let content { json.field("content", content) }
    }

    private static func write(_ payload: Payload, to json: inout JSONWriter) {
        switch payload {
        case .id(let id): json.string(id.text)
        case .ids(let ids):
            json.beginArray()
            for id in ids { json.string(id.text) }
            json.endArray()
        case .raw(let bytes): json.raw(bytes)
        case .note(let note):
            json.beginObject()
            note.write(to: &json)
            json.endObject()
        case .actor(let actor):
            json.beginObject()
            actor.write(to: &json)
            json.endObject()
        case .activity(let activity):
            json.beginObject()
            activity.write(to: &json)
            json.endObject()
        case .tombstone(let id):
            json.beginObject()
            json.field("id", id.text)
            json.field("type", "Tombstone")
            json.endObject()
        }
    }
}
