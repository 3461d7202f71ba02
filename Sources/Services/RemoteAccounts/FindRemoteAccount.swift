// The account of an actor: the known one, or a new one after a look at its server.

public import ActivityPub
internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// How long what an actor says of itself is taken for current.
    private static let freshness = Duration.seconds(86_400)

    /// The id of the account with the id of an actor; nil where it is not known yet. Asks nobody.
    public func knownAccount(uri: String) async throws -> Int64? {
        if let local = try await localAccount(uri: uri) { return local }
        return try await database.read { try RemoteAccountQueries.id(uri: uri, $0) }
    }

    /// The id of the account with the id of an actor, fetched from its server where it is not known, or not for a day.
    ///
    /// - Parameters:
    ///   - isFresh: fetch it in any case.
    ///   - isNamed: ask its server for its handle, too, before it is new here; otherwise that is done in the background.
    ///
    /// Throws `FederationError`. One that is known and cannot be had just now is returned as it was.
    public func remoteAccount(uri: String, isFresh: Bool = false, isNamed: Bool = true) async throws -> Int64 {
        if let local = try await localAccount(uri: uri) { return local }
        guard let id = ObjectID(uri) else { throw FederationError.unusable("not the id of an actor") }
        let known = try await database.read { connection -> RemoteAccount? in
            guard let id = try RemoteAccountQueries.id(uri: id.text, connection) else { return nil }
            return try RemoteAccountQueries.account(id, connection)
        }
        if let known, !isFresh, known.fetchedAt + Services.freshness > clock.now() { return known.accountID }
        do {
            return try await fetchAccount(id, isNamed: isNamed, isKnown: known != nil)
        } catch let error as FederationError {
            guard let known, !isFresh, error != .suspended, error != .gone else { throw error }
            return known.accountID
        }
    }

    /// The account of `alice@peer.example`.
    public func remoteAccount(handle: AccountAddress) async throws -> Int64 {
        let found = try await lookUp(handle)
        if let local = try await localAccount(uri: found.actor.text) { return local }
        let id = try await remoteAccount(uri: found.actor.text)
        return id
    }

    /// Only one fetch of the same actor is under way at a time.
    private func fetchAccount(_ id: ObjectID, isNamed: Bool, isKnown: Bool) async throws -> Int64 {
        guard let federation else { throw FederationError.off }
        return try await federation.actorFlights.run(id.text) { [self] in
            let document = try await fetchDocument(id)
            guard let actor = ActorObject(document.json), actor.id == id || actor.id.document == document.address else {
                throw FederationError.unusable("not an actor")
            }
            guard isNamed, !isKnown else {
                let account = try await updateRemoteAccount(actor)
                try await enqueue(.name, account, on: id.origin.authority)
                return account
            }
            // Without WebFinger an actor is still somebody; its name is asked for again later.
            let handle = try? await confirmHandle(of: actor)
            let account = try await updateRemoteAccount(actor, handle: handle)
            try await enqueue(.pins, account, on: id.origin.authority)
            return account
        }
    }

    private func enqueue(_ task: RemoteAccountJob.Task, _ account: Int64, on host: String) async throws {
        try await change { change in
            let job = RemoteAccountJob.draft(account, on: host, task)
            try change.enqueue(job)
        }
    }

    /// An account of this server by its actor's id; nil for all other addresses.
    private func localAccount(uri: String) async throws -> Int64? {
        guard let name = site.localUsername(of: uri) else { return nil }
        return try await database.read { try AccountQueries.shownID(username: name, domain: "", $0) }
    }
}
