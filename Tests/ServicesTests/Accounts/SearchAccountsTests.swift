// People by what somebody types, for the client API and the pages alike.
import Services
import TestSupport
import Testing

@Suite("Looking for people")
struct SearchAccountsTests {
    @Test("a whole address finds its account alone, by both domains of this server", arguments: TestEngine.available)
    func addresses(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine, handleDomain: "people.example") { here in
            for (text, ids) in [
                ("@bob@people.example", [PeopleFixture.bob]), ("Bob@chorus.example", [PeopleFixture.bob]),
                (" @bob@People.example ", [PeopleFixture.bob]), ("@bo", [PeopleFixture.bob]), ("bob@other.example", []),
                ("@nobody@people.example", []), ("", []), ("@", []),
            ] {
                let search = AccountSearch(text: text, limit: 10)
                let found = try await here.services.searchAccounts(search, by: PeopleFixture.alice)
                #expect(found == ids, "\(text)")
            }
        }
    }

    @Test("of those whom one follows, others are not found", arguments: TestEngine.available)
    func following(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            _ = try await here.services.followAccount(PeopleFixture.bob, by: PeopleFixture.alice)
            for (text, ids) in [
                ("bob", [PeopleFixture.bob]), ("bob@chorus.example", [PeopleFixture.bob]), ("charlie", []),
                ("charlie@chorus.example", []),
            ] {
                let search = AccountSearch(text: text, followedBy: PeopleFixture.alice, limit: 10)
                let found = try await here.services.searchAccounts(search, by: PeopleFixture.alice)
                #expect(found == ids, "\(text)")
            }
        }
    }
}
