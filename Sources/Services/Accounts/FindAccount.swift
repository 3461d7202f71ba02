// Accounts by addresses as people write them.

internal import Domain

extension Services {
    /// The account with an address (`user`, `@user@host`, in any letter case). Accounts of other servers are found only where they
    /// are known already.
    public func accountID(named written: String) async throws -> Int64? {
        guard let address = AcctAddress.parse(written) else { return nil }
        let domain = address.domain.map { site.isOwn($0) ? "" : $0 } ?? ""
        return try await accounts.id(username: address.username, domain: domain)
    }
}
