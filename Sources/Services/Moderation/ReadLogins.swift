// The logins behind accounts, as moderators read them.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// The logins of these accounts, with why their people wished to join, and those all of whose files are shown as sensitive. Accounts
    /// of other servers have no login.
    public func logins(
        of accounts: [Int64]
    ) async throws -> (logins: [Int64: (user: User, reason: String?)], sensitized: Set<Int64>) {
        try await database.read { connection in
            (try UserQueries.logins(accounts, connection), try StatusMarkQueries.sensitized(accounts, connection))
        }
    }
}
