// Whose key it is: the key and its owner must say so of each other, at one origin.

public import Basics

extension ActorObject {
    /// The key of that id, if this actor lists it and both are of one origin. This actor must be believed already.
    ///
    /// Peers sign with the actor's own id instead of that of a key, too; that is its first key.
    public func key(_ keyID: String) -> KeyObject? {
        guard let wanted = ObjectID(keyID) else { return nil }
        let found = keys.first { $0.id == wanted } ?? (wanted == id ? keys.first : nil)
        guard let found, found.owner == id, found.id.origin == id.origin else { return nil }
        return found
    }
}

/// What to do next to learn whose a key is.
public enum KeySource: Sendable, Equatable {
    /// Here is the actor, with its key.
    case actor
    /// A key document, or a stub of an actor with one (GoToSocial): fetch the owner, who must list the key.
    case owner(ObjectID)

    /// - Parameter document: what was fetched from the key's id, and believed.
    public static func of(_ document: JSONValue, keyID: ObjectID) -> KeySource? {
        if let actor = ActorObject(document), actor.key(keyID.text) != nil { return .actor }
        let key = document["publicKey"]?.first ?? document
        guard
            let owner = key.id("owner") ?? key.id("controller") ?? (document["publicKey"] == nil ? nil : document.asID),
            owner.origin == keyID.origin, owner != keyID.document
        else { return nil }
        return .owner(owner)
    }
}
