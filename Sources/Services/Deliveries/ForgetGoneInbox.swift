// An inbox answered 410: its account may be gone.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Has a job look whether the account of an inbox is gone.
    public func forgetGoneInbox(of delivery: Delivery) async throws {
        try await change { change in
            let owner = try RemoteAccountQueries.account(
                inbox: delivery.inbox,
                on: delivery.host,
                change.connection
            )
            // A shared one, or of somebody who is known no more: one address is no word about its whole server.
            guard let owner else { return }
            try change.enqueue(RemoteAccountJob.draft(owner, on: delivery.host, .look))
        }
    }
}
