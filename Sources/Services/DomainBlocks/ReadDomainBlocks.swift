// Which servers somebody has blocked for themselves.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page of the servers of which an account wants to see nothing, the last blocked first.
    public func blockedDomains(of account: Int64, _ bounds: PageBounds) async throws -> Page<String> {
        let rows = try await database.read { try DomainBlockQueries.list(by: account, bounds, $0) }
        return Page(rows: rows, bounds: bounds)
    }
}
