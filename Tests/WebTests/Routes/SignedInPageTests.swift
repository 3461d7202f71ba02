// Pages of somebody who is signed in: more is seen, nothing is kept.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct SignedInPageTests {
    /// The cookie of a new session.
    private func cookie(_ user: User, _ stand: PageStand) async throws -> HTTPFields {
        [.cookie: "\(stand.services.site.sessionCookie)=\(try await stand.services.beginSession(user.accountID).token)"]
    }

    @Test("who may see a private or direct post sees it, and nobody keeps the page", arguments: TestEngine.available)
    func seen(_ engine: TestEngine) async throws {
        try await withPages(engine, keeping: .seconds(5)) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let open = try await stand.post("for all", by: alice)
            let closed = try await stand.post("for followers", by: alice, to: open, .private)
            let direct = try await stand.post("@bob for you alone", by: alice, to: open, .direct)
            let (asAlice, asBob) = (try await cookie(alice, stand), try await cookie(bob, stand))
            let forged: HTTPFields = [
                .cookie: "\(stand.services.site.sessionCookie)=\(String(repeating: "A", count: 43))"
            ]

            for (path, headers, status) in [
                ("/@alice/\(closed)", asAlice, 200), ("/@alice/\(closed)", asBob, 404),
                ("/@alice/\(closed)", forged, 404),
                ("/@alice/\(direct)", asBob, 200), ("/@alice/\(direct)", forged, 404), ("/@alice/\(direct)", [:], 404),
            ] {
                let page = try await stand.get(path, headers: headers)
                #expect(page.status == status && page.complaints == [], "\(path)")
                #expect(page.headers[.cacheControl] == "private, no-store, no-transform", "\(path)")
            }
            // The author's page does not become everybody's.
            let own = try await stand.get("/@alice/\(open)", headers: asAlice)
            #expect(own.body.contains("for followers") && own.body.contains("for you alone"))
            #expect(own.body.contains("name=\"csrf\"") && own.text.contains("Sign out"))
            let others = try await stand.get("/@alice/\(open)")
            #expect(!others.body.contains("for followers") && !others.body.contains("for you alone"))
            #expect(!others.text.contains("Sign out"))
            #expect(others.headers[.cacheControl] == "no-store")
            _ = try await stand.services.followAccount(alice.accountID, by: bob.accountID)
            #expect(try await stand.get("/@alice/\(closed)", headers: asBob).status == 200)
        }
    }

    @Test(
        "whom an account has blocked finds nothing of it; who muted it finds it by its address",
        arguments: TestEngine.available
    )
    func blocked(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let post = try await stand.post("a garden note #garden", by: alice)
            let asBob = try await cookie(bob, stand)
            _ = try await stand.services.muteAccount(alice.accountID, by: bob.accountID)
            #expect(try await stand.get("/@alice/\(post)", headers: asBob).status == 200)
            #expect(try await stand.get("/tags/garden", headers: asBob).body.contains("a garden note") == false)
            #expect(try await stand.get("/@alice", headers: asBob).body.contains("a garden note"))
            _ = try await stand.services.blockAccount(bob.accountID, by: alice.accountID)
            #expect(try await stand.get("/@alice/\(post)", headers: asBob).status == 404)
            for path in ["/@alice", "/tags/garden", "/"] {
                #expect(try await stand.get(path, headers: asBob).body.contains("a garden note") == false, "\(path)")
            }
            #expect(try await stand.get("/@alice/\(post)").status == 200)
        }
    }
}
