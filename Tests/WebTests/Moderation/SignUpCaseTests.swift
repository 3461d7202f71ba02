// People who wait to be let in, at the desk.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Sign-ups at the desk")
struct SignUpCaseTests {
    private let reason = "I knit, <b>and</b> would like to talk about it"

    private func waiting(_ stand: PageStand, _ name: String) async throws -> Int64 {
        stand.clock.advance(.seconds(60))
        return try await stand.services.signUp(
            NewAccount(
                username: name,
                email: "\(name)@mail.example",
                password: "a quiet long password",
                reason: reason,
                agreement: true
            )
        ).account.id
    }

    @Test(
        "who waits longest stands first; a case is decided, and the next one follows",
        arguments: TestEngine.available
    )
    func decides(_ engine: TestEngine) async throws {
        try await withPages(engine, registrations: .approval) { stand in
            let (bob, carol) = (try await waiting(stand, "bob"), try await waiting(stand, "carol"))
            let erin = try await stand.signedIn(try await stand.account("erin", role: .moderator))
            let queue = try await erin.get("/moderation")
            #expect(queue.complaints == [] && queue.body.contains("Sign-ups"))
            let order = ["/moderation/sign-ups/\(bob)", "/moderation/sign-ups/\(carol)"]
            #expect(order.allSatisfy { queue.body.contains($0) })
            #expect(queue.text.contains("@bob") && queue.text.contains(reason))
            #expect(queue.body.contains("b…@mail.example") && !queue.body.contains("bob@mail.example"))
            let page = try await erin.get(order[0])
            #expect(page.status == 200 && page.complaints == [] && page.text.contains(reason))
            #expect(page.body.contains("data-act") && page.body.contains("data-reject"))
            #expect(!page.body.contains("bob@mail.example"))
            #expect(try await erin.send(order[0], [("do", "think")]).status == 422)
            #expect(try await erin.send(order[0], [("do", "approve")], proof: "x").status == 422)
            let approved = try await erin.send(order[0], [("do", "approve")])
            #expect(approved.status == 303 && approved.headers[.location] == order[1])
            #expect(try await stand.get("/@bob").status == 200)
            let over = try await erin.send(order[0], [("do", "reject")])
            #expect(over.status == 409 && over.text.contains("has decided about this already"))
            #expect(try await erin.get(order[0]).status == 410)
            #expect(try await stand.get("/@bob").status == 200)
            let rejected = try await erin.send(order[1], [("do", "reject"), ("text", "We only sew")])
            #expect(rejected.status == 303 && rejected.headers[.location] == "/moderation")
            #expect(try await erin.get(order[1]).status == 404)
            let log = try await erin.get("/moderation/log")
            #expect(log.text.contains("Account approved") && log.text.contains("Account not approved"))
            #expect(!log.text.contains("carol"))
        }
    }

    @Test("for everybody else there is no such page", arguments: TestEngine.available)
    func strangers(_ engine: TestEngine) async throws {
        try await withPages(engine, registrations: .approval) { stand in
            let bob = try await waiting(stand, "bob")
            let alice = try await stand.signedIn("alice")
            for path in ["/moderation", "/moderation/sign-ups/\(bob)"] {
                #expect(try await alice.get(path).status == 404)
                #expect(try await stand.get(path).status == 404)
            }
            #expect(try await alice.send("/moderation/sign-ups/\(bob)", [("do", "approve")]).status == 404)
            #expect(try await stand.services.undecidedSignUp(bob) != nil)
        }
    }

    @Test("staff is told, and led to the case", arguments: TestEngine.available)
    func notifications(_ engine: TestEngine) async throws {
        try await withPages(engine, registrations: .approval) { stand in
            let erin = try await stand.signedIn(try await stand.account("erin", role: .moderator))
            let bob = try await waiting(stand, "bob")
            let page = try await erin.get("/notifications")
            #expect(page.complaints == [] && page.body.contains("/moderation/sign-ups/\(bob)"))
            try await stand.services.approveSignUp(bob, by: .account(erin.user.accountID))
            let later = try await erin.get("/notifications").body
            #expect(!later.contains("/moderation/sign-ups/") && later.contains("/@bob"))
        }
    }
}
