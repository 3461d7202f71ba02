// Whom to believe what (FEP-fe34): one place for inbox, fetches, quotes, votes, collections and boosts alike.

public import Basics

/// What may be done with a document that somebody handed us.
public enum Belief: Sendable, Equatable {
    /// It is as if its owner had said it.
    case believed
    /// Somebody else's word: ask there. What comes from there is looked at anew.
    case fetch(ObjectID)
    /// Never. Not final for the id that it speaks of: a forger may have come first.
    case refused(Reason)

    public enum Reason: Sendable, Equatable {
        /// Neither an id that could be asked for, nor somebody who answers for it.
        case anonymous
        /// Its owner is of another origin than itself.
        case foreignOwner
        /// It came from somewhere else than its id says, again.
        case wrongPlace
        /// Not one of the two types of content of a document.
        case wrongContentType
        /// Whoever signed it is not whose it is.
        case wrongSigner
        /// A key where something else was expected, or the other way round.
        case wrongKind
    }
}

/// How a document came.
public enum Provenance: Sendable {
    /// Fetched from that address, the last of a chain of redirects, with that content type.
    case fetched(from: ObjectID, contentType: String)
    /// Signed, as a request or by a proof inside, with a key that this actor lists as its own.
    case signed(by: ObjectID)
}

extension Belief {
    /// May this document be believed as a whole?
    ///
    /// Fetched: it says that it is what was asked for, at the very address that answered. A second look at the id that it
    /// has instead is worth one fetch. Signed: the signer is its owner, and of the origin of its id.
    public static func of(_ document: JSONValue, _ provenance: Provenance) -> Belief {
        guard document.isObject else { return .refused(.wrongKind) }
        let id = document["id"]?.string.flatMap { ObjectID($0) }
        // An id that is there and no address is not the same as none.
        if document["id"] != nil, document["id"] != .null, id == nil { return .refused(.anonymous) }
        switch provenance {
        case .fetched(let address, let contentType):
            guard Vocabulary.isDocument(contentType: contentType) else { return .refused(.wrongContentType) }
            guard let id else { return .refused(.anonymous) }
            guard let owner = Owner.of(document) else { return .refused(.foreignOwner) }
            guard owner.actor.map({ $0.origin == id.origin }) ?? true else { return .refused(.foreignOwner) }
            return id.document == address.document ? .believed : .fetch(id)
        case .signed(let signer):
            guard case .actor(let actor)? = Owner.of(document) else { return .refused(.wrongSigner) }
            guard actor == signer else { return id.map { .fetch($0) } ?? .refused(.wrongSigner) }
            guard id.map({ $0.origin == signer.origin }) ?? true else { return .refused(.foreignOwner) }
            return .believed
        }
    }

    /// May an object inside of a believed document be believed with it?
    ///
    /// Only if it is of the same owner and origin, a part of that document, or has no id of its own and names nobody
    /// else. Being of the same server is not enough: neighbours are not one another.
    ///
    /// - Parameter owner: whose the document is.
    public static func of(embedded object: JSONValue, in document: ObjectID?, owner: ObjectID) -> Belief {
        guard object.isObject else { return .refused(.wrongKind) }
        // A key may be inside of its own actor only, and is read there.
        guard !object.isKey else { return .refused(.wrongKind) }
        guard let whose = Owner.of(object) else { return .refused(.foreignOwner) }
        if object["id"] == nil || object["id"] == .null {
            return whose.actor.map { $0 == owner } ?? true ? .believed : .refused(.anonymous)
        }
        guard let id = object["id"]?.string.flatMap({ ObjectID($0) }) else { return .refused(.anonymous) }
        if let document, id.isFragment(of: document) {
            return whose.actor.map { $0 == owner } ?? true ? .believed : .fetch(id)
        }
        guard id.origin == owner.origin, whose.actor == owner else { return .fetch(id) }
        return .believed
    }

    /// May this actor change, delete, undo or pin something of that owner? Its neighbours on the same server may not.
    public static func mayChange(_ actor: ObjectID, _ owner: ObjectID) -> Bool { actor == owner }
}

/// Whose a document is.
public enum Owner: Sendable, Equatable {
    case actor(ObjectID)
    /// Documents that name nobody: collections, pages, tombstones.
    case nobody

    var actor: ObjectID? {
        if case .actor(let id) = self { id } else { nil }
    }

    /// An actor is its own; an activity its `actor`'s; a key its `owner`'s; all else `attributedTo`'s. Nil where that is
    /// there and cannot be read, and where one document claims to be two things.
    public static func of(_ document: JSONValue) -> Owner? {
        let id = document["id"]?.string.flatMap { ObjectID($0) }
        let isActor = document["inbox"] != nil
        if document.isKey {
            guard !isActor, let owner = document.id("owner") ?? document.id("controller") else { return nil }
            return .actor(owner)
        }
        if isActor {
            guard document["actor"] == nil,
                document["attributedTo"] == nil || document.author == id || document.isA("Group")
            else { return nil }
            return id.map { .actor($0) }
        }
        if document["actor"] != nil {
            guard document["attributedTo"] == nil || document.author == document.id("actor"),
                document.list("actor", most: 3).count == 1
            else { return nil }
            return document.id("actor").map { .actor($0) }
        }
        guard let attributed = document["attributedTo"], attributed != .null else { return .nobody }
        // Several authors must all be of one server (PeerTube: a person and their channel).
        let authors = document.list("attributedTo", most: 20).map(\.asID)
        guard let origin = authors.first??.origin, authors.allSatisfy({ $0?.origin == origin }) else { return nil }
        return document.author.map { .actor($0) }
    }
}
