// Calls that are answered in their own words, from posts to trends: with edits, a restart, and what is told to other nodes.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Answers in the words of a call, and networks")
struct PastedAnswerTests {
    private static let prompt = """
        If everybody who misses the birds of their childhood wrote "Me too" as a status, we might give people a sense of how \
        quiet it has become.
        """

    /// Alice, whose account is old, calls.
    private func call(_ here: PeopleFixture) async throws -> Call {
        try await here.services.database.write { connection in
            var old = Account(id: 50, username: "alma", createdAt: here.time.clock.now() - .seconds(90 * 86_400))
            old.displayName = "Alma"
            try AccountQueries.insert(old, connection)
            let email = try #require(EmailAddress.validate("alma@example.com"))
            let user = User(accountID: 50, email: email.written, confirmedAt: old.createdAt, createdAt: old.createdAt)
            try UserQueries.insert(user, email: email, passwordHash: "-", reason: nil, connection)
        }
        let draft = CallDraft(prompt: Self.prompt, tag: "quiet", answers: ["Yes", "No"])
        return try await here.services.postCall(draft, by: try await here.user(50))
    }

    /// People with old accounts, who were never here before.
    private func answer(_ people: Range<Int64>, _ here: PeopleFixture, text: (Int64) -> String) async throws {
        for id in people {
            try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
            _ = try await here.post(text(id) + " #quiet", by: id)
        }
    }

    private func refreshed(_ services: Services, _ here: PeopleFixture) async throws -> (
        listed: [String], held: [[HeldReason.Gate]]
    ) {
        for _ in 0..<2 {
            here.time.move(.seconds(5))
            try await services.refreshTrends()
        }
        return (
            try await services.trends().map(\.tag.name), try await services.heldTrends().map { $0.held.map(\.gate) }
        )
    }

    @Test(
        "a call that 70 of a hundred answer by pasting is listed, also after a restart",
        arguments: TestEngine.available
    )
    func pasted(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            _ = try await call(here)
            try await answer(100..<120, here) { $0 % 10 < 7 ? "Me too. " + Self.prompt : "me too" }
            #expect(try await refreshed(here.services, here).listed == ["quiet"])
            let again = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
            try await again.restoreTrends()
            #expect(try await refreshed(again, here).listed == ["quiet"])
        }
    }

    @Test(
        "the same text without a call is held, and so is that of a call by an account of today",
        arguments: TestEngine.available
    )
    func held(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            // The server is past its first days.
            here.time.move(.seconds(4 * 86_400))
            try await answer(100..<120, here) { $0 % 10 < 7 ? Self.prompt : "me too" }
            #expect(try await refreshed(here.services, here).held == [[.texts]])
            try await here.add(60, "frida")
            let draft = CallDraft(prompt: Self.prompt, tag: "quiet", answers: ["Yes", "No"])
            _ = try await here.services.postCall(draft, by: try await here.user(60))
            #expect(try await refreshed(here.services, here).held == [[.texts]])
            // A limited author's call says nothing either.
            let other = try await self.call(here)
            #expect(try await refreshed(here.services, here).listed == ["quiet"])
            try await here.services.moderate(other.accountID, .silence, by: .commandLine)
            let again = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
            try await again.restoreTrends()
            #expect(try await refreshed(again, here).held == [[.texts]])
        }
    }

    @Test("who pasted what a call said before it was edited has answered it", arguments: TestEngine.available)
    func edited(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await call(here)
            let draft = StatusDraft(
                text: "Tell us, in words of your own, which bird you have not heard for the longest time. #quiet"
            )
            _ = try await here.services.editStatus(call.id, to: draft, by: 50)
            try await answer(100..<120, here) { $0 % 10 < 7 ? Self.prompt : "me too" }
            #expect(try await refreshed(here.services, here).listed == ["quiet"])
        }
    }

    @Test(
        "people who were here last week and before may copy a text; a single day does not make one known",
        arguments: TestEngine.available
    )
    func regulars(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            for id in Int64(100)..<120 {
                try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
                if id < 112 { _ = try await here.post("good morning", by: id) }
            }
            here.time.move(.seconds(9 * 86_400))
            for id in Int64(100)..<118 { _ = try await here.post("good evening", by: id) }
            here.time.move(.seconds(2 * 86_400))
            let known = try await here.services.database.read { [now = here.time.clock.now()] in
                try TrendQueries.regulars(among: Array(100..<120), at: now, $0)
            }
            #expect(known == Set(100..<112))
            _ = here.told.take()
            for id in Int64(100)..<120 { _ = try await here.post(Self.prompt + " #quiet", by: id) }
            let traits = here.told.take().compactMap { event -> UseTraits? in
                guard case .tagsUsed(_, _, _, let traits) = event else { return nil }
                return traits
            }
            #expect(traits.map(\.isByRegular) == (0..<20).map { $0 < 12 })
            #expect(try await refreshed(here.services, here).listed == ["quiet"])
            let again = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
            try await again.restoreTrends()
            #expect(try await refreshed(again, here).listed == ["quiet"])
        }
    }

    @Test(
        "six people of several networks are listed, and nothing that names a network is told",
        arguments: TestEngine.available
    )
    func networks(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let addresses = try (1...6).map { try #require(ClientAddress("198.51.100.\($0)")) }
            let numbers = addresses.map { here.services.network(of: $0) }
            #expect(Set(numbers).count == 6)
            #expect(Set(numbers.map { $0 >> 16 }).count == 1)
            #expect(here.services.network(of: addresses[0]) == numbers[0])
            #expect(here.services.network(of: nil) == 0)
            let other = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
            #expect(addresses.map { other.network(of: $0) & 0xffff } != numbers.map { $0 & 0xffff })
            for (tag, place) in [("one", { (_: Int) in 0 }), ("several", { $0 })] {
                for number in 0..<6 {
                    let id = Int64(tag == "one" ? 200 : 300) + Int64(number)
                    try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
                    var draft = StatusDraft(text: "me too #\(tag)")
                    draft.network = numbers[place(number)]
                    _ = try await here.services.postStatus(draft, by: try await here.user(id))
                }
            }
            #expect(try await refreshed(here.services, here).listed == ["several"])
        }
    }
}
