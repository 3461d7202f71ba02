// The owner's own view, and changes of the profile in every parameter style.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite("Credentials")
struct CredentialsTests {
    @Test("the owner sees texts as typed, defaults and role, byte for byte", arguments: TestEngine.available)
    func verify(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            try await api.services.updateProfile(
                of: TestAPI.alice,
                ProfileChanges(
                    note: "Likes #Gardens",
                    fields: [ProfileField(name: "Site", value: "https://garden.example")],
                    isLocked: true,
                    defaultVisibility: .unlisted,
                    defaultLanguage: "de"
                )
            )
            _ = try await api.services.followAccount(TestAPI.alice, by: TestAPI.bob)
            let answer = try await api.get("/api/v1/accounts/verify_credentials", as: "alice")
            #expect(answer.status == 200)
            try expectGolden("CredentialAccount", answer)
            let json = try answer.json()
            RequiredFields.expect(RequiredFields.account, in: json)
            RequiredFields.expect(RequiredFields.source, in: json["source"])
            RequiredFields.expect(RequiredFields.role, in: json["role"])
        }
    }

    @Test("tokens: profile is enough to read, other scopes are not", arguments: TestEngine.available)
    func tokens(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let path = "/api/v1/accounts/verify_credentials"
            #expect(try await api.get(path, as: "alice+profile").status == 200)
            #expect(try await api.get(path, as: "alice+read:statuses").status == 403)
            #expect(try await api.get(path, as: "app").status == 422)
            #expect(try await api.get(path, as: "nobody").status == 401)
            #expect(try await api.get(path).status == 401)
            let update = try await api.send(
                .patch,
                "/api/v1/accounts/update_credentials",
                as: "alice+profile",
                form: "bot=1"
            )
            #expect(update.status == 403)
            #expect(update.text == #"{"error":"This action is outside the authorized scopes"}"#)
        }
    }

    /// The same change in each style: name, table of one line, privacy.
    static let styles: [(HTTPRequest.Method, query: String, form: String?, json: String?)] = [
        (
            .patch, "",
            "display_name=A&fields_attributes[0][name]=n&fields_attributes[0][value]=v&source[privacy]=private",
            nil
        ),
        (
            .put, "", nil,
            #"{"display_name":"A","fields_attributes":{"0":{"name":"n","value":"v"}},"source":{"privacy":"private"}}"#
        ),
        (
            .patch, "", nil,
            #"{"display_name":"A","fields_attributes":[{"name":"n","value":"v"},{"name":"","value":""}],"source":{"privacy":"private"}}"#
        ),
        (
            .patch,
            "?display_name=A&fields_attributes[][name]=n&fields_attributes[][value]=v&source%5Bprivacy%5D=private",
            nil, nil
        ),
    ]

    @Test("a profile is changed in every parameter style", arguments: TestEngine.available, 0..<4)
    func update(_ engine: TestEngine, _ style: Int) async throws {
        try await TestAPI.run(engine) { api async throws in
            let (method, query, form, json) = Self.styles[style]
            let answer = try await api.send(
                method,
                "/api/v1/accounts/update_credentials\(query)",
                as: "alice",
                form: form,
                json: json
            )
            try #require(answer.status == 200, "\(answer.text)")
            let account = try answer.json()
            #expect(account["display_name"]?.string == "A")
            #expect(account["source"]?["privacy"]?.string == "private")
            #expect(account["source"]?["fields"]?.array?.count == 1)
            #expect(account["fields"]?.array?.first?["name"]?.string == "n")
            let read = try await api.get("/api/v1/accounts/verify_credentials", as: "alice")
            #expect(read.body == answer.body)
        }
    }

    @Test(
        "what cannot be kept is refused with a sentence",
        arguments: TestEngine.available,
        [
            ("avatar=data:image", "Parameter avatar must be a file"),
            ("display_name=0123456789012345678901234567890", "Display name is too long (maximum is 30 characters)"),
            ("source[privacy]=friends", "source[privacy] is not included in the list"),
            ("source[language]=xyzzy", "Language is not a known language"),
        ]
    )
    func refused(_ engine: TestEngine, _ change: (form: String, sentence: String)) async throws {
        try await TestAPI.run(engine) { api async throws in
            let answer = try await api.send(
                .patch,
                "/api/v1/accounts/update_credentials",
                as: "alice",
                form: change.form
            )
            #expect(answer.status == 422)
            #expect(try answer.json()["error"]?.string == "Validation failed: \(change.sentence)")
        }
    }
}
