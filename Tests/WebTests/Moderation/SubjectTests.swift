// A whole tag or call at the moderators' desk: who sees it, what its forms do, and what readers see of it.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("A whole tag or call at the desk")
struct SubjectTests {
    private func staff(_ stand: PageStand, _ name: String = "erin", _ role: Role = .moderator) async throws -> SignedIn
    {
        let new = NewAccount(username: name, email: "\(name)@mail.example", password: nil, role: role, agreement: true)
        return try await stand.signedIn(try await stand.services.createAccount(new).user)
    }

    private func call(_ stand: PageStand, by person: SignedIn) async throws -> Call {
        let draft = CallDraft(prompt: "Who drinks tea?", tag: "Tea", answers: ["Me too", "I stand with you"])
        return try await stand.services.postCall(draft, by: person.user)
    }

    @Test("for everybody but moderators there is no such page, and no way to it", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, erin) = (try await stand.signedIn("alice"), try await staff(stand))
            let call = try await call(stand, by: alice)
            let pages = [
                "/moderation/tags", "/moderation/tags?q=te", "/moderation/tags/tea", "/moderation/calls/\(call.id)",
                "/moderation/tags/unused",
            ]
            for path in pages {
                #expect(try await alice.get(path).status == 404, "\(path)")
                #expect(try await stand.get(path).status == 404, "\(path)")
                let page = try await erin.get(path)
                #expect(page.status == 200 && page.complaints == [], "\(path): \(page.status) \(page.complaints)")
            }
            for path in pages[2...] {
                let fields = [("do", "begin"), ("kind", "hold")]
                #expect(try await alice.send(path, fields).status == 404)
                #expect(try await stand.sendAsStranger(path, fields).status == 404)
            }
            #expect(try await stand.services.measuredSubjects().isEmpty)
            for (path, desk) in [
                ("/tags/tea", "/moderation/tags/tea"), ("/calls/\(call.id)", "/moderation/calls/\(call.id)"),
            ] {
                #expect(try await erin.get(path).body.contains(desk))
                #expect(try await !alice.get(path).body.contains("/moderation/"))
                #expect(try await !stand.get(path).body.contains("/moderation/"))
            }
            // A tag has one address, and what names nothing has none.
            #expect(try await erin.get("/moderation/tags/Tea").location == "/moderation/tags/tea")
            for path in ["/moderation/calls/99", "/moderation/calls/x", "/moderation/tags/%20"] {
                #expect(try await erin.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("a notice stands above the page, in its language, until it is taken back", arguments: TestEngine.available)
    func notice(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, erin) = (try await stand.signedIn("alice"), try await staff(stand))
            let call = try await call(stand, by: alice)
            for (desk, page) in [
                ("/moderation/tags/tea", "/tags/tea"), ("/moderation/calls/\(call.id)", "/calls/\(call.id)"),
            ] {
                let fields = [
                    ("do", "begin"), ("kind", "notice"), ("text", "Números <falsos>\nCall 116 123"), ("language", "es"),
                    ("hours", "24"), ("note", "A storm"),
                ]
                #expect(try await erin.send(desk, fields).location == desk)
                for shown in [try await stand.get(page), try await alice.get(page)] {
                    #expect(shown.complaints == [], "\(shown.complaints)")
                    #expect(shown.text.contains("Números <falsos>") && shown.body.contains("lang=\"es\""))
                    #expect(shown.text.contains("From the moderators of"))
                }
                let inForce = try await erin.get(desk)
                #expect(inForce.complaints == [] && inForce.text.contains("@erin") && inForce.text.contains("A storm"))
                #expect(try await erin.get("/moderation/tags").text.contains("A word to readers"))
                #expect(try await erin.get("/moderation/log").body.contains("href=\"\(desk)\""))
                #expect(try await erin.send(desk, [("do", "end"), ("kind", "notice")]).location == desk)
                #expect(try await !stand.get(page).text.contains("Números"))
                // Who comes second is told so.
                #expect(try await erin.send(desk, [("do", "end"), ("kind", "notice")]).status == 409)
            }
        }
    }

    @Test("what is filled in wrongly is said, and stays in the form", arguments: TestEngine.available)
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, erin) = (try await stand.signedIn("alice"), try await staff(stand))
            let call = try await call(stand, by: alice)
            for desk in ["/moderation/tags/tea", "/moderation/calls/\(call.id)"] {
                let wrong: [[(String, String)]] = [
                    [], [("do", "begin")], [("do", "begin"), ("kind", "x")], [("do", "x"), ("kind", "hold")],
                    [("do", "begin"), ("kind", "notice"), ("text", " ")],
                    [("do", "begin"), ("kind", "hold"), ("hours", "0")],
                    [("do", "begin"), ("kind", "hold"), ("hours", "9999999")],
                    [("do", "begin"), ("kind", "hold"), ("hours", "x")],
                    [("do", "begin"), ("kind", "notice"), ("text", String(repeating: "a", count: 501))],
                    [("do", "count")], [("do", "count"), ("match", "words"), ("words", "")],
                    [("do", "count"), ("match", "new_accounts"), ("days", "-1")],
                    [("do", "count"), ("match", "server")], [("do", "remove"), ("match", "x")],
                    [("do", "remove"), ("match", "all"), ("since", "5"), ("until", "4")],
                    [("do", "remove"), ("match", "all"), ("since", "0")],
                    [("do", "remove"), ("match", "all"), ("since", "-9223372036854775808"), ("until", "1")],
                    [("do", "remove"), ("match", "all"), ("since", "-140737488355328"), ("until", "1")],
                    [("do", "begin"), ("kind", desk.contains("tags") ? "lock_replies" : "block")],
                ]
                for fields in wrong {
                    let page = try await erin.send(desk, fields)
                    #expect(page.status == 422 && page.complaints == [], "\(fields): \(page.status) \(page.complaints)")
                }
                let long = String(repeating: "b", count: 501)
                let kept = try await erin.send(
                    desk,
                    [("do", "begin"), ("kind", "notice"), ("text", long), ("note", "why")]
                )
                #expect(kept.text.contains(long) && kept.text.contains("why"))
            }
            #expect(try await stand.services.measuredSubjects().isEmpty)
        }
    }

    @Test(
        "posts are counted before they are removed, and the page says how far it came",
        arguments: TestEngine.available
    )
    func removal(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (bob, erin) = (try await stand.signedIn("bob"), try await staff(stand))
            for number in 0..<12 { _ = try await stand.post("Number \(number) #tea", by: bob.user) }
            _ = try await stand.post("#tea", by: erin.user)
            let desk = "/moderation/tags/tea"
            let rule = [("match", "all"), ("back", "24"), ("without", "")]
            let counted = try await erin.send(desk, [("do", "count")] + rule)
            #expect(counted.status == 200 && counted.complaints == [], "\(counted.complaints)")
            #expect(counted.text.contains("12 posts by 1 person would be removed."))
            #expect(counted.text.contains("Not among them: 1 post") && counted.text.contains("Number 11"))
            #expect(!counted.text.contains("Number 1 "))
            let until = try #require(counted.field("until"))
            let since = try #require(counted.field("since"))
            stand.clock.advance(.seconds(60))
            let late = try await stand.post("Late #tea", by: bob.user)
            let fields = [("do", "remove"), ("since", since), ("until", until), ("text", "False numbers")] + rule
            #expect(try await erin.send(desk, fields).location == desk)
            let tag = try #require(TagName("tea"))
            let subject = Measure.Subject.tag(try #require(try await stand.services.tagReference(tag)).id)
            #expect(try await erin.get(desk).text.contains("The posts are being looked for."))
            let removal = try #require(try await stand.services.ruleRemovals(of: subject).first).removal
            try await stand.services.runRemoval(removal.id)
            let done = try await erin.get(desk)
            #expect(done.complaints == [] && done.text.contains("12 posts by 1 person were removed."))
            // What came after the count stays.
            #expect(try await stand.services.statuses.status(late) != nil)
            #expect(try await stand.services.sanctions(of: bob.user.accountID).map(\.action.text) == ["False numbers"])
        }
    }

    @Test(
        "readers see that moderators have closed replies, and nobody is offered a form",
        arguments: TestEngine.available
    )
    func locked(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let erin = try await staff(stand)
            let call = try await call(stand, by: alice)
            let answer = try await stand.post("Me", by: bob.user, to: call.id)
            let words = "The moderators have closed replies here for now"
            let pages = ["/calls/\(call.id)", "/@alice/\(call.id)", "/@bob/\(answer)"]
            for path in pages { #expect(try await !bob.get(path).text.contains(words), "\(path)") }
            _ = try await erin.send(
                "/moderation/calls/\(call.id)",
                [("do", "begin"), ("kind", "lock_replies"), ("hours", "1")]
            )
            for path in pages {
                for page in [try await bob.get(path), try await alice.get(path), try await stand.get(path)] {
                    #expect(page.text.contains(words) && page.complaints == [], "\(path) \(page.complaints)")
                    #expect(!page.body.contains("name=\"status\""), "\(path)")
                }
            }
            stand.clock.advance(.seconds(3600))
            for path in pages { #expect(try await !bob.get(path).text.contains(words), "\(path)") }
        }
    }

    @Test(
        "a held post leads to its tag, and a report to the tags and calls of its posts",
        arguments: TestEngine.available
    )
    func ways(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let erin = try await staff(stand)
            let call = try await call(stand, by: alice)
            let post = try await stand.post("Me #coffee", by: bob.user, to: call.id)
            let report = ReportDraft(targetID: bob.user.accountID, statusIDs: [post], comment: "", category: .spam)
            _ = try await stand.services.report(report, by: alice.user.accountID)
            let person = try await erin.get("/moderation/people/\(bob.user.accountID)")
            #expect(person.body.contains("/moderation/tags/coffee") && person.complaints == [])
            #expect(person.body.contains("/moderation/calls/\(call.id)"))
            _ = try await erin.send("/moderation/tags/coffee", [("do", "begin"), ("kind", "hold"), ("hours", "1")])
            let held = try await stand.post("Kettle #coffee", by: bob.user)
            let page = try await erin.get("/moderation/held/\(held)")
            #expect(page.complaints == [] && page.body.contains("/moderation/tags/coffee"))
            #expect(try await erin.get("/moderation").text.contains("posts with its tag wait"))
            #expect(try await erin.get("/moderation/tags/coffee").text.contains("Posts that wait because of it"))
            #expect(try await !stand.get("/tags/coffee").text.contains("Kettle"))
        }
    }
}
