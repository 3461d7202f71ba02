// The public key that a request names: the known one, or what its owner lists now.

public import ActivityPub
internal import Basics
internal import Database
internal import Domain
internal import Storage
internal import Synchronization

/// A public key, and whose it is: an actor that lists it.
public struct FoundKey: Sendable, Equatable {
    public let key: PublicKey
    /// The id of the actor.
    public let owner: ObjectID
    /// Kept since earlier, so that a signature it does not fit may have been made with a newer one.
    public let isFromCache: Bool
}

extension Services {
    /// Looks for keys of one domain within five minutes that came to nothing: who sends requests with keys that nobody has makes
    /// this server ask others. And all of them, also those of a large server of which many speak for the first time at once.
    private static let failedLooksEach = 60
    private static let looksEach = 1500
    private static let lookTime = Duration.seconds(300)
    /// How long a key is kept in memory.
    private static let keyTime = Duration.seconds(600)

    /// The key with that id. Its owner lists it, and both are of one origin.
    ///
    /// - Parameter isFresh: ask the owner again, because a signature did not fit.
    ///
    /// Throws `FederationError`: `.gone` where key or owner are gone, `.unreachable` where their server does not answer now, or
    /// too much was asked of it.
    public func findKey(_ keyID: String, isFresh: Bool = false) async throws -> FoundKey {
        guard let federation else { throw FederationError.off }
        guard let id = ObjectID(keyID) else { throw FederationError.unusable("a key without an address") }
        guard !servers.policy(of: id.origin.authority).isSuspended else { throw FederationError.suspended }
        let now = clock.now()
        if !isFresh {
            if let (key, end) = federation.foundKeys.withLock({ $0.value(for: keyID) }), end > now { return key }
            if let known = try await database.read({ try ActorKeyQueries.key(keyID, $0) }),
                let found = FoundKey(known, id)
            {
                federation.foundKeys.withLock { $0.set((found, now + Services.keyTime), for: keyID) }
                return found
            }
        }
        let mayLook = federation.keyLooks.withLock { looks in
            let host = HostGroup.name(of: id.host)
            var look = looks.value(for: host) ?? FederationContext.KeyLooks(end: now)
            if look.end <= now { look = FederationContext.KeyLooks(end: now + Services.lookTime) }
            look.count += 1
            looks.set(look, for: host)
            return look.count <= Services.looksEach && look.count - look.proven <= Services.failedLooksEach
        }
        guard mayLook else { throw FederationError.unreachable("too many keys of \(id.host) were looked for") }
        let found = try await federation.keyFlights.run(id.text) { [self] in try await fetchKey(id, isFresh: isFresh) }
        let kept = FoundKey(key: found.key, owner: found.owner, isFromCache: true)
        federation.foundKeys.withLock { $0.set((kept, now + Services.keyTime), for: keyID) }
        return found
    }

    /// The key was looked for, and has signed what came with it.
    public func countProven(keyID: String) {
        guard let federation, let id = ObjectID(keyID) else { return }
        federation.keyLooks.withLock { looks in
            let host = HostGroup.name(of: id.host)
            guard var look = looks.value(for: host), look.proven < look.count else { return }
            look.proven += 1
            looks.set(look, for: host)
        }
    }

    private func fetchKey(_ id: ObjectID, isFresh: Bool) async throws -> FoundKey {
        let document = try await fetchDocument(id.document, isFresh: isFresh)
        var actor = ActorObject(document.json)
        if actor?.key(id.text) == nil {
            // A key document, or a stub with one: the owner must list it.
            guard case .owner(let owner)? = KeySource.of(document.json, keyID: id) else {
                throw FederationError.unusable("no key there")
            }
            actor = ActorObject(try await fetchDocument(owner, isFresh: isFresh).json)
        }
        guard let actor, let key = actor.key(id.text) else {
            throw FederationError.unusable("a key that its owner does not list")
        }
        // The actor came with it: nobody has to ask for that again.
        let account = try await updateRemoteAccount(actor)
        try await confirmIfNew(account)
        return FoundKey(key: key.key, owner: actor.id, isFromCache: false)
    }

    private func confirmIfNew(_ account: Int64) async throws {
        try await change { change in
            guard let remote = try RemoteAccountQueries.account(account, change.connection), remote.namedAt == nil
            else {
                return
            }
            try change.enqueue(RemoteAccountJob.draft(account, on: remote.host, .name))
        }
    }
}

extension FoundKey {
    /// Nil for one that cannot be read, or belongs to another origin.
    fileprivate init?(_ known: ActorKey, _ id: ObjectID) {
        guard let key = PublicKey(pem: known.publicKey) ?? PublicKey(multibase: known.publicKey),
            let owner = ObjectID(known.owner), owner.origin == id.origin
        else { return nil }
        self.init(key: key, owner: owner, isFromCache: true)
    }
}
