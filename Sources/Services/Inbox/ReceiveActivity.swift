// What another server sent is written down before it is answered.

internal import ActivityPub
internal import Basics
internal import Crypto
public import Domain
internal import Jobs

extension Services {
    /// Keeps an activity whose signature was found good. When this returns it is on disk; what came before is kept once. Throws
    /// `ServiceError.overloaded` while there is no room for posts: its server tries again later.
    public func receive(_ draft: InboxDraft) async throws {
        guard disk.pressure < .posts else { throw ServiceError.overloaded }
        let digest = SHA256.hash(data: Array("\(draft.signer)\n\(draft.activityID)".utf8))
        try await inbox.receive(draft, digest: Array(digest.prefix(16)))
        if let signer = ObjectID(draft.signer) { try await heard(from: signer.origin.authority) }
    }

    /// A host spoke: what could not be delivered to it is tried again.
    public func heard(from host: String) async throws {
        guard deliveries.isFailing(host) else { return }
        try await deliveries.heard(from: host)
    }
}
