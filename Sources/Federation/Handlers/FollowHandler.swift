// Follows: asked for, granted, declined, and ended, in both directions.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// Somebody elsewhere follows an account of this server. The use case says yes or lets it wait; asked again, it says
    /// so again.
    func follow(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object?.id, let id = activity.id else { throw ServiceError.invalid("it has no id") }
        guard let target = try await services.localAccount(uri: object) else { throw ServiceError.notFound }
        let follower = try await services.remoteAccount(uri: sender.actor.text)
        _ = try await services.followAccount(target, by: follower, FollowWishes(), uri: id.text)
    }

    /// Our follow was granted.
    func accept(_ activity: Activity, _ sender: Sender) async throws {
        if try await settledQuote(activity, sender) { return }
        let (local, remote) = try await ownFollow(activity, sender)
        _ = try await services.acceptFollowRequest(of: local, by: remote)
    }

    /// Our follow was declined, or ended later.
    func reject(_ activity: Activity, _ sender: Sender) async throws {
        if try await settledQuote(activity, sender) { return }
        let (local, remote) = try await ownFollow(activity, sender)
        do {
            _ = try await services.rejectFollowRequest(of: local, by: remote)
        } catch ServiceError.notFound {
            _ = try await services.removeFromFollowers(local, of: remote)
        }
    }

    /// The follow of ours that an Accept or Reject is about: by its id, or by whom it names. Only whoever was followed can
    /// answer.
    private func ownFollow(_ activity: Activity, _ sender: Sender) async throws -> (local: Int64, remote: Int64) {
        let follower: ObjectID?
        if let id = activity.object?.id, let own = FollowID(id), own.matches(site) {
            follower = own.actor
        } else if let json = activity.object?.json, let inner = Activity(json), inner.kind == .follow,
            inner.object?.id == sender.actor
        {
            follower = inner.actor
        } else {
            follower = nil
        }
        guard let follower, let local = try await services.localAccount(uri: follower, evenSecret: true) else {
            throw ServiceError.notFound
        }
        return (local, try await services.remoteAccount(uri: sender.actor.text))
    }
}

/// The id of a Follow of ours: `https://…/users/alice#follows/42/7`, where 42 is the account followed and 7 tells this time from
/// others. Some servers answer under the id of an earlier time.
struct FollowID {
    let actor: ObjectID
    let target: Int64

    init?(_ id: ObjectID) {
        let parts = id.text.split(separator: "#", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("follows/"),
            let target = Int64(parts[1].dropFirst(8).prefix { $0 != "/" })
        else { return nil }
        (actor, self.target) = (id.document, target)
    }

    static func text(_ actor: String, _ target: Int64, _ ending: String) -> String {
        "\(actor)#follows/\(target)\(ending)"
    }

    func matches(_ site: Site) -> Bool { site.isOurs(actor) }
}
