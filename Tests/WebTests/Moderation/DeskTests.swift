// The desk of moderators: who sees it, what is decided there, and what is said to who comes second.
import Basics
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("The desk of moderators")
struct DeskTests {
    private static let hold = GuardSettings(mode: .hold)
    /// A made-up number of a network that gives none to people.
    private let number = "My number is +44 7700 900123"

    private func staff(_ stand: PageStand, _ name: String, _ role: Role) async throws -> SignedIn {
        let new = NewAccount(
            username: name,
            email: "\(name)@mail.example",
            password: nil,
            role: role,
            agreement: true
        )
        return try await stand.signedIn(try await stand.services.createAccount(new).user)
    }

    private func report(_ stand: PageStand, _ target: SignedIn, by reporter: SignedIn, _ posts: [Int64] = [])
        async throws -> Int64
    {
        let draft = ReportDraft(
            targetID: target.user.accountID,
            statusIDs: posts,
            comment: "Look <at> this",
            category: .spam
        )
        return try await stand.services.report(draft, by: reporter.user.accountID).id
    }

    private func isLimited(_ stand: PageStand, _ person: SignedIn) async throws -> Bool {
        try await stand.services.accounts.account(person.user.accountID)?.account.isSilenced == true
    }

    @Test("for everybody but moderators there is no such page", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (erin, dana) = (try await staff(stand, "erin", .moderator), try await staff(stand, "dana", .admin))
            let report = try await report(stand, bob, by: alice)
            try await stand.services.moderate(bob.user.accountID, .warn, by: .commandLine)
            let act = try #require(try await stand.services.sanctions(of: bob.user.accountID).first).action.id
            try await stand.services.appeal(act, "No", by: bob.user.accountID)
            let pages = [
                "/moderation", "/moderation/people/\(bob.user.accountID)", "/moderation/appeals/\(act)",
                "/moderation/accounts?q=bob", "/moderation/log", "/moderation/log.csv",
            ]
            for path in pages {
                for person in [alice, bob] { #expect(try await person.get(path).status == 404, "\(path)") }
                #expect(try await stand.get(path).status == 404, "\(path)")
                for person in [erin, dana] {
                    let page = try await person.get(path)
                    #expect(page.status == 200, "\(path): \(page.status)")
                    #expect(path.hasSuffix("csv") || page.complaints == [], "\(path): \(page.complaints)")
                }
            }
            let forms = [pages[1], "/moderation/held/1", pages[2]]
            for path in forms {
                let fields = [("do", "decide"), ("kind", "silence"), ("reports", "\(report)"), ("text", "a")]
                for person in [alice, bob] { #expect(try await person.send(path, fields).status == 404) }
                #expect(try await stand.sendAsStranger(path, fields).status == 404)
            }
            #expect(try await !isLimited(stand, bob))
            // Nobody is led there either, but moderators.
            #expect(try await !alice.get("/home").body.contains("/moderation"))
            #expect(try await erin.get("/home").body.contains("/moderation"))
            // A moderator who is suspended is none.
            try await stand.services.moderate(erin.user.accountID, .suspend, by: .commandLine)
            #expect(try await erin.get("/moderation").location == "/settings/standing")
            for path in [
                "/moderation/people/x", "/moderation/people/99", "/moderation/held/7", "/moderation/appeals/0",
            ] {
                #expect(try await dana.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("reports are grouped by person, decided with a reason, and lead to the next", arguments: TestEngine.available)
    func reports(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (charlie, erin) = (try await stand.signedIn("charlie"), try await staff(stand, "erin", .moderator))
            let finn = try await staff(stand, "finn", .moderator)
            let rule = try await stand.services.addRule("Be kind", hint: "")
            let parent = try await stand.post("A question", by: charlie.user)
            let post = try await stand.post("not <so> kind", by: bob.user, to: parent)
            let first = try await report(stand, bob, by: alice, [post])
            let second = try await report(stand, bob, by: charlie)
            _ = try await report(stand, charlie, by: alice)
            let queue = try await erin.get("/moderation")
            #expect(queue.complaints == [] && queue.text.contains("2 reports") && queue.text.contains("Look <at> this"))
            let path = "/moderation/people/\(bob.user.accountID)"
            let page = try await erin.get(path)
            #expect(page.complaints == [], "\(page.complaints)")
            for words in ["@bob", "bob@mail.example", "@alice", "@charlie", "not <so> kind", "A question", "Be kind"] {
                #expect(page.text.contains(words), "\(words)")
            }
            let shown = ("reports", "\(second) \(first)")
            #expect(page.field("reports") == shown.1)
            #expect(try await erin.send(path, [("do", "assign"), shown]).location == path)
            #expect(try await finn.get("/moderation").text.contains("Taken on by @erin"))
            #expect(try await erin.send(path, [("do", "unassign"), shown]).location == path)
            #expect(try await erin.send(path, [("do", "note"), ("note", "The third <time>"), shown]).location == path)
            #expect(try await finn.get(path).text.contains("The third <time>"))
            let decision = [
                ("do", "decide"), ("kind", "silence"), ("rule-\(rule)", "true"), ("text", "Too loud"), ("days", "7"),
                ("note", "again"), shown,
            ]
            let decided = try await erin.send(path, decision)
            #expect(decided.status == 303 && decided.location == "/moderation/people/\(charlie.user.accountID)")
            let sanction = try #require(try await stand.services.sanctions(of: bob.user.accountID).first).action
            #expect(sanction.kind == .silence && sanction.ruleIDs == [rule] && sanction.text == "Too loud")
            #expect(sanction.until == stand.clock.clock.now() + .seconds(7 * 86_400) && sanction.note == "again")
            // Who comes second is told who decided, and nothing is done twice.
            let late = try await finn.send(path, [("do", "decide"), ("kind", "suspend"), ("text", "Out"), shown])
            #expect(late.status == 409 && late.complaints == [], "\(late.status)")
            #expect(late.text.contains("@erin has decided about this already") && late.text.contains("Too loud"))
            #expect(try await finn.send(path, [("do", "dismiss"), shown]).status == 409)
            #expect(try await stand.services.sanctions(of: bob.user.accountID).count == 1)
            let next = "/moderation/people/\(charlie.user.accountID)"
            let last = try await finn.get(next).field("reports") ?? ""
            #expect(try await finn.send(next, [("do", "dismiss"), ("reports", last)]).location == "/moderation")
            #expect(try await stand.services.reports([Int64(last) ?? 0]).values.first?.hasMeasure == false)
            #expect(try await finn.get("/moderation").text.contains("Nothing is waiting."))
        }
    }

    @Test("posts are marked and removed from the desk, those that are chosen", arguments: TestEngine.available)
    func posts(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let erin = try await staff(stand, "erin", .moderator)
            let (one, two) = (try await stand.post("one", by: bob.user), try await stand.post("two", by: bob.user))
            let own = try await stand.post("mine", by: alice.user)
            let id = try await report(stand, bob, by: alice, [one, two])
            let path = "/moderation/people/\(bob.user.accountID)"
            func decide(_ kind: String, _ posts: [Int64], _ reports: String = "\(id)") async throws -> PageReply {
                let chosen = posts.map { ("post-\($0)", "true") }
                return try await erin.send(path, [("do", "decide"), ("kind", kind), ("reports", reports)] + chosen)
            }
            #expect(try await decide("delete_statuses", []).status == 422)
            #expect(try await decide("delete_statuses", [own]).status == 404)
            #expect(try await decide("delete_statuses", [99]).status == 404)
            #expect(try await decide("mark_statuses_as_sensitive", [one]).status == 303)
            #expect(try await stand.services.statuses.status(one)?.status.isSensitive == true)
            #expect(try await stand.services.statuses.status(two)?.status.isSensitive == false)
            #expect(try await decide("delete_statuses", [two], "").status == 303)
            #expect(try await stand.services.statuses.status(two) == nil)
            #expect(try await stand.services.statuses.status(own) != nil)
        }
    }

    @Test(
        "what is wrong with a form is said, with all that was written, and nothing is done",
        arguments: TestEngine.available
    )
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (erin, dana) = (try await staff(stand, "erin", .moderator), try await staff(stand, "dana", .admin))
            let id = try await report(stand, bob, by: alice)
            let path = "/moderation/people/\(bob.user.accountID)"
            let good = [("do", "decide"), ("kind", "silence"), ("reports", "\(id)"), ("text", "Too <loud>")]
            #expect(try await erin.send(path, good, proof: "x").status == 422)
            for bad in [
                ("do", "x"), ("kind", "x"), ("kind", ""), ("kind", "block_server"), ("days", "0"), ("days", "x"),
                ("days", "-1"), ("days", "99999999999999999999"), ("rule-99", "true"),
                ("text", String(repeating: "<", count: 5001)), ("note", String(repeating: "a", count: 5001)),
            ] {
                let fields = [bad] + good.filter { $0.0 != bad.0 }
                let refused = try await erin.send(path, fields)
                #expect(
                    refused.status == 422 && refused.complaints == [],
                    "\(bad.0)=\(bad.1.prefix(9)): \(refused.status)"
                )
                if bad.0 != "text" { #expect(refused.body.contains("Too &lt;loud&gt;"), "\(bad)") }
            }
            for reports in ["999", "\(id) 999"] {
                let fields = good.filter { $0.0 != "reports" } + [("reports", reports)]
                #expect(try await erin.send(path, fields).status == 404)
            }
            #expect(try await erin.send(path, [("do", "note"), ("note", " ")]).status == 422)
            #expect(try await erin.send(path, [("do", "dismiss"), ("reports", "x")]).status == 404)
            #expect(try await !isLimited(stand, bob))
            // Of an admin a moderator reads, and decides nothing.
            let above = "/moderation/people/\(dana.user.accountID)"
            let page = try await erin.get(above)
            #expect(page.complaints == [] && page.text.contains("Only somebody of a higher role"))
            #expect(!page.hasButton("decide"))
            for act in ["decide", "note"] {
                let refused = try await erin.send(above, [("do", act), ("kind", "suspend"), ("note", "a")])
                #expect(refused.status == 403 && refused.complaints == [])
            }
            #expect(try await erin.send("/moderation/people/\(erin.user.accountID)", good).status == 403)
            #expect(try await dana.get(path).hasButton("decide"))
        }
    }

    @Test("held posts are published or dropped, once", arguments: TestEngine.available)
    func held(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: Self.hold) { stand in
            let (alice, erin) = (try await stand.signedIn("alice"), try await staff(stand, "erin", .moderator))
            let finn = try await staff(stand, "finn", .moderator)
            var ids: [Int64] = []
            for _ in 1...2 { ids.append(try await stand.post("\(number) <\(ids.count)>", by: alice.user)) }
            #expect(try await erin.get("/moderation").text.contains("@alice"))
            let path = "/moderation/held/\(ids[0])"
            let page = try await erin.get(path)
            #expect(page.complaints == [] && page.text.contains("900123 <0>") && page.text.contains("a phone number"))
            #expect(try await erin.send(path, [("do", "approve")], proof: "x").status == 422)
            #expect(try await erin.send(path, [("do", "x"), ("text", "a")]).status == 422)
            #expect(try await erin.send(path, [("do", "approve")]).location == "/moderation")
            let late = try await finn.send(path, [("do", "reject")])
            #expect(late.status == 409 && late.text.contains("@erin has decided about this already"))
            let other = "/moderation/held/\(ids[1])"
            #expect(try await finn.send(other, [("do", "reject"), ("text", "A number")]).location == "/moderation")
            #expect(try await erin.send(other, [("do", "approve")]).status == 409)
            #expect(try await stand.services.sanctions(of: alice.user.accountID).first?.action.text == "A number")
        }
    }

    @Test("appeals are decided in words by somebody else", arguments: TestEngine.available)
    func appeals(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (bob, erin) = (try await stand.signedIn("bob"), try await staff(stand, "erin", .moderator))
            let finn = try await staff(stand, "finn", .moderator)
            let account = bob.user.accountID
            let reason = ModerationOptions(text: "Too loud")
            try await stand.services.moderate(account, .silence, reason, by: .account(erin.user.accountID))
            let id = try #require(try await stand.services.sanctions(of: account).first).action.id
            let path = "/moderation/appeals/\(id)"
            #expect(try await erin.get(path).status == 404)
            try await stand.services.appeal(id, "It was <not> me", by: account)
            #expect(try await finn.get("/moderation").text.contains("It was <not> me"))
            let page = try await finn.get(path)
            #expect(page.complaints == [] && page.text.contains("It was <not> me") && page.text.contains("Too loud"))
            let grant = [("do", "grant"), ("text", "You <are> right")]
            #expect(try await finn.send(path, grant, proof: "x").status == 422)
            let own = try await erin.send(path, grant)
            #expect(
                own.status == 403 && own.text.contains("Another moderator decides") && own.body.contains("You &lt;are")
            )
            #expect(try await finn.send(path, [("do", "grant"), ("text", " ")]).status == 422)
            #expect(try await finn.send(path, [("do", "x"), ("text", "a")]).status == 422)
            #expect(try await finn.send(path, grant).location == "/moderation")
            #expect(try await !isLimited(stand, bob))
            let late = try await erin.send(path, [("do", "refuse"), ("text", "No")])
            #expect(late.status == 409 && late.text.contains("@finn has decided about this already"))
        }
    }

    @Test("accounts are found by name, address and e-mail, also suspended ones", arguments: TestEngine.available)
    func accounts(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (bob, erin) = (try await stand.signedIn("bob"), try await staff(stand, "erin", .moderator))
            try await stand.services.moderate(bob.user.accountID, .suspend, by: .commandLine)
            let link = "/moderation/people/\(bob.user.accountID)"
            for text in ["bob", "@bob", "BO", "bob@chorus.example", "@bob@CHORUS.example", "bob@mail.example"] {
                let page = try await erin.get("/moderation/accounts?q=\(PercentEncoding.encode(text))")
                #expect(page.complaints == [] && page.body.contains(link), "\(text)")
            }
            for text in [
                "", "zzz", "%00", "<i>", "bob@elsewhere.example", String(repeating: "a", count: 2000), "\"'%_",
            ] {
                let page = try await erin.get("/moderation/accounts?q=\(PercentEncoding.encode(text))")
                #expect(page.status == 200 && page.complaints == [] && !page.body.contains(link), "\(text.prefix(9))")
            }
            #expect(try await erin.get(link).text.contains("Suspended"))
        }
    }

    @Test("the log is searched by who, whom and what, and exported", arguments: TestEngine.available)
    func log(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let erin = try await staff(stand, "erin", .moderator)
            let (services, moderator) = (stand.services, Moderator.account(erin.user.accountID))
            try await services.moderate(bob.user.accountID, .warn, ModerationOptions(text: "=1+1"), by: moderator)
            try await services.moderate(alice.user.accountID, .silence, ModerationOptions(text: "b"), by: .commandLine)
            func rows(_ query: String) async throws -> [[String]] {
                let file = try await erin.get("/moderation/log.csv?\(query)")
                #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
                return try Array(CSV.parse(Array(file.body.utf8)).dropFirst())
            }
            #expect(
                try await rows("").map { [$0[2], $0[3], $0[4]] } == [
                    ["command line", "silence", "alice"], ["erin", "none", "bob"],
                ]
            )
            #expect(try await rows("actor=erin").map { $0[9] } == ["'=1+1"])
            #expect(try await rows("target=@alice@chorus.example").count == 1)
            #expect(try await rows("kind=none&actor=erin&target=bob").count == 1)
            for nothing in ["kind=x", "actor=zoe", "target=bob@far.example", "target=alice&kind=none"] {
                #expect(try await rows(nothing).isEmpty, "\(nothing)")
                let page = try await erin.get("/moderation/log?\(nothing)")
                #expect(page.status == 200 && page.complaints == [])
            }
            for _ in 0..<45 { try await services.note("again", on: bob.user.accountID, by: moderator) }
            let page = try await erin.get("/moderation/log?target=bob")
            #expect(page.complaints == [] && page.text.contains("@erin") && !page.text.contains("@alice"))
            let older = try #require(page.links("rel", "next").first)
            #expect(older.contains("target=bob"))
            #expect(try await erin.get(older.replacing("&amp;", with: "&")).text.contains("=1+1"))
        }
    }
}
