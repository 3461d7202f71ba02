// The language that somebody reads this server in.

internal import Domain
internal import Storage

extension Services {
    /// Pages, letters and notices speak it from now on.
    /// - Parameter locale: a language code of two letters.
    public func setLocale(_ locale: String, of account: Int64) async throws {
        try await change { change in
            guard try UserQueries.setLocale(locale, of: account, change.connection) else { throw ServiceError.notFound }
        }
    }
}
