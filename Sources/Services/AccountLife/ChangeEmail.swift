// Somebody has another e-mail address.

public import Basics
internal import Domain
internal import Storage

extension Services {
    /// Sets another e-mail address; where mail is sent, only a link to it makes it count. Throws `ServiceError.invalidFields`
    /// for a wrong password (`current_password`) or an address that cannot be taken (`email`), `.invalid` where a link was
    /// sent just now.
    ///
    /// - Returns: whether a link was sent that is to be opened first.
    @discardableResult
    public func changeEmail(
        of account: Int64,
        to written: String,
        password: String,
        at address: ClientAddress? = nil
    ) async throws -> Bool {
        let proved = try await prove(account, by: password, at: address)
        let (email, sendsMail) = (try self.address(written), sendsMail)
        return try await refusingTaken {
            try await self.change { change in
                try change.requireUnchanged(proved, of: account)
                guard let user = try UserQueries.user(account, change.connection) else { throw ServiceError.notFound }
                let isOwn = EmailAddress.validate(user.email)?.folded == email.folded
                guard try isOwn || !UserQueries.isEmailTaken(email, change.connection) else {
                    throw ServiceError.invalidFields([.emailTaken])
                }
                let isPending = sendsMail && !(isOwn && user.confirmedAt != nil)
                if isPending {
                    try change.enqueueLink(.address, to: email, of: account)
                } else {
                    // Nor does a link to another address count any more, which may have been a mistake.
                    try MailLinkQueries.drop(of: account, change.connection)
                }
                // One that was never confirmed gives way at once.
                if !isPending || user.confirmedAt == nil {
                    try LoginQueries.setEmail(email, confirmedAt: user.confirmedAt, of: account, change.connection)
                    change.record(.userChanged(account: account))
                }
                return isPending
            }
        }
    }
}
