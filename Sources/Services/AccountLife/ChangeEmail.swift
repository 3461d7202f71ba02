// Somebody has another e-mail address.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    /// Sets another e-mail address. Throws `ServiceError.invalidFields` for a wrong password (`current_password`) or an
    /// address that cannot be taken (`email`).
    public func changeEmail(of account: Int64, to written: String, password: String) async throws {
        let proved = try await prove(account, by: password)
        guard let email = EmailAddress.validate(written.trimmed) else {
            throw ServiceError.invalidFields([.init("email", .invalid, "is not an e-mail address")])
        }
        try await change { change in
            try change.requireUnchanged(proved, of: account)
            guard let user = try UserQueries.user(account, change.connection) else { throw ServiceError.notFound }
            let isOwn = EmailAddress.validate(user.email)?.folded == email.folded
            guard try isOwn || !UserQueries.isEmailTaken(email, change.connection) else {
                throw ServiceError.invalidFields([.emailTaken])
            }
            try LoginQueries.setEmail(
                email,
                confirmedAt: user.confirmedAt,
                of: account,
                change.connection
            )
            change.tell(.userChanged(account: account))
        }
    }
}
