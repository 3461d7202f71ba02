// The shield by one tap, from the page of notifications and from settings.
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("The shield on pages")
struct ShieldPageTests {
    @Test("it goes up and down by one button, and says until when", arguments: TestEngine.available)
    func buttons(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (list, page) = ("/notifications", "/settings/shield")
            func isUp() async throws -> Bool {
                try await stand.services.shield(of: alice.user.accountID).until != nil
            }
            let before = try await alice.get(list)
            #expect(before.complaints == [] && before.text.contains("Put up a shield for a day"))
            let raise = [("hours", "24"), ("return_to", list)]
            #expect(try await alice.send(page, raise, proof: "x").status == 422)
            #expect(try await stand.sendAsStranger(page, raise).location?.hasPrefix("/auth/sign_in") == true)
            #expect(try await !isUp())
            #expect(try await alice.send(page, raise).location == list)
            #expect(try await isUp())
            let during = try await alice.get(list)
            #expect(during.complaints == [] && during.text.contains("Your shield is up until"))
            #expect(during.text.contains("Take the shield down"))
            #expect(try await alice.get(page).text.contains("Your shield is up until"))
            #expect(try await !bob.get(list).text.contains("Your shield is up"))
            #expect(try await alice.send(page, [("hours", "0"), ("return_to", list)]).location == list)
            #expect(try await !isUp())
            for hours in ["", "x", "-1", "9999"] {
                let refused = try await alice.send(page, [("hours", hours)])
                #expect(refused.status == 422 && refused.complaints == [], "\(hours)")
            }
            let saved = try await alice.send(page, [("hours", "168")])
            #expect(saved.status == 200 && saved.complaints == [] && saved.text.contains("Your shield is up until"))
        }
    }

    @Test("in a storm it is proposed", arguments: TestEngine.available)
    func proposal(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            for number in 1...30 { _ = try await stand.post("@alice \(number)", by: bob.user) }
            let page = try await alice.get("/notifications")
            #expect(page.complaints == [] && page.text.contains("Mentions in the last hour: 30"))
        }
    }
}
