// Posts of another server, as they came from there.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport

extension PageStand {
    /// A public post by dora of far.example, who is made with the first. Returns its id here.
    @discardableResult
    func farPost(_ text: String, _ change: (inout RemoteStatus) -> Void = { _ in }) async throws -> Int64 {
        let dora = Account(
            id: 900,
            username: "dora",
            domain: "far.example",
            createdAt: clock.clock.now(),
            uri: "https://far.example/users/dora",
            url: "https://far.example/@dora"
        )
        if try await services.accounts.account(dora.id) == nil {
            try await services.database.write { try AccountQueries.insert(dora, $0) }
        }
        let uri = "https://far.example/users/dora/statuses/\(services.ids.next())"
        let origin = StatusOrigin(uri: uri, url: uri, publishedAt: clock.clock.now())
        var status = RemoteStatus(origin: origin, content: "<p>\(text)</p>", visibility: .public)
        change(&status)
        return try await services.publishStatus(status, by: dora.id).status.id
    }
}
