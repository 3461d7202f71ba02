// A moderator deletes for good what a suspended account has left.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Closes a suspended account and has it erased, as its owner could.
    ///
    /// Throws `ServiceError.notFound`, `.forbidden` for one that is not suspended, or that `moderator` may not act on.
    public func deleteSuspendedAccount(_ account: Int64, by moderator: Moderator) async throws {
        try await change { change in
            guard let details = try AccountQueries.details(account, change.connection),
                try UserQueries.user(account, change.connection)?.isDisabled != true
            else { throw ServiceError.notFound }
            try change.require(moderator, mayActOn: account)
            guard details.account.isSuspended else {
                throw ServiceError.forbidden("Only a suspended account can be deleted")
            }
            try change.log(.deleteAccount, by: moderator) { $0.targetID = account }
            try change.close(account)
        }
    }
}
