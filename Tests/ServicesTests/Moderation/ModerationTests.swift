// Limits and suspensions that end by themselves, reports that an action resolves, posts that a moderator removes.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Moderation")
struct ModerationTests {
    private func warnings(_ here: PeopleFixture, of account: Int64) async throws -> [AccountWarning] {
        try await here.services.database.read { try WarningQueries.latest(10, of: account, $0) }
    }

    private func account(_ here: PeopleFixture, _ id: Int64) async throws -> Account {
        try #require(try await here.services.accounts.accounts([id])[id]?.account)
    }

    @Test("a limit ends by itself at its time, and its person reads why and when", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            let end = here.time.clock.now() + .seconds(3600)
            try await services.moderate(
                bob,
                .silence,
                ModerationOptions(text: "Too loud", until: end),
                by: .commandLine
            )
            #expect(try await warnings(here, of: bob).map(\.action) == ["silence"])
            let told = try #require(try await warnings(here, of: bob).first?.text)
            #expect(told == "Too loud\n\nThis ends on 2017-10-15 at 21:21 UTC.")
            here.time.move(.seconds(3599))
            try await services.endModerations()
            #expect(try await account(here, bob).isSilenced)
            here.time.move(.seconds(1))
            try await services.endModerations()
            #expect(try await !account(here, bob).isSilenced)
            try await services.endModerations()
            #expect(try await warnings(here, of: bob).count == 1)
        }
    }

    @Test("another end replaces the first, and taking it back forgets it", arguments: TestEngine.available)
    func otherEnd(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, bob) = (here.services, PeopleFixture.bob)
            func suspend(for seconds: Int64?) async throws {
                let end = seconds.map { here.time.clock.now() + .seconds($0) }
                try await services.moderate(bob, .suspend, ModerationOptions(until: end), by: .commandLine)
            }
            try await suspend(for: 60)
            try await suspend(for: nil)
            here.time.move(.seconds(61))
            try await services.endModerations()
            #expect(try await account(here, bob).isSuspended)
            try await suspend(for: 60)
            #expect(try await warnings(here, of: bob).count == 3)
            try await services.moderate(bob, .unsuspend, by: .commandLine)
            try await suspend(for: nil)
            here.time.move(.seconds(61))
            try await services.endModerations()
            #expect(try await account(here, bob).isSuspended)
            await #expect(throws: ServiceError.invalid("The end must be in the future")) { try await suspend(for: 0) }
        }
    }

    @Test("a moderator removes a post: its counts fall and its author reads why", arguments: TestEngine.available)
    func remove(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let (services, alice, bob) = (here.services, PeopleFixture.alice, PeopleFixture.bob)
            let author = try #require(try await services.database.read { try UserQueries.user(alice, $0) })
            let draft = StatusDraft(text: "unkind #words", visibility: .public)
            let status = try await services.postStatus(draft, by: author).status
            let reader = try #require(try await services.database.read { try UserQueries.user(bob, $0) })
            _ = try await services.reblogStatus(status.id, by: reader.accountID)
            try await services.removeStatus(status.id, ModerationOptions(text: "Unkind"), by: .commandLine)
            #expect(try await services.statuses.status(status.id) == nil)
            #expect(try await services.accounts.accounts([alice])[alice]?.counters.statuses == 0)
            let warning = try #require(try await warnings(here, of: alice).first)
            #expect(warning.action == "delete_statuses" && warning.text == "Unkind" && warning.statusIDs == [status.id])
            #expect(try await here.notices(alice).first == "moderation_warning from 1")
            await #expect(throws: ServiceError.notFound) {
                try await services.removeStatus(status.id, by: .commandLine)
            }
        }
    }
}
