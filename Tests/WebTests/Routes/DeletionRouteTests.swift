// What open pages are told of what is gone; e2e/test_open_pages.py is the same in a browser.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct DeletionRouteTests {
    private func list(_ stand: PageStand) async throws -> (statuses: [String], accounts: [String], since: String) {
        let answer = try await stand.get("/api/chorus/v1/deletions")
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/json; charset=utf-8")
        let json = try JSONValue.parse(Array(answer.body.utf8))
        func ids(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? ["none"] }
        return (ids("statuses"), ids("accounts"), json["since"]?.string ?? "")
    }

    @Test("open pages learn what was deleted in public, and who was suspended", arguments: TestEngine.available)
    func told(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let before = try await list(stand)
            #expect(before.statuses == [] && before.accounts == [])
            var gone: [String] = []
            for visibility in [Visibility.public, .unlisted, .private, .direct] {
                let id = try await stand.post("a note", by: alice, visibility)
                _ = try await stand.services.deleteStatus(id, by: alice.accountID)
                if visibility.isOpen { gone.append(String(id)) }
            }
            #expect(try await list(stand).statuses == gone)
            let post = try await stand.post("another", by: bob)
            try await stand.services.moderate(bob.accountID, .silence, by: .commandLine)
            #expect(try await list(stand).accounts == [])
            try await stand.services.moderate(bob.accountID, .suspend, by: .commandLine)
            #expect(try await list(stand).accounts == [String(bob.accountID)])
            try await stand.services.moderate(bob.accountID, .unsuspend, by: .commandLine)
            #expect(try await list(stand).accounts == [])
            // What is on a page says what it is.
            let page = try await stand.get("/@bob/\(post)")
            #expect(page.body.contains("data-status=\"\(post)\" data-author=\"\(bob.accountID)\" data-about"))
        }
    }

    @Test(
        "the list is the same until something goes, forgets what is old, and says so",
        arguments: TestEngine.available
    )
    func bounds(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let (first, second) = (try await stand.post("one", by: alice), try await stand.post("two", by: alice))
            _ = try await stand.services.deleteStatus(first, by: alice.accountID)
            let answer = try await stand.get("/api/chorus/v1/deletions")
            let tag = try #require(answer.headers[.eTag])
            stand.clock.advance(.seconds(200))
            let same = try await stand.get("/api/chorus/v1/deletions", headers: [.ifNoneMatch: tag])
            #expect(same.status == 304 && same.body.isEmpty)
            let since = try await list(stand).since
            let deletedAt = stand.clock.clock.now() - .seconds(200)
            _ = try await stand.services.deleteStatus(second, by: alice.accountID)
            stand.clock.advance(.seconds(150))
            let later = try await list(stand)
            #expect(later.statuses == [String(second)])
            // Who looked before the forgotten one went has missed it.
            #expect(later.since == deletedAt.iso8601 && later.since > since)
        }
    }
}
