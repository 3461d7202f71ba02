// Cases at the desk that are not as they were: decided by somebody else, gone, marked before, or about who reads them.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Cases at the desk")
struct DeskCaseTests {
    private static let hold = GuardSettings(mode: .hold)
    private let number = "My number is +44 7700 900123"
    private let gone = "This is not there any more."

    private func staff(_ stand: PageStand, _ name: String, _ role: Role = .moderator) async throws -> SignedIn {
        let new = NewAccount(
            username: name,
            email: "\(name)@mail.example",
            password: nil,
            role: role,
            agreement: true
        )
        return try await stand.signedIn(try await stand.services.createAccount(new).user)
    }

    @Test("marks are taken away, also when no report is open any more", arguments: TestEngine.available)
    func unmarking(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (erin, account) = (try await staff(stand, "erin"), bob.user.accountID)
            let (one, two) = (try await stand.post("one", by: bob.user), try await stand.post("two", by: bob.user))
            let draft = ReportDraft(targetID: account, statusIDs: [one, two])
            let report = try await stand.services.report(draft, by: alice.user.accountID).id
            let path = "/moderation/people/\(account)"
            let unmark = "unmark_statuses_as_sensitive"
            #expect(try await !erin.get(path).body.contains(unmark))
            func decide(_ kind: String, _ posts: [Int64], _ more: [(String, String)] = []) async throws -> Int {
                let chosen = posts.map { ("post-\($0)", "true") }
                return try await erin.send(path, [("do", "decide"), ("kind", kind)] + chosen + more).status
            }
            let shown = ("reports", "\(report)")
            #expect(try await decide("mark_statuses_as_sensitive", [one, two], [shown, ("days", "7")]) == 303)
            let page = try await erin.get(path)
            #expect(page.complaints == [] && page.body.contains(unmark) && page.text.contains("one"))
            #expect(try await decide(unmark, []) == 422)
            #expect(try await decide(unmark, [one], [("note", "It is paint")]) == 303)
            func marked() async throws -> [Int64] { try await stand.services.markedStatuses(of: account).sorted() }
            #expect(try await marked() == [two])
            func act() async throws -> ModerationAction? {
                try await stand.services.sanctions(of: account).first?.action
            }
            #expect(try await act()?.undoneAt == nil)
            #expect(try await decide(unmark, [two]) == 303)
            #expect(try await act()?.undoneBy == .account(erin.user.accountID))
            #expect(try await !erin.get(path).body.contains(unmark))
        }
    }

    @Test("who marks what is marked already has decided all the same", arguments: TestEngine.available)
    func markedBefore(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let (erin, account) = (try await staff(stand, "erin"), bob.user.accountID)
            let post = try await stand.post("one", by: bob.user)
            try await stand.services.markStatuses([post], by: .commandLine)
            let draft = ReportDraft(targetID: account, statusIDs: [post])
            let report = try await stand.services.report(draft, by: alice.user.accountID).id
            let fields = [
                ("do", "decide"), ("kind", "mark_statuses_as_sensitive"), ("post-\(post)", "true"),
                ("reports", "\(report)"), ("days", "1"),
            ]
            #expect(try await erin.send("/moderation/people/\(account)", fields).status == 303)
            #expect(try await stand.services.reports([report]).values.first?.resolvedAt != nil)
            let sanctions = try await stand.services.sanctions(of: account)
            #expect(sanctions.count == 1)
            #expect(sanctions.first?.action.until == stand.clock.clock.now() + .seconds(86_400))
        }
    }

    @Test("who comes to a case that is over reads so", arguments: TestEngine.available)
    func over(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: Self.hold) { stand in
            let alice = try await stand.signedIn("alice")
            let (erin, finn) = (try await staff(stand, "erin"), try await staff(stand, "finn"))
            let decided = try await stand.post(number, by: alice.user)
            let withdrawn = try await stand.post(number + "!", by: alice.user)
            #expect(try await erin.send("/moderation/held/\(decided)", [("do", "reject")]).status == 303)
            let late = try await finn.get("/moderation/held/\(decided)")
            #expect(late.status == 410 && late.complaints == [])
            #expect(late.text.contains("@erin has decided about this already"))
            #expect(try await stand.services.withdrawHeldStatus(withdrawn, by: alice.user.accountID))
            let pages = [
                "/moderation/held/\(withdrawn)", "/moderation/held/x", "/moderation/people/99", "/moderation/people/x",
                "/moderation/appeals/99",
            ]
            for path in pages {
                let sent = try await finn.send(path, [("do", "approve")])
                for reply in [try await finn.get(path), sent] {
                    #expect(reply.status == 404 && reply.complaints == [] && reply.text.contains(gone), "\(path)")
                }
                #expect(try await !alice.get(path).text.contains(gone), "\(path)")
            }
            // A post that went while it was looked at.
            let post = try await stand.post("one", by: alice.user)
            _ = try await stand.services.deleteStatus(post, by: alice.user.accountID)
            let fields = [("do", "decide"), ("kind", "delete_statuses"), ("post-\(post)", "true")]
            let reply = try await finn.send("/moderation/people/\(alice.user.accountID)", fields)
            #expect(reply.status == 404 && reply.text.contains(gone))
        }
    }

    @Test("a held post that can no longer be published waits to be dropped", arguments: TestEngine.available)
    func unpublishable(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: Self.hold) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let erin = try await staff(stand, "erin")
            let parent = try await stand.post("A question", by: bob.user)
            let held = try await stand.post(number, by: alice.user, to: parent)
            _ = try await stand.services.deleteStatus(parent, by: bob.user.accountID)
            #expect(try await erin.get("/moderation").body.contains("/moderation/held/\(held)"))
            let path = "/moderation/held/\(held)"
            let page = try await erin.get(path)
            #expect(page.complaints == [] && page.text.contains("900123"))
            #expect(page.text.contains("It cannot be published"))
            #expect(!page.hasButton("approve") && page.hasButton("reject"))
            #expect(try await erin.send(path, [("do", "approve")]).status == 422)
            #expect(try await stand.services.heldStatuses(of: alice.user.accountID).map(\.status.status.id) == [held])
            #expect(try await erin.send(path, [("do", "reject")]).status == 303)
            #expect(try await erin.get("/moderation").text.contains("Nothing is waiting."))
        }
    }

    @Test("the queue costs the same however many posts are held", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: Self.hold) { stand in
            let (alice, erin) = (try await stand.signedIn("alice"), try await staff(stand, "erin"))
            func cost() async throws -> Int {
                _ = try await erin.get("/moderation")
                let before = stand.services.database.statistics.statements
                _ = try await erin.get("/moderation")
                return stand.services.database.statistics.statements - before
            }
            _ = try await stand.post("\(number) @bob 0", by: alice.user)
            let one = try await cost()
            for line in 1...9 { _ = try await stand.post("\(number) @bob\(line) \(line)", by: alice.user) }
            #expect(try await cost() == one)
            let before = stand.services.database.statistics.statements
            #expect(try await stand.services.heldLines(limit: 40).count == 10)
            #expect(stand.services.database.statistics.statements - before == 1)
        }
    }

    @Test("nobody reads what others noted about them, or who reported them", arguments: TestEngine.available)
    func ownNotes(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let (erin, finn) = (try await staff(stand, "erin"), try await staff(stand, "finn"))
            let dana = try await staff(stand, "dana", .admin)
            let (account, admin) = (erin.user.accountID, Moderator.account(dana.user.accountID))
            let draft = ReportDraft(targetID: account, comment: "Too quick")
            let report = try await stand.services.report(draft, by: alice.user.accountID).id
            try await stand.services.note("Seems tired", on: account, by: admin)
            var options = ModerationOptions(text: "Slower, please", note: "Third time")
            options.reports = [report]
            try await stand.services.moderate(account, .warn, options, by: admin)
            let pages = ["/moderation/people/\(account)", "/moderation/log", "/moderation/log.csv?target=erin"]
            for path in pages {
                let (own, others) = (try await erin.get(path), try await finn.get(path))
                for words in ["Seems tired", "Third time"] {
                    #expect(!own.body.contains(words), "\(path): \(words)")
                    #expect(others.body.contains(words), "\(path): \(words)")
                }
                #expect(own.body.contains("Slower, please"), "\(path)")
            }
            _ = try await stand.services.report(draft, by: alice.user.accountID)
            #expect(try await !erin.get(pages[0]).body.contains("Too quick"))
            #expect(try await finn.get(pages[0]).body.contains("Too quick"))
        }
    }
}
