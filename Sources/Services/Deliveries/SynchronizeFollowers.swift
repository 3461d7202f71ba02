// Who follows whom, compared between two servers (FEP-8fcf): each says what it knows of the other's people in a digest, and
// where they differ, looks.

public import ActivityPub
internal import Basics
internal import Database
public import Domain
internal import Jobs
internal import Storage
internal import Synchronization

/// A look at those followers of an account elsewhere who are of this server.
public enum FollowerSyncJob {
    public static let kind = "follower-sync"

    static func draft(_ account: Int64, _ sync: FollowerSync, heardAt: Timestamp) -> JobDraft {
        JobDraft(
            kind: kind,
            payload: "\(account) \(sync.digest) \(heardAt.milliseconds) \(sync.url)",
            key: "\(account)",
            host: HostGroup.name(of: sync.url.origin.host)
        )
    }
}

extension Services {
    /// The header for a delivery that is for followers and not for everybody; nil for all others, and for hosts that none of them
    /// is on.
    func followerSync(for delivery: Delivery) async throws -> String? {
        guard let federation, delivery.accountID > 0 else { return nil }
        let isForFollowers: Bool
        if let known = federation.followersOnly.withLock({ $0.value(for: delivery.activityID) }) {
            isForFollowers = known
        } else {
            isForFollowers = try await Services.isForFollowers(delivery.body, uri(of: delivery.accountID))
            federation.followersOnly.withLock { $0.set(isForFollowers, for: delivery.activityID) }
        }
        guard isForFollowers, let uri = try await uri(of: delivery.accountID),
            let collection = ObjectID(uri + "/followers"), let url = ObjectID(uri + "/followers_synchronization")
        else { return nil }
        let followers = try await database.read { connection in
            try RemoteAccountQueries.followers(of: delivery.accountID, on: delivery.host, connection)
        }
        guard !followers.isEmpty else { return nil }
        let digest = FollowerDigest(followers.compactMap { ObjectID($0) })
        return FollowerSync(collection: collection, url: url, digest: digest).header
    }

    private static func isForFollowers(_ body: [UInt8], _ uri: String?) -> Bool {
        guard let uri, let json = try? JSONValue.parse(body), let activity = Activity(json) else { return false }
        let addresses = activity.addressing.to + activity.addressing.cc
        return addresses.contains(uri + "/followers") && !addresses.contains(Addressing.everybody)
    }

    private func uri(of account: Int64) async throws -> String? {
        try await accounts.account(account).map { site.uri(of: $0.account) }
    }

    /// The ids of those followers of an account of this server who are on one host.
    public func followers(of account: Int64, on host: String) async throws -> [ObjectID] {
        try await database.read { try RemoteAccountQueries.followers(of: account, on: host, $0) }
            .compactMap { ObjectID($0) }
    }

    /// Another server says which of the people here follow one of its accounts. Has a job look where this server thinks
    /// otherwise.
    public func compareFollowers(header: String, of actor: ObjectID) async throws {
        guard let account = try await knownAccount(uri: actor.text) else { return }
        let site = site
        let (collection, names) = try await database.read { connection in
            (
                try RemoteAccountQueries.account(account, connection)?.followers,
                try MoveQueries.localFollowerNames(of: account, connection)
            )
        }
        // Longer lists are read in part, and would never be equal.
        guard names.count <= DocumentLimits.list,
            let sync = FollowerSync(header: header, actor: actor, followers: collection.flatMap { ObjectID($0) }),
            FollowerDigest(names.compactMap { ObjectID(site.actorURI($0)) }).hex != sync.digest
        else { return }
        try await change { try $0.enqueue(FollowerSyncJob.draft(account, sync, heardAt: $0.now)) }
    }

    /// What was announced was written down a while before it came, and the list may come out of a cache: who began to follow
    /// since then is in neither.
    private static let announcementLife = Duration.seconds(600)

    /// The handler of `FollowerSyncJob`. Nobody is removed on the word of a list that is not the one that was announced, or
    /// that may be older than their follow.
    public func synchronizeFollowers(_ job: Job) async throws {
        let parts = job.payload.split(separator: " ", maxSplits: 3).map { String($0) }
        guard parts.count == 4, let account = Int64(parts[0]), let heard = Int64(parts[2]), let url = ObjectID(parts[3])
        else { throw JobRefused("not a look at followers") }
        let document: JSONValue
        do {
            document = try await fetchDocument(url, isFresh: true).json
        } catch FederationError.unreachable(let reason) {
            throw FederationError.unreachable(reason)
        } catch let error as FederationError {
            throw JobRefused(error.description)
        }
        guard let list = CollectionObject(document), list.next == nil else {
            throw JobRefused("not a list of followers")
        }
        let ids = Set(list.items.compactMap(\.id)).filter { site.isOurs($0) }
        guard FollowerDigest(ids).hex == parts[1] else { throw JobRefused("not the list that was announced") }
        // After the list came: whoever follows by now is no surprise in it.
        let followers = try await database.read { try MoveQueries.localFollows(of: account, $0) }
        let announced = Timestamp(milliseconds: heard) - Services.announcementLife
        var known: Set<ObjectID> = []
        for (follower, since) in followers {
            guard let uri = try await uri(of: follower), let id = ObjectID(uri) else { continue }
            known.insert(id)
            // Their server has forgotten the follow, and sends them nothing.
            if since < announced, !ids.contains(id) { _ = try await removeFromFollowers(follower, of: account) }
        }
        // A list of names that follow nobody would have us write an Undo for each.
        for id in ids.subtracting(known).prefix(50) {
            guard let name = site.localUsername(of: id.text),
                let follower = try await accounts.id(username: name, domain: "")
            else { continue }
            do {
                _ = try await acceptFollowRequest(of: follower, by: account)
            } catch ServiceError.notFound {
                // They do not follow, whatever is thought there; unless they began to this very moment.
                try await change { change in
                    guard try RelationshipQueries.followOptions(of: follower, to: account, change.connection) == nil
                    else { return }
                    try change.record(.unfollowed(account: follower, target: account), sentBy: follower)
                }
            }
        }
    }
}
