// FEP-8fcf: one digest for all followers that an actor has on one server, so that both sides notice where they differ.

internal import Basics
internal import Crypto

/// The digest of a set, in any order.
public struct FollowerDigest: Sendable, Equatable {
    private var sum = [UInt8](repeating: 0, count: 32)

    public init(_ followers: some Sequence<ObjectID> = []) { for follower in followers { toggle(follower) } }

    /// Adds a follower, or takes away one who is in it.
    public mutating func toggle(_ follower: ObjectID) {
        for (place, byte) in Array(SHA256.hash(data: Array(follower.text.utf8))).enumerated() { sum[place] ^= byte }
    }

    public var hex: String { Hex.encode(sum) }
}

/// The `Collection-Synchronization` header.
public struct FollowerSync: Sendable, Equatable {
    /// The `followers` of the actor.
    public var collection: ObjectID
    /// Where those of the server that is told are listed.
    public var url: ObjectID
    public var digest: String

    public init(collection: ObjectID, url: ObjectID, digest: FollowerDigest) {
        (self.collection, self.url, self.digest) = (collection, url, digest.hex)
    }

    /// Nil unless it is the actor's own collection, at its own origin.
    public init?(header: String, actor: ObjectID, followers: ObjectID?) {
        guard let parameters = CavageSignature.parameters(header),
            let collection = parameters["collectionid"].flatMap({ ObjectID($0) }),
            let url = parameters["url"].flatMap({ ObjectID($0) }), let digest = parameters["digest"]?.lowercased(),
            collection == followers, url.origin == actor.origin, digest.utf8.count == 64, Hex.decode(digest) != nil
        else { return nil }
        (self.collection, self.url, self.digest) = (collection, url, digest)
    }

    public var header: String { "collectionId=\"\(collection)\", url=\"\(url)\", digest=\"\(digest)\"" }
}
