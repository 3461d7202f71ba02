// An actor of another server becomes an account here, or the account follows what its actor says now.

public import ActivityPub
internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Writes what an actor says of itself, which must be believed already, and returns the id of its account.
    ///
    /// The actor's id is the identity. Its handle may change: `handle` is the one that WebFinger has confirmed; without one a
    /// new account carries its name at the host of its id until somebody has looked.
    @discardableResult
    public func updateRemoteAccount(_ actor: ActorObject, handle: AccountAddress? = nil) async throws -> Int64 {
        let host = actor.id.origin.authority
        let policy = servers.policy(of: host)
        guard !policy.isSuspended else { throw FederationError.suspended }
        guard site.localUsername(of: actor.id.text) == nil, !site.isOwn(host) else {
            throw FederationError.unusable("an actor that would be ours")
        }
        let profile = RemoteProfile(actor)
        let newID = ids.next()
        let id = try await change { change in
            let known = try RemoteAccountQueries.id(uri: actor.id.text, change.connection)
            let id = known ?? newID
            if known == nil {
                let name = try change.freeName(for: actor, handle)
                var account = Account(
                    id: id,
                    username: name.name,
                    domain: name.domain,
                    createdAt: profile.createdAt ?? change.now,
                    uri: actor.id.text
                )
                profile.write(to: &account)
                try AccountQueries.insert(account, change.connection)
                if policy.isSilenced {
                    try AccountQueries.setModeration(
                        silencedAt: change.now,
                        suspendedAt: nil,
                        of: id,
                        change.connection
                    )
                }
                try AccountQueries.updatePictures(of: account, change.connection)
            } else if var account = try AccountQueries.details(id, change.connection)?.account {
                if let handle { try change.rename(&account, to: handle, actor) }
                profile.write(to: &account)
                try AccountQueries.updateProfile(account, change.connection)
                try AccountQueries.updatePictures(of: account, change.connection)
            }
            try change.writeActor(actor, id, isNamed: handle != nil)
            if known == nil, policy.isSilenced {
                try RemoteAccountQueries.setHostMarks(silenced: true, suspended: false, of: id, change.connection)
            }
            change.record(.accountChanged(id: id))
            return id
        }
        return id
    }
}

/// The profile of an actor within the bounds of this server.
struct RemoteProfile: Sendable {
    let displayName: String
    let note: String
    let fields: [ProfileField]
    let actor: ActorObject
    var createdAt: Timestamp? { actor.published }

    init(_ actor: ActorObject) {
        self.actor = actor
        displayName = String(actor.name.prefix(2048))
        note = actor.isSuspended ? "" : RemoteHTML.sanitised(actor.summary)
        fields = actor.fields.prefix(50).map { field in
            ProfileField(
                name: String(HTML.plainText(fromHTML: field.name).prefix(2047)),
                value: RemoteHTML.sanitised(field.value)
            )
        }
    }

    func write(to account: inout Account) {
        account.displayName = displayName
        account.note = note
        account.fields = fields
        account.isLocked = actor.isLocked
        account.isBot = actor.isBot
        account.isDiscoverable = actor.isDiscoverable
        account.isIndexable = actor.isIndexable
        account.url = actor.url?.text ?? actor.id.text
        account.avatar = actor.avatar.map { ProfilePicture(path: $0.url.text) }
        account.header = actor.header.map { ProfilePicture(path: $0.url.text) }
    }
}

extension Change {
    /// A name for a new account that nobody has: the confirmed handle, or what the actor calls itself at its host.
    fileprivate func freeName(
        for actor: ActorObject,
        _ handle: AccountAddress?
    ) throws -> (name: String, domain: String) {
        let name = handle?.name ?? (actor.username.isEmpty ? "user" : actor.username)
        let domain = handle?.domain ?? actor.id.origin.authority
        guard let other = try AccountQueries.id(username: name, domain: domain, connection) else {
            return (name, domain)
        }
        if handle != nil {
            // WebFinger gave the name to this actor: the other one has lost it, and is looked up when next met.
            try loseName(other, domain)
            return (name, domain)
        }
        return ("\(name)-\(String(UInt64(bitPattern: ids.next()), radix: 36))", domain)
    }

    /// Gives an account the handle that WebFinger has confirmed.
    fileprivate func rename(_ account: inout Account, to handle: AccountAddress, _ actor: ActorObject) throws {
        let isSame =
            Username.folded(account.username) == Username.folded(handle.name) && account.domain == handle.domain
        if !isSame, let other = try AccountQueries.id(username: handle.name, domain: handle.domain, connection),
            other != account.id
        {
            try loseName(other, handle.domain)
        }
        (account.username, account.domain) = (handle.name, handle.domain)
        try RemoteAccountQueries.rename(
            account.id,
            username: handle.name,
            domain: handle.domain,
            uri: account.uri,
            url: actor.url?.text ?? actor.id.text,
            connection
        )
    }

    private func loseName(_ account: Int64, _ domain: String) throws {
        guard let other = try AccountQueries.details(account, connection)?.account, !other.isLocal else {
            throw FederationError.unusable("a handle of this server")
        }
        try RemoteAccountQueries.rename(
            account,
            username: "\(other.username)-\(String(UInt64(bitPattern: account), radix: 36))",
            domain: domain,
            uri: other.uri,
            url: other.url,
            connection
        )
    }

    /// Where the actor is reached, its keys and its emoji.
    fileprivate func writeActor(_ actor: ActorObject, _ id: Int64, isNamed: Bool) throws {
        let host = actor.id.origin.authority
        let known = try RemoteAccountQueries.account(id, connection)
        try HostQueries.see(host, at: now, connection)
        try RemoteAccountQueries.set(
            RemoteAccount(
                accountID: id,
                host: host,
                type: ActorType(actor.kind),
                inbox: actor.inbox.text,
                sharedInbox: actor.sharedInbox?.text,
                outbox: actor.outbox?.text,
                followers: actor.followers?.text,
                following: actor.following?.text,
                featured: actor.featured?.text,
                featuredTags: actor.featuredTags?.text,
                statusesCount: known?.statusesCount,
                followersCount: known?.followersCount,
                followingCount: known?.followingCount,
                alsoKnownAs: actor.alsoKnownAs.prefix(256).map(\.text),
                movedTo: actor.movedTo?.text,
                fetchedAt: now,
                namedAt: isNamed ? now : known?.namedAt
            ),
            connection
        )
        let keys = actor.keys.prefix(10).filter { $0.owner == actor.id && $0.id.origin == actor.id.origin }
        try ActorKeyQueries.set(
            keys.map { key in
                ActorKey(
                    id: key.id.text,
                    owner: actor.id.text,
                    host: host,
                    publicKey: key.key.algorithm == .rsa ? key.key.pem : key.key.multibase,
                    fetchedAt: now
                )
            },
            of: actor.id.text,
            connection
        )
        let emojis = actor.emojis.prefix(100).map {
            RemoteEmoji(host: host, shortcode: $0.shortcode, url: $0.picture.url.text)
        }
        try RemoteEmojiQueries.keep(emojis, most: RemoteEmojis.mostOfOneHost, at: now, connection)
    }
}

extension ActorType {
    init(_ kind: ActorObject.Kind) {
        switch kind {
        case .person: self = .person
        case .service: self = .service
        case .application: self = .application
        case .group: self = .group
        case .organization: self = .organization
        }
    }
}
