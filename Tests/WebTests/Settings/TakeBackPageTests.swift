// Taking back all that one has said on an occasion, by a form.
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Taking back, on pages")
struct TakeBackPageTests {
    private let path = "/settings/take_back"

    @Test("all posts with a tag go by one form, and the page says how far it is", arguments: TestEngine.available)
    func tag(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let own = try await stand.post("mine #there", by: alice.user)
            let other = try await stand.post("his #there", by: bob.user)
            #expect(try await stand.get(path).location?.hasPrefix("/auth/sign_in") == true)
            let page = try await alice.get(path)
            #expect(page.complaints == [])
            #expect(page.text.contains("Delete the posts for good"))
            let fields = [("tag", "there"), ("what", "delete")]
            #expect(try await alice.send(path, fields, proof: "x").status == 422)
            for wrong in [[("tag", "nothing"), ("what", "delete")], [("tag", "there"), ("what", "x")]] {
                let refused = try await alice.send(path, wrong)
                #expect(refused.status == 422)
                #expect(refused.complaints == [])
            }
            #expect(try await stand.services.statuses.status(own) != nil)
            #expect(try await alice.send(path, fields).location == path)
            let during = try await alice.get(path)
            #expect(during.complaints == [])
            #expect(during.body.contains("<progress"))
            let wish = try #require(try await stand.services.takeBacks(of: alice.user.accountID).first).wish
            try await stand.services.runTakeBack(wish.id)
            let after = try await alice.get(path)
            #expect(after.text.contains("Taken back on") && !after.body.contains("<progress"))
            #expect(try await stand.services.statuses.status(own) == nil)
            #expect(try await stand.services.statuses.status(other) != nil)
        }
    }

    @Test("calls that one has answered are offered, to nobody else", arguments: TestEngine.available)
    func call(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let draft = CallDraft(prompt: "Who was there? #there", tag: "there", answers: ["I was", "I heard of it"])
            let call = try await stand.services.postCall(draft, by: alice.user).id
            try await stand.services.answerCall(call, with: 0, by: bob.user.accountID)
            #expect(try await bob.get(path).text.contains("Who was there?"))
            #expect(try await !alice.get(path).text.contains("Who was there?"))
            #expect(try await alice.get("\(path)?call=\(call)").status == 404)
            let page = try await bob.get("\(path)?call=\(call)")
            #expect(page.complaints == [])
            #expect(page.text.contains("Who was there?"))
            #expect(try await bob.send("\(path)?call=\(call)", [("what", "withdraw")]).location == path)
            let wish = try #require(try await stand.services.takeBacks(of: bob.user.accountID).first).wish
            try await stand.services.runTakeBack(wish.id)
            #expect(try await stand.services.ownAnswer(call, by: bob.user.accountID) == nil)
        }
    }
}
