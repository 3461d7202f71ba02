// Who may moderate, and how far their word reaches: said by the server's owner.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Gives an account a role, or takes it away (`user`).
    ///
    /// Throws `ServiceError.notFound` for an account without a login, `.notAllowed` for everybody but the server's owner.
    public func setRole(_ role: Role, of account: Int64, by moderator: Moderator) async throws {
        try await change { change in
            guard try change.rank(of: moderator) == .owner else { throw ServiceError.notAllowed }
            guard let user = try UserQueries.user(account, change.connection), !user.isDisabled else {
                throw ServiceError.notFound
            }
            guard user.role != role else { return }
            try UserQueries.setRole(role, of: account, change.connection)
            try change.log(.setRole, by: moderator) { ($0.targetID, $0.subject) = (account, "\(role)") }
            change.record(.userChanged(account: account))
            change.record(.accountChanged(id: account))
        }
    }
}
