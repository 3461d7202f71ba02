// Going through all logins, for the admin.

internal import Database
public import Storage

extension Services {
    /// Gives each local login to `body`, in the order of sign-up, 500 a read.
    public func forEachLogin(_ body: (AccountQueries.Listing) -> Void) async throws {
        var last: Int64 = 0
        while true {
            let after = last
            let page = try await database.read { try AccountQueries.list(after: after, limit: 500, $0) }
            page.forEach(body)
            guard let end = page.last, page.count == 500 else { return }
            last = end.id
        }
    }
}
