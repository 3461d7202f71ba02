// People of this server and their collections.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// How long an actor may be kept: as long as a new key or a new name may take to be seen.
    private static let actorSeconds = 60

    func actor(_ request: DocumentRequest) async throws -> DocumentResponse {
        let cached = try await account(request)
        let keys = try await services.signingKeys(of: cached.account.id)
        let aliases = try await services.aliasesAndMove(of: cached.account.id)
        guard let actor = ActorBuilder.actor(cached, site, keys, aliases: aliases) else { throw DocumentFailure.broken }
        return .document(actor.json(), seconds: Federation.actorSeconds)
    }

    func instanceActor() async throws -> DocumentResponse {
        guard let actor = InstanceActor.actor(site, try await services.signingKeys(of: 0)) else {
            throw DocumentFailure.broken
        }
        return .document(actor.json(), seconds: Federation.actorSeconds)
    }

    func emptyCollection(_ path: String) throws -> DocumentResponse {
        .document(CollectionObject(id: ObjectID(site.url + path), kind: .ordered, total: 0).json(), seconds: 300)
    }

    /// How many, and not who: names are for those who look at the page.
    func followers(_ request: DocumentRequest) async throws -> DocumentResponse {
        let cached = try await openAccount(request)
        return try total(cached.counters.followers, cached.account, "followers")
    }

    func following(_ request: DocumentRequest) async throws -> DocumentResponse {
        let cached = try await openAccount(request)
        return try total(cached.counters.following, cached.account, "following")
    }

    private func total(_ count: Int64, _ account: Account, _ name: String) throws -> DocumentResponse {
        let id = ObjectID("\(site.uri(of: account))/\(name)")
        return .document(CollectionObject(id: id, kind: .ordered, total: Int(count)).json(), seconds: 60)
    }

    /// What is open to everybody, newest first, a page at a time.
    func outbox(_ request: DocumentRequest) async throws -> DocumentResponse {
        let cached = try await openAccount(request)
        let account = cached.account
        let uri = "\(site.uri(of: account))/outbox"
        guard request.query("page") != nil else {
            var collection = CollectionObject(id: ObjectID(uri), kind: .ordered, total: Int(cached.counters.statuses))
            collection.first = ObjectID(uri + "?page=true").map { .id($0) }
            return .document(collection.json(), seconds: 60)
        }
        let limit = 20
        let below = request.id(request.query("max_id"))
        let page = try await services.statuses(
            of: account.id,
            for: .anonymous,
            PageBounds(maxID: below, limit: limit)
        )
        let name = below.map { "\(uri)?page=true&max_id=\($0)" } ?? "\(uri)?page=true"
        var collection = CollectionObject(id: ObjectID(name), kind: .orderedPage)
        collection.partOf = ObjectID(uri)
        for activity in try await notes().activities(page.items) {
            collection.items.append(.embedded(try JSONValue.parse(activity.json()).withoutContext, id: activity.id))
        }
        if page.items.count == limit, let last = page.items.last {
            collection.next = ObjectID("\(uri)?page=true&max_id=\(last)")
        }
        return .document(collection.json(), seconds: 15)
    }

    /// What somebody has pinned.
    func featured(_ request: DocumentRequest) async throws -> DocumentResponse {
        let account = try await openAccount(request).account
        let pinned = try await services.pinnedStatuses(of: account.id, for: .anonymous).items
        let read = try await services.statuses.statuses(pinned)
        // Whole, as Mastodon has them: Takahē passes over ids alone.
        var items: [ObjectReference] = []
        for status in pinned.compactMap({ read[$0] }) {
            guard let note = try await notes().note(status) else { continue }
            items.append(.embedded(try JSONValue.parse(note.json()).withoutContext, id: note.id))
        }
        let id = ObjectID("\(site.uri(of: account))/featured")
        return .document(
            CollectionObject(id: id, kind: .ordered, total: items.count, items: items).json(),
            seconds: 15
        )
    }

    /// The local account of the path.
    func account(_ request: DocumentRequest) async throws -> CachedAccount {
        let name = request.pathText("name")
        guard Username.isValid(name) else { throw DocumentFailure.notFound }
        guard let id = try await services.accounts.id(username: name, domain: ""),
            let cached = try await services.accounts.account(id, evenSecret: true), cached.isKnownElsewhere
        else { throw try await services.wasAccount(name) ? DocumentFailure.gone : .notFound }
        return cached
    }

    /// The same, if what it says is open: not of somebody suspended, and not on a server that shows strangers nothing.
    func openAccount(_ request: DocumentRequest) async throws -> CachedAccount {
        let cached = try await account(request)
        guard !cached.account.isSuspended else { throw DocumentFailure.gone }
        // It comes back: no server is to forget it for good.
        guard !cached.account.isDeactivated else { throw DocumentFailure.notFound }
        guard !site.isLimited else { throw DocumentFailure.unsigned }
        return cached
    }

    func notes() -> NoteBuilder { NoteBuilder(services: services) }
}

extension CachedAccount {
    /// Whether other servers may hear of it: not before its person was let in, and of one that its person has hidden only where
    /// they asked others to hide it, too, or moderators have suspended it. What they read then is a name and keys.
    var isKnownElsewhere: Bool {
        guard !isNewcomer, let deactivation = account.deactivation else { return !isNewcomer }
        return deactivation.isAnnounced || account.isSuspended
    }
}

extension JSONValue {
    /// An object inside of another one: the outer context is its own.
    var withoutContext: JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key != "@context" })
    }
}
