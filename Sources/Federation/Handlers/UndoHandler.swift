// What was done is undone, by whoever did it.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    func undo(_ activity: Activity, _ sender: Sender) async throws {
        guard let object = activity.object else { throw ServiceError.invalid("it undoes nothing") }
        guard let account = try await services.knownAccount(uri: sender.actor.text) else { return }
        guard let json = object.json, let inner = Activity(json) else {
            // By its id alone: a boost is known by it; for all else the peers send the whole.
            if let id = object.id, id.origin == sender.actor.origin {
                try await services.deleteStatus(uri: id.text, by: account)
            }
            return
        }
        guard Belief.mayChange(sender.actor, inner.actor) else {
            throw ServiceError.forbidden("Only who did it can undo it")
        }
        switch inner.kind {
        case .follow:
            guard
                let target = try await inner.object?.id.asyncMap({
                    try await services.localAccount(uri: $0, evenSecret: true)
                }) ?? nil
            else { return }
            _ = try await services.unfollowAccount(target, by: account)
        case .like, .emojiReact:
            guard let id = inner.object?.id, let status = try await services.status(uri: id.text) else { return }
            _ = try await services.unfavouriteStatus(status.status.id, by: account)
        case .announce:
            if let id = inner.id, id.origin == sender.actor.origin {
                try await services.deleteStatus(uri: id.text, by: account)
            }
        case .block:
            guard
                let target = try await inner.object?.id.asyncMap({
                    try await services.localAccount(uri: $0, evenSecret: true)
                }) ?? nil
            else { return }
            _ = try await services.unblockAccount(target, by: account)
        default: return
        }
    }
}

extension Optional {
    func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        if let value = self { try await transform(value) } else { nil }
    }
}
