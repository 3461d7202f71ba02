// Changes of a profile: what is kept, what is dropped, and what is refused.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Update a profile")
struct UpdateProfileTests {
    private let alice = PeopleFixture.alice

    @Test("everything an owner may change is stored and told", arguments: TestEngine.available)
    func everything(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let services = people.services
            _ = try await services.accounts.account(alice)
            try await services.updateProfile(
                of: alice,
                ProfileChanges(
                    displayName: " Alice\u{0} \n",
                    note: "one\r\ntwo",
                    fields: [
                        ProfileField(name: " Garden ", value: "https://garden.example"),
                        ProfileField(name: "", value: " "),
                    ],
                    isLocked: true,
                    isBot: true,
                    isDiscoverable: true,
                    isIndexable: true,
                    hidesCollections: true,
                    defaultVisibility: .private,
                    defaultSensitive: true,
                    defaultLanguage: "pt-BR"
                )
            )
            #expect(people.told.take() == [.profileChanged(account: alice), .userChanged(account: alice)])
            let kept = try await services.accounts.account(alice)
            let account = try #require(kept?.account)
            #expect(account.displayName == "Alice")
            #expect(account.note == "one\ntwo")
            #expect(account.fields == [ProfileField(name: "Garden", value: "https://garden.example")])
            #expect(account.isLocked && account.isBot && account.isIndexable)
            #expect(account.isDiscoverable == true && account.hidesCollections == true)
            let user = try await services.database.read { try UserQueries.user(alice, $0) }
            #expect(
                user?.defaultVisibility == .private && user?.defaultSensitive == true && user?.defaultLanguage == "pt"
            )
        }
    }

    @Test("what is not given stays, and no change tells nothing", arguments: TestEngine.available)
    func nothing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.services.updateProfile(
                of: alice,
                ProfileChanges(displayName: "Alice", defaultLanguage: "de")
            )
            _ = people.told.take()
            try await people.services.updateProfile(of: alice, ProfileChanges())
            #expect(people.told.take().isEmpty)
            try await people.services.updateProfile(of: alice, ProfileChanges(defaultLanguage: ""))
            let user = try await people.services.database.read { try UserQueries.user(alice, $0) }
            #expect(user?.defaultLanguage == nil)
            let kept = try await people.services.accounts.account(alice)
            #expect(kept?.account.displayName == "Alice")
        }
    }

    @Test("all that is too long is named at once, and nothing is changed", arguments: TestEngine.available)
    func tooLong(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let long = String(repeating: "é", count: 256)
            let error = await #expect(throws: ServiceError.self) {
                try await people.services.updateProfile(
                    of: alice,
                    ProfileChanges(
                        displayName: String(repeating: "a", count: 31),
                        note: long + long,
                        fields: Array(repeating: ProfileField(name: long, value: long), count: 5),
                        isBot: true,
                        defaultLanguage: "klingon"
                    )
                )
            }
            #expect(
                error?.description
                    == """
                    Display name is too long (maximum is 30 characters), \
                    Note is too long (maximum is 500 characters), Fields are too many (maximum is 4), \
                    Field name is too long (maximum is 255 characters), \
                    Field value is too long (maximum is 255 characters), Language is not a known language
                    """
            )
            let kept = try await people.services.accounts.account(alice)
            #expect(kept?.account.isBot == false)
        }
    }

    @Test("an account without a login cannot be changed", arguments: TestEngine.available)
    func missing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            await #expect(throws: ServiceError.notFound) {
                try await people.services.updateProfile(of: 99, ProfileChanges())
            }
        }
    }
}
