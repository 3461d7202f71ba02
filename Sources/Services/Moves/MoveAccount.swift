// Somebody moves to another account, here or elsewhere: both accounts say so, and who follows goes along.

public import ActivityPub
public import Basics
internal import Database
public import Domain
internal import Jobs
internal import Storage

/// Those who follow an account that has moved follow the new one.
public enum MoveJob {
    public static let kind = "move-followers"

    /// - Parameter host: the server of the account that moves; nil for this one.
    static func draft(from account: Int64, to target: Int64, host: String? = nil) -> JobDraft {
        JobDraft(
            kind: kind,
            payload: "\(account) \(target)",
            key: "\(account)",
            host: host.map { HostGroup.name(of: $0) }
        )
    }
}

extension Services {
    /// Time between two moves of one account from here, and of one from elsewhere.
    private static let movesApart = Duration.seconds(30 * 86_400)
    private static let remoteMovesApart = Duration.seconds(7 * 86_400)
    /// In the sentence, too.
    private static let aliasesMost = 20

    /// The ids of other accounts of the person behind an account.
    public func aliases(of account: Int64) async throws -> [String] {
        try await aliasesAndMove(of: account).alsoKnownAs
    }

    /// The same, and the id of the account to which it has moved.
    public func aliasesAndMove(of account: Int64) async throws -> (alsoKnownAs: [String], movedTo: String?) {
        try await database.read { try RemoteAccountQueries.aliases(of: account, $0) }
    }

    /// The same as people write them, as far as they are known here.
    public func aliasNames(of account: Int64) async throws -> [String] {
        var names: [String] = []
        for uri in try await aliases(of: account) {
            guard let id = try await knownAccount(uri: uri), let other = try await accounts.account(id)?.account else {
                names.append(uri)
                continue
            }
            names.append("@\(other.username)@\(other.isLocal ? site.domain : other.domain)")
        }
        return names
    }

    /// Says which other accounts an account of this server is also known as: those may move to it.
    ///
    /// - Parameter names: handles or ids of actors. Throws `ServiceError.invalid` for one that cannot be found.
    public func setAliases(_ names: [String], of account: Int64) async throws {
        guard names.count <= Services.aliasesMost else {
            throw ServiceError.invalid("At most 20 other accounts can be named")
        }
        var aliases: [String] = []
        for name in names {
            let other = try await found(name)
            guard other != account, let known = try await accounts.account(other)?.account else {
                throw ServiceError.invalid("An account is not another name of itself")
            }
            let uri = site.uri(of: known)
            if !aliases.contains(uri) { aliases.append(uri) }
        }
        let wanted = aliases
        try await change { change in
            let movedTo = try RemoteAccountQueries.aliases(of: account, change.connection).movedTo
            try RemoteAccountQueries.setAliases(wanted, movedTo: movedTo, of: account, change.connection)
            try change.record(
                .profileChanged(account: account),
                sentBy: AccountQueries.hasRemote(change.connection) ? account : nil
            )
        }
    }

    /// Moves an account of this server to another one, which must name it as another of its own. Followers are told, and go along.
    ///
    /// - Parameter name: the handle of the other account, or the id of its actor.
    /// Throws `ServiceError.invalidFields` for a wrong password, `.invalid` where the other account cannot be found, does not
    /// name this one, or this one moved within thirty days.
    public func moveAccount(
        _ account: Int64,
        to name: String,
        password: String,
        at address: ClientAddress? = nil
    ) async throws {
        let proved = try await prove(account, by: password, at: address)
        let target = try await found(name, isFresh: true)
        guard target != account, let own = try await accounts.account(account)?.account,
            let other = try await accounts.account(target)?.account
        else { throw ServiceError.invalid("An account cannot move to itself") }
        let (uri, newURI) = (site.uri(of: own), site.uri(of: other))
        guard try await aliases(of: target).contains(uri) else {
            throw ServiceError.invalid("The other account does not say that it is also known as this one")
        }
        try await change { change in
            try change.requireUnchanged(proved, of: account)
            if let last = try MoveQueries.lastMove(of: account, change.connection),
                last.at + Services.movesApart > change.now
            {
                throw ServiceError.invalid("An account can move once in thirty days")
            }
            try MoveQueries.set(movedTo: newURI, target, of: account, at: change.now, change.connection)
            let sender = try AccountQueries.hasRemote(change.connection) ? account : nil
            try change.record(.profileChanged(account: account), sentBy: sender)
            try change.record(.accountMoved(account: account, target: target), sentBy: sender)
            try change.enqueue(MoveJob.draft(from: account, to: target))
        }
    }

    /// An account of another server says that it has moved. Nothing happens unless the new account, asked just now, says that it
    /// is also known as the old one.
    public func takeMove(of account: Int64, to target: ObjectID) async throws {
        guard let old = try await accounts.account(account)?.account, !old.isLocal, let uri = old.uri else { return }
        let new = try await remoteAccount(uri: target.text, isFresh: true)
        guard new != account, try await aliases(of: new).contains(uri),
            let known = try await accounts.account(new)?.account
        else { throw ServiceError.forbidden("The new account does not know the old one") }
        let newURI = site.uri(of: known)
        let host = ObjectID(uri)?.origin.host
        try await change { change in
            let braked = change.now - Services.remoteMovesApart
            let last = try MoveQueries.lastMove(of: account, change.connection)
            if let last, last.at > braked {
                // The same move again moves those who were not moved yet; another one has to wait. What the actor's document
                // says meanwhile is no move.
                guard last.target == new else { return }
            } else {
                // Nor does a crowd go on from account to account: whoever was moved to just now stays for as long.
                guard try !MoveQueries.wasMovedTo(account, after: braked, change.connection) else { return }
                try MoveQueries.set(movedTo: newURI, new, of: account, at: change.now, change.connection)
            }
            change.record(.accountChanged(id: account))
            try change.enqueue(MoveJob.draft(from: account, to: new, host: host))
        }
    }

    /// The handler of `MoveJob`: may be broken off anywhere and begun again.
    public func moveFollowers(_ job: Job) async throws {
        let ids = job.payload.split(separator: " ").compactMap { Int64($0) }
        guard ids.count == 2 else { throw JobRefused("not two accounts") }
        let (old, new) = (ids[0], ids[1])
        let followers = try await database.read { try MoveQueries.localFollowers(of: old, $0) }
        for follower in followers {
            // Who hides follows nobody anew, which would be told to others; the follow that there is stays.
            guard try await accounts.account(follower) != nil else { continue }
            guard
                let options = try await database.read({
                    try RelationshipQueries.followOptions(of: follower, to: old, $0)
                })
            else { continue }
            do {
                if follower != new {
                    let wishes = FollowWishes(
                        showReblogs: options.showReblogs,
                        notify: options.notify,
                        languages: options.languages
                    )
                    _ = try await followAccount(new, by: follower, wishes)
                }
                _ = try await unfollowAccount(old, by: follower)
            } catch let error as ServiceError {
                // Blocked, or gone: they keep what they have.
                if case .overloaded = error { throw error }
            }
        }
    }

    /// The account with a handle (`@alice@peer.example`) or the id of an actor.
    private func found(_ name: String, isFresh: Bool = false) async throws -> Int64 {
        do {
            if name.hasPrefix("https://") || name.hasPrefix("http://") {
                return try await remoteAccount(uri: name, isFresh: isFresh)
            }
            let handle = name.hasPrefix("@") ? String(name.dropFirst()) : name
            guard let address = AccountAddress(handle.contains("@") ? handle : "\(handle)@\(site.domain)") else {
                throw Services.unknownAccount
            }
            if site.isOwn(address.domain) {
                guard let id = try await accounts.id(username: address.name, domain: "") else {
                    throw Services.unknownAccount
                }
                return id
            }
            let id = try await remoteAccount(handle: address)
            guard isFresh, let uri = try await accounts.account(id)?.account.uri else { return id }
            return try await remoteAccount(uri: uri, isFresh: true)
        } catch is FederationError {
            throw Services.unknownAccount
        }
    }

    private static let unknownAccount = ServiceError.invalid("An account with this name cannot be found")
}
