// Somebody elsewhere moves to another account.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Services

extension Federation {
    /// Only of the account that says so, and only if the new one says so too.
    func move(_ activity: Activity, _ sender: Sender) async throws {
        guard activity.object?.id == sender.actor, let target = activity.target?.id, target != sender.actor else {
            throw ServiceError.invalid("it moves somebody else, or nowhere")
        }
        guard let account = try await services.knownAccount(uri: sender.actor.text) else { return }
        try await services.takeMove(of: account, to: target)
    }
}
