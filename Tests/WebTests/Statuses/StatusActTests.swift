// What is pressed under a post: it is done, once, by who may do it, and leads back to where one was.
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Buttons under posts")
struct StatusActTests {
    @Test("each button does what it says, and then offers to undo it", arguments: TestEngine.available)
    func acts(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let id = try await stand.post("a note by alice", by: alice.user)
            let path = "/@alice/\(id)"
            for (act, undo) in [
                ("favourite", "unfavourite"), ("boost", "unboost"), ("bookmark", "unbookmark"), ("mute", "unmute"),
            ] {
                #expect(try await bob.get(path).hasButton("\(act).\(id)"), "\(act)")
                for _ in 1...2 {
                    let done = try await bob.send("/statuses", [("do", "\(act).\(id)"), ("return_to", path)])
                    #expect(done.status == 303 && done.location == "\(path)#post-\(id)", "\(act)")
                }
                #expect(try await bob.get(path).hasButton("\(undo).\(id)"), "\(act)")
            }
            let counters = try #require(try await stand.services.statuses.status(id)).counters
            #expect(counters.favourites == 1 && counters.reblogs == 1)
            for undo in ["unfavourite", "unboost", "unbookmark", "unmute"] {
                _ = try await bob.send("/statuses", [("do", "\(undo).\(id)"), ("return_to", "/home")])
            }
            let page = try await bob.get(path)
            for act in ["favourite", "boost", "bookmark", "mute"] { #expect(page.hasButton("\(act).\(id)"), "\(act)") }
            // Only the author pins.
            #expect(!page.hasButton("pin.\(id)") && page.links("href", "/statuses/\(id)/report").count == 1)
            #expect(try await alice.get(path).hasButton("pin.\(id)"))
            #expect(try await bob.send("/statuses", [("do", "pin.\(id)")]).status == 422)
            #expect(try await alice.send("/statuses", [("do", "pin.\(id)")]).status == 303)
            #expect(try await alice.get("/@alice").text.contains("Pinned"))
        }
    }

    @Test("a script is given the post as it now is", arguments: TestEngine.available)
    func part(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let id = try await stand.post("a note", by: alice.user)
            let part = try await alice.send(
                "/statuses",
                [("do", "favourite.\(id)"), ("place", "list")],
                headers: [.requestedWith: "part"]
            )
            #expect(part.status == 200 && part.body.contains("<article") && part.hasButton("unfavourite.\(id)"))
            #expect(!part.body.contains("<html"))
            // Of a boost that is taken back, the post stays.
            let boost = try await stand.services.reblogStatus(id, by: alice.user.accountID)
            let undone = try await alice.send(
                "/statuses",
                [("do", "unboost.\(boost)"), ("place", "list")],
                headers: [.requestedWith: "part"]
            )
            #expect(undone.status == 200 && undone.hasButton("boost.\(id)"))
        }
    }

    @Test("who may not see a post cannot do anything with it", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let secret = try await stand.post("for followers", by: alice.user, .private)
            for act in ["favourite", "boost", "bookmark", "mute", "vote"] {
                #expect(try await bob.send("/statuses", [("do", "\(act).\(secret)")]).status == 404, "\(act)")
            }
            // Neither without the proof, nor signed out, nor with what no button says.
            let open = try await stand.post("for all", by: alice.user)
            #expect(try await bob.send("/statuses", [("do", "favourite.\(open)")], proof: "x").status == 422)
            let stranger = try await stand.sendAsStranger(
                "/statuses",
                [("do", "favourite.\(open)"), ("return_to", "/@alice")]
            )
            #expect(stranger.status == 302 && stranger.location == "/auth/sign_in?return_to=%2F%40alice")
            for value in [
                "", "favourite", "favourite.", "favourite.x", "explode.\(open)", "favourite.\(open).1", "favourite.-1",
            ] {
                #expect(try await bob.send("/statuses", [("do", value)]).status == 422, "\(value)")
            }
            #expect(try await stand.services.statuses.status(open)?.counters.favourites == 0)
            let away = try await bob.send("/statuses", [("do", "favourite.\(open)"), ("return_to", "//evil.example")])
            #expect(away.location == "/#post-\(open)")
        }
    }

    @Test("a poll is voted in where it stands, once", arguments: TestEngine.available)
    func vote(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let draft = StatusDraft(text: "Which?", poll: PollDraft(options: ["Linden", "Clover"], expiresIn: 3600))
            let id = try await stand.services.postStatus(draft, by: alice.user).status.id
            let page = try await bob.get("/@alice/\(id)")
            #expect(page.complaints == [] && page.hasButton("vote.\(id)"))
            #expect(!(try await alice.get("/@alice/\(id)").hasButton("vote.\(id)")))
            let none = try await bob.send("/statuses", [("do", "vote.\(id)")])
            #expect(none.status == 422 && none.text.contains("Choose an answer"))
            for _ in 1...2 {
                _ = try await bob.send("/statuses", [("do", "vote.\(id)"), ("choice-\(id)", "1")])
            }
            let voted = try await bob.get("/@alice/\(id)")
            #expect(
                !voted.hasButton("vote.\(id)") && voted.text.contains("1 person has voted")
                    && voted.text.contains("your vote")
            )
            for choice in ["7", "-1", "x", "1"] {
                #expect(
                    try await bob.send("/statuses", [("do", "vote.\(id)"), ("choice-\(id)", choice)]).status == 422
                )
            }
        }
    }

    @Test("an own post is deleted after a question, others' never", arguments: TestEngine.available)
    func deletion(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let id = try await stand.post("words to take back", by: alice.user)
            let path = "/statuses/\(id)/delete"
            #expect(try await bob.get(path).status == 404)
            #expect(try await bob.send(path, []).status == 404)
            #expect(try await stand.get(path).status == 302)
            let page = try await alice.get(path)
            #expect(page.status == 200 && page.complaints == [] && page.text.contains("words to take back"))
            #expect(try await alice.send(path, [], proof: "x").status == 422)
            #expect(try await alice.send(path, [("return_to", "/home")]).location == "/home")
            #expect(try await stand.get("/@alice/\(id)").status == 404)
            #expect(try await alice.send(path, [("return_to", "/home")]).status == 303)
            for wrong in ["/statuses/x/delete", "/statuses/0/delete", "/statuses/1/delete"] {
                #expect(try await alice.get(wrong).status == 404, "\(wrong)")
            }
        }
    }

    @Test("a post is reported to the moderators with a rule and words", arguments: TestEngine.available)
    func report(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let rule = try await stand.services.addRule("Be gentle <b>", hint: "")
            let id = try await stand.post("a rude note", by: alice.user)
            let path = "/statuses/\(id)/report"
            let page = try await bob.get(path)
            #expect(page.status == 200 && page.complaints == [] && page.text.contains("Be gentle <b>"))
            #expect(try await alice.get(path).status == 404)
            let long = try await bob.send(
                path,
                [("category", "other"), ("comment", String(repeating: "x", count: 1200))]
            )
            #expect(long.status == 422 && long.text.contains("too long") && long.body.contains("xxxxxxxx"))
            let sent = try await bob.send(
                path,
                [("category", "violation"), ("rule-\(rule)", "true"), ("comment", "not kind")]
            )
            #expect(sent.status == 200 && sent.text.contains("Your report is sent"))
            let reports = try await stand.services.reports(.init(), .init(limit: 5)).items
            #expect(reports.count == 1 && reports.first?.statusIDs == [id] && reports.first?.ruleIDs == [rule])
        }
    }
}
