// Accounts: read, found by name, and changed by their owner.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Accounts")
struct AccountTests {
    private let alice = TestAPI.alice

    @Test("an account is the same for everybody, byte for byte", arguments: TestEngine.available)
    func account(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            try await api.services.updateProfile(
                of: alice,
                ProfileChanges(
                    displayName: "Alice <3",
                    note: "Likes #Gardens\nand \"quotes\"",
                    fields: [ProfileField(name: "Site", value: "https://garden.example")],
                    isDiscoverable: true
                )
            )
            _ = try await api.services.followAccount(alice, by: TestAPI.bob)
            let answer = try await api.get("/api/v1/accounts/101")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
            try expectGolden("Account", answer)
            RequiredFields.expect(RequiredFields.account, in: try answer.json())
            let same = try await api.get("/api/v1/accounts/101", as: "bob")
            #expect(same.body == answer.body)
        }
    }

    @Test(
        "what is no account is 404",
        arguments: TestEngine.available,
        ["999", "abc", "-1", "1e3", "99999999999999999999", "%00", "101%20"]
    )
    func unknown(_ engine: TestEngine, _ id: String) async throws {
        try await TestAPI.run(engine) { api async throws in
            let answer = try await api.get("/api/v1/accounts/\(id)")
            #expect(answer.status == 404)
            #expect(answer.text == #"{"error":"Record not found"}"#)
            #expect(try await api.get("/api/v1/accounts/\(id)/followers").status == 404)
            #expect(try await api.post("/api/v1/accounts/\(id)/follow", as: "bob").status == 404)
        }
    }

    @Test("several accounts are read at once, unknown ones left out", arguments: TestEngine.available)
    func several(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let answer = try await api.get("/api/v1/accounts?id[]=103&id[]=999&id[]=101&id[]=x")
            #expect(try answer.all("id") == ["103", "101"])
            #expect(try await api.get("/api/v1/accounts").text == "[]")
        }
    }

    @Test(
        "a name is found however it is written",
        arguments: TestEngine.available,
        ["alice", "@Alice", "ALICE@chorus.example", "%40alice%40CHORUS.example", "acct:alice"]
    )
    func lookup(_ engine: TestEngine, _ acct: String) async throws {
        try await TestAPI.run(engine) { api async throws in
            let answer = try await api.get("/api/v1/accounts/lookup?acct=\(acct)")
            #expect(try answer.json()["id"]?.string == "101")
        }
    }

    @Test(
        "a name that is not here is 404",
        arguments: TestEngine.available,
        ["", "nobody", "alice@else.example", "%00", "'"]
    )
    func lookupUnknown(_ engine: TestEngine, _ acct: String) async throws {
        try await TestAPI.run(engine) { api async throws in
            #expect(try await api.get("/api/v1/accounts/lookup?acct=\(acct)").status == 404)
        }
    }

    @Test("a suspended account keeps its shape, emptied", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            try await api.services.updateProfile(of: alice, ProfileChanges(displayName: "Alice", note: "note"))
            try await api.services.database.write {
                try AccountQueries.setModeration(silencedAt: nil, suspendedAt: TestAPI.now, of: alice, $0)
            }
            let json = try await api.get("/api/v1/accounts/101").json()
            #expect(json["suspended"] == .bool(true))
            #expect(json["display_name"]?.string == "" && json["note"]?.string == "")
            #expect(try await api.get("/api/v1/accounts/101/followers").text == "[]")
            #expect(try await api.post("/api/v1/accounts/101/follow", as: "bob").status == 404)
        }
    }

    @Test("search finds names, display names and addresses", arguments: TestEngine.available)
    func search(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            try await api.services.updateProfile(of: alice, ProfileChanges(displayName: "Gardener"))
            _ = try await api.services.followAccount(alice, by: TestAPI.bob)
            func found(_ query: String) async throws -> [String] {
                try await api.get("/api/v1/accounts/search?\(query)", as: "bob").all("username")
            }
            #expect(try await found("q=ali") == ["alice"])
            #expect(try await found("q=GARDEN") == ["alice"])
            #expect(try await found("q=@alice@chorus.example&resolve=true") == ["alice"])
            #expect(try await found("q=alice@else.example&resolve=true") == [])
            #expect(try await found("q=%25") == [])
            #expect(try await found("q=%00") == [])
            #expect(try await found("q=") == [])
            #expect(try await found("q=ali&offset=1") == [])
            #expect(try await found("q=c&following=true") == [])
            #expect(try await found("q=ali&following=true") == ["alice"])
            #expect(try await api.get("/api/v1/accounts/search?q=ali").status == 401)
        }
    }
}
