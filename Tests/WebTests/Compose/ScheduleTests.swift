// Posts for later: from the form, by the clock of who writes, with another time, other words, or none at all.
import Basics
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Posts for later, on pages")
struct ScheduleTests {
    private func waiting(_ person: SignedIn) async throws -> [ScheduledStatus] {
        try await person.stand.services.scheduledStatuses(of: person.user.accountID, PageBounds(limit: 40)).items
    }

    private func posts(_ person: SignedIn) async throws -> Int64 {
        try await person.stand.services.accounts.account(person.user.accountID)?.counters.statuses ?? 0
    }

    @Test(
        "a post waits for its time by the clock that was chosen, and stands on its page",
        arguments: TestEngine.available
    )
    func schedules(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let form = try await alice.get("/publish")
            #expect(
                form.complaints == [] && form.body.contains("name=\"later\"") && form.body.contains("UTC+5:30, where")
            )
            #expect(try await alice.get("/home").hasButton("later"))
            let sent = try await alice.send(
                "/publish",
                [
                    ("text", "Good <b>morning"), ("spoiler_text", "Sunrise"), ("visibility", "private"), ("key", "k"),
                    ("later", "2031-05-01T07:30"), ("later_zone", "330"), ("return_to", "/home"),
                ]
            )
            #expect(sent.status == 303 && sent.location == "/home")
            let cookies = sent.headers[values: .setCookie]
            #expect(cookies.contains { $0.hasPrefix("chorus_zone=330;") })
            #expect(cookies.contains { $0.hasPrefix("chorus_said=scheduled;") })
            let kept = try #require(try await waiting(alice).first)
            #expect(kept.scheduledAt == Timestamp(iso8601: "2031-05-01T02:00:00Z"))
            #expect(kept.draft.visibility == .private && kept.draft.spoilerText == "Sunrise")
            #expect(try await posts(alice) == 0)
            // Again the same form is the same post.
            let page = try await alice.stand.get("/scheduled", headers: alice.cookie.adding("chorus_zone=330"))
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("1 May 2031, 07:30 UTC+5:30") && page.body.contains("Good &lt;b&gt;morning"))
            #expect(page.text.contains("Sunrise") && page.text.contains("Followers only"))
            #expect(try await stand.get("/scheduled").location?.hasPrefix("/auth/sign_in") == true)
            #expect(try await bob.get("/scheduled").text.contains("Nothing waits"))
        }
    }

    @Test("what is wrong with the time is said, with all that was written", arguments: TestEngine.available)
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let soon = LaterTime(stand.clock.clock.now() + .seconds(240), zone: 0).typed
            for (later, words) in [
                ("tomorrow", "cannot be read"), ("2031-02-30T10:00", "cannot be read"),
                ("2031-05-01", "cannot be read"),
                ("2001-05-01T10:00", "five minutes ahead"), (soon, "five minutes ahead"),
            ] {
                let refused = try await alice.send(
                    "/publish",
                    [("text", "Good morning"), ("later", later), ("later_zone", "0")]
                )
                #expect(refused.status == 422 && refused.complaints == [], "\(later)")
                #expect(refused.text.contains(words) && refused.body.contains("Good morning</textarea>"), "\(later)")
                #expect(refused.body.contains("value=\"\(later)\""), "\(later)")
            }
            #expect(try await alice.send("/publish", [("text", ""), ("later", "2031-05-01T10:00")]).status == 422)
            #expect(try await waiting(alice).isEmpty)
            #expect(try await posts(alice) == 0)
        }
    }

    @Test("it is moved and deleted by its author alone", arguments: TestEngine.available)
    func moves(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let fields = [("text", "Good morning"), ("later", "2031-05-01T10:00"), ("later_zone", "0"), ("key", "k")]
            #expect(try await alice.send("/publish", fields).status == 303)
            let path = "/scheduled/\(try #require(try await waiting(alice).first).id)"
            let move = [("do", "move"), ("later", "2032-05-01T10:00"), ("later_zone", "-570")]
            #expect(try await bob.send(path, move).status == 404)
            #expect(try await alice.send(path, move, proof: "x").status == 422)
            let wrong = try await alice.send(path, [("do", "move"), ("later", "never"), ("later_zone", "60")])
            #expect(wrong.status == 422 && wrong.complaints == [] && wrong.text.contains("cannot be read"))
            #expect(wrong.body.contains("value=\"never\""))
            #expect(try await alice.send(path, move).location == "/scheduled")
            #expect(try await waiting(alice).first?.scheduledAt == Timestamp(iso8601: "2032-05-01T19:30:00Z"))
            #expect(try await bob.send(path, [("do", "cancel")]).status == 303)
            #expect(try await waiting(alice).count == 1)
            for _ in 0..<2 { #expect(try await alice.send(path, [("do", "cancel")]).location == "/scheduled") }
            #expect(try await waiting(alice).isEmpty)
            #expect(try await alice.send(path, [("do", "sing")]).status == 422)
        }
    }

    @Test("it is written again in the form, for another time or at once", arguments: TestEngine.available)
    func rewrites(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let fields = [
                ("text", "Good morning"), ("later", "2031-05-01T10:00"), ("later_zone", "0"), ("key", "k"),
                ("reply_policy", "nobody"),
            ]
            #expect(try await alice.send("/publish", fields).status == 303)
            let id = try #require(try await waiting(alice).first).id
            let form = try await alice.get("/publish?scheduled=\(id)")
            #expect(form.complaints == [] && form.body.contains("Good morning</textarea>"))
            #expect(form.body.contains("<option value=\"nobody\" selected"))
            #expect(form.body.contains("value=\"2031-05-01T10:00\"") && form.field("scheduled") == "\(id)")
            #expect(try await bob.get("/publish?scheduled=\(id)").status == 404)
            let again = [
                ("scheduled", "\(id)"), ("text", "Good evening"), ("later", "2031-05-01T20:00"), ("later_zone", "0"),
                ("key", "k2"),
            ]
            // What is wrong with it leaves the old one.
            #expect(try await alice.send("/publish", again + [("poll_option", "one")]).status == 422)
            #expect(try await waiting(alice).map(\.draft.text) == ["Good morning"])
            #expect(try await alice.send("/publish", again).status == 303)
            let kept = try await waiting(alice)
            #expect(kept.map(\.draft.text) == ["Good evening"] && kept.first?.id != id)
            let now = [("scheduled", "\(kept[0].id)"), ("text", "Good night"), ("later", ""), ("key", "k3")]
            #expect(try await alice.send("/publish", now).status == 303)
            #expect(try await waiting(alice).isEmpty)
            #expect(try await posts(alice) == 1)
        }
    }

    @Test(
        "the small form leads to the date with all that was written; edits do not wait",
        arguments: TestEngine.available
    )
    func later(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let opened = try await alice.send("/publish", [("text", "Good morning"), ("do", "later")])
            #expect(opened.status == 200 && opened.body.contains("Good morning</textarea>"))
            #expect(opened.body.contains("id=\"compose-when\" open"))
            let post = try await stand.post("a note", by: alice.user)
            #expect(try await !alice.get("/statuses/\(post)/edit").body.contains("name=\"later\""))
            let edit = [("edit", "\(post)"), ("text", "another"), ("later", "2031-05-01T10:00")]
            #expect(try await alice.send("/publish", edit).status == 303)
            #expect(try await waiting(alice).isEmpty)
        }
    }

    @Test("clocks east and west of UTC say the same moment")
    func clocks() {
        #expect(LaterTime(typed: "2031-05-01T10:00", zone: 345).moment == Timestamp(iso8601: "2031-05-01T04:15:00Z"))
        #expect(LaterTime(typed: "2031-05-01T10:00", zone: 7).zone == 0)
        for zone in LaterTime.zones {
            let moment = Timestamp(seconds: 1_900_000_020)
            #expect(LaterTime(moment, zone: zone).moment == moment)
        }
        #expect([0, 60, 330, -570].map(LaterTime.name) == ["UTC", "UTC+1", "UTC+5:30", "UTC−9:30"])
    }
}

extension HTTPFields {
    fileprivate func adding(_ cookie: String) -> HTTPFields {
        var fields = self
        fields[.cookie] = [self[.cookie], cookie].compactMap(\.self).joined(separator: "; ")
        return fields
    }
}
