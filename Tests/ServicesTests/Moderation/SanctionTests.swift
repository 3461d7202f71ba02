// Measures against people, in time and with reasons, and their appeals.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Sanctions and appeals")
struct SanctionTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let charlie = PeopleFixture.charlie

    /// An account with a role, beside alice, bob and charlie.
    private func staff(_ here: PeopleFixture, _ name: String, _ role: Role) async throws -> Int64 {
        try await here.services.createAccount(
            NewAccount(username: name, email: "\(name)@mail.example", password: nil, role: role, agreement: true)
        ).account.id
    }

    private func newest(_ here: PeopleFixture, of account: Int64) async throws -> Sanction {
        try #require(try await here.services.sanctions(of: account).first)
    }

    @Test(
        "an appeal that is granted undoes the measure with all that is counted, in one transaction",
        arguments: TestEngine.available
    )
    func granted(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (erin, finn) = (try await staff(here, "erin", .moderator), try await staff(here, "finn", .moderator))
            let services = here.services
            for step in [Moderation.silence, .suspend] {
                try await here.post("#metoo", by: bob)
                let before = try await here.counts("metoo").people
                let reason = ModerationOptions(text: "Too loud", until: here.time.clock.now() + .seconds(86_400))
                try await services.moderate(bob, step, reason, by: .account(erin))
                #expect(try await here.counts("metoo").people == before - 1)
                let sanction = try await newest(here, of: bob)
                #expect(sanction.action.kind == step.kind && sanction.action.until != nil && sanction.appeal == nil)
                try await services.appeal(sanction.action.id, " It was not me ", by: bob)
                #expect(try await services.openAppeals(limit: 5).map(\.appeal?.text) == ["It was not me"])
                // Whoever did it does not decide while somebody else can.
                await #expect(throws: ServiceError.forbidden("Another moderator decides about this appeal")) {
                    try await decide(here, sanction, true, by: .account(erin))
                }
                try await decide(here, sanction, true, by: .account(finn))
                #expect(try await here.counts("metoo").people == before)
                let account = try #require(try await services.accounts.accounts([bob])[bob]?.account)
                #expect(!account.isSilenced && !account.isSuspended)
                let undone = try #require(
                    try await services.sanctions(of: bob).first { $0.action.id == sanction.action.id }
                )
                #expect(undone.action.undoneBy == .account(finn))
                #expect(undone.appeal?.decision?.isGranted == true && undone.appeal?.decision?.answer == "Because")
                #expect(try await services.openAppeals(limit: 5).isEmpty)
                // Its end is forgotten, too.
                here.time.move(.seconds(86_401))
                try await services.endModerations()
                await #expect(throws: ServiceError.invalid("This appeal is decided already")) {
                    try await decide(here, sanction, false, by: .account(finn))
                }
            }
            let told = try await here.notices(bob)
            #expect(told.count { $0 == "moderation_warning from 2" } == 4)
        }
    }

    private func decide(_ here: PeopleFixture, _ sanction: Sanction, _ isGranted: Bool, by moderator: Moderator)
        async throws
    {
        try await here.services.decideAppeal(
            sanction.action.id,
            isGranted: isGranted,
            answer: "Because",
            by: moderator
        )
    }

    @Test("an appeal is made once, within 20 days, in words, and by the person alone", arguments: TestEngine.available)
    func appealing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            try await services.moderate(bob, .silence, by: .commandLine)
            let id = try await newest(here, of: bob).action.id
            await #expect(throws: ServiceError.notFound) { try await services.appeal(id, "No", by: alice) }
            await #expect(throws: ServiceError.notFound) { try await services.appeal(id + 99, "No", by: bob) }
            await #expect(throws: ServiceError.invalid("Please say why")) {
                try await services.appeal(id, " \n", by: bob)
            }
            let long = String(repeating: "a", count: Appeal.textLimit + 1)
            await #expect(throws: ServiceError.self) { try await services.appeal(id, long, by: bob) }
            let late = ServiceError.invalid("This can not be appealed any more")
            here.time.move(.seconds(20 * 86_400))
            await #expect(throws: late) { try await services.appeal(id, "No", by: bob) }
            here.time.move(.seconds(-1))
            try await services.appeal(id, "No", by: bob)
            await #expect(throws: late) { try await services.appeal(id, "No", by: bob) }
            // Rejected, it stays; without words nothing is decided.
            await #expect(throws: ServiceError.invalid("Please say why")) {
                try await services.decideAppeal(id, isGranted: true, answer: " ", by: .commandLine)
            }
            await #expect(throws: ServiceError.notAllowed) {
                try await services.decideAppeal(id, isGranted: true, answer: "a", by: .account(alice))
            }
            try await services.decideAppeal(id, isGranted: false, answer: "It was you", by: .commandLine)
            #expect(try await newest(here, of: bob).action.undoneAt == nil)
            #expect(try await services.accounts.accounts([bob])[bob]?.account.isSilenced == true)
            // What was taken back needs no appeal.
            try await services.moderate(charlie, .disable, by: .commandLine)
            try await services.moderate(charlie, .enable, by: .commandLine)
            let over = try await newest(here, of: charlie).action.id
            await #expect(throws: late) { try await services.appeal(over, "No", by: charlie) }
        }
    }

    @Test("who is the only moderator decides about their own measures", arguments: TestEngine.available)
    func alone(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let erin = try await staff(here, "erin", .admin)
            try await here.services.moderate(bob, .warn, ModerationOptions(text: "Hm"), by: .account(erin))
            let sanction = try await newest(here, of: bob)
            try await here.services.appeal(sanction.action.id, "No", by: bob)
            try await decide(here, sanction, true, by: .account(erin))
            #expect(try await newest(here, of: bob).action.undoneAt != nil)
        }
    }

    @Test(
        "posts are marked as sensitive beside their authors' own word, and unmarked again",
        arguments: TestEngine.available
    )
    func marks(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let (one, two) = (
                try await here.post("one", by: bob), try await here.post("two", by: bob, spoilerText: "cw")
            )
            let other = try await here.post("three", by: alice)
            func isSensitive(_ id: Int64) async throws -> Bool? {
                try await services.statuses.status(id)?.status.isSensitive
            }
            await #expect(throws: ServiceError.invalid("The posts are of several accounts")) {
                try await services.markStatuses([one, other], by: .commandLine)
            }
            await #expect(throws: ServiceError.notFound) {
                try await services.markStatuses([one, 99], by: .commandLine)
            }
            try await services.markStatuses([one, two], ModerationOptions(text: "Blood"), by: .commandLine)
            #expect(try await isSensitive(one) == true)
            #expect(try await isSensitive(two) == true)
            let sanction = try await newest(here, of: bob)
            #expect(sanction.action.kind == .markStatuses && sanction.action.statusIDs == [one, two])
            try await services.appeal(sanction.action.id, "It is paint", by: bob)
            try await decide(here, sanction, true, by: .commandLine)
            #expect(try await isSensitive(one) == false)
            #expect(try await isSensitive(two) == true, "its author's own")
        }
    }

    @Test("marks end by themselves where they were to", arguments: TestEngine.available)
    func markEnds(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let (one, two) = (try await here.post("one", by: bob), try await here.post("two", by: bob))
            func isSensitive(_ id: Int64) async throws -> Bool? {
                try await services.statuses.status(id)?.status.isSensitive
            }
            let now = here.time.clock.now()
            await #expect(throws: ServiceError.invalid("The end must be in the future")) {
                try await services.markStatuses([one], ModerationOptions(until: now), by: .commandLine)
            }
            let options = ModerationOptions(text: "Blood", until: now + .seconds(3600))
            try await services.markStatuses([one], options, by: .commandLine)
            try await services.markStatuses([two], by: .commandLine)
            let warnings = try await services.database.read { try WarningQueries.latest(9, of: bob, $0) }
            #expect(warnings.map { $0.text.contains("This ends on") } == [false, true])
            try await services.endModerations()
            #expect(try await isSensitive(one) == true)
            here.time.move(.seconds(3600))
            for _ in 1...2 { try await services.endModerations() }
            #expect(try await isSensitive(one) == false)
            #expect(try await isSensitive(two) == true)
            let acts = try await services.sanctions(of: bob).map(\.action)
            #expect(acts.map(\.undoneBy) == [nil, .server])
            // One that is told to last longer does.
            try await services.markStatuses([one], ModerationOptions(until: now + .seconds(7200)), by: .commandLine)
            try await services.markStatuses([one], by: .commandLine)
            here.time.move(.seconds(7200))
            try await services.endModerations()
            #expect(try await isSensitive(one) == true)
        }
    }

    @Test("of several posts one act removes all, with one warning", arguments: TestEngine.available)
    func removal(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let services = here.services
            let ids = [try await here.post("#one", by: bob), try await here.post("#two", by: bob)]
            let rule = try await services.addRule("Be kind", hint: "")
            let reported = try await services.report(ReportDraft(targetID: bob, statusIDs: ids), by: alice)
            await #expect(throws: ServiceError.self) {
                try await services.removeStatuses(ids, ModerationOptions(rules: [rule + 1]), by: .commandLine)
            }
            let options = ModerationOptions(text: "Unkind", report: reported.id, rules: [rule], note: "again")
            try await services.removeStatuses(ids, options, by: .commandLine)
            #expect(try await services.statuses.statuses(ids).isEmpty)
            let sanction = try await newest(here, of: bob)
            #expect(sanction.action.statusIDs == ids && sanction.action.ruleIDs == [rule])
            #expect(sanction.action.note == "again" && sanction.action.reportID == reported.id)
            #expect(try await here.notices(bob).count { $0.hasPrefix("moderation_warning") } == 1)
            let decided = try await services.report(reported.id)
            #expect(decided.resolvedAt != nil && decided.hasMeasure)
        }
    }

    @Test(
        "who is suspended has a session that reads why, and who is frozen one that reads",
        arguments: TestEngine.available
    )
    func sessions(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            try await services.moderate(alice, .suspend, by: .commandLine)
            let new = try await services.signIn(login: "alice", password: ServicesFixture.password)
            #expect(new.isSuspended)
            #expect(try await services.session(new.token) == nil)
            #expect(try await services.session(new.token, evenSuspended: true)?.isSuspended == true)
            try await services.moderate(alice, .unsuspend, by: .commandLine)
            #expect(try await services.session(new.token)?.isSuspended == false)
            try await services.moderate(alice, .disable, by: .commandLine)
            #expect(try await services.session(new.token)?.user.isFrozen == true)
            // Who has closed their account comes in no more, and nobody moderates it.
            try await services.deleteAccount(alice, password: ServicesFixture.password)
            await #expect(throws: ServiceError.self) {
                try await services.signIn(login: "alice", password: ServicesFixture.password)
            }
            await #expect(throws: ServiceError.notFound) {
                try await services.moderate(alice, .unsuspend, by: .commandLine)
            }
        }
    }

    @Test(
        "the person, also one who is suspended, and who reported are told by mail",
        arguments: TestEngine.available
    )
    func mail(_ engine: TestEngine) async throws {
        let postman = Postman()
        try await postman.serve(engine) { stand in
            let services = stand.services
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let rule = try await services.addRule("Be kind", hint: "")
            _ = try await services.report(ReportDraft(targetID: bob), by: alice)
            let end = stand.clock.clock.now() + .seconds(86_400)
            let options = ModerationOptions(text: "Too loud", until: end, rules: [rule], note: "not for bob")
            try await services.moderate(bob, .suspend, options, by: .commandLine)
            var letters = try await postman.letters(stand).sorted { $0.to.written < $1.to.written }
            #expect(letters.map(\.to.written) == ["alice@mail.example", "bob@mail.example"])
            #expect(letters[0].text.contains("Something was done about it") && letters[0].text.contains("@bob"))
            let text = letters[1].text
            for words in ["suspended", "Be kind", "Too loud", "It ends by itself on ", "/settings/standing"] {
                #expect(text.contains(words), "\(words)")
            }
            #expect(!text.contains("not for bob"))
            let id = try #require(try await services.sanctions(of: bob).first).action.id
            try await services.appeal(id, "No", by: bob)
            try await services.decideAppeal(id, isGranted: false, answer: "It was you", by: .commandLine)
            letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["bob@mail.example"])
            #expect(letters[0].text.contains("It was you") && letters[0].text.contains("not granted"))
        }
    }
}
