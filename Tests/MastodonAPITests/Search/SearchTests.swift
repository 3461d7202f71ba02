// What search finds, and what it says when it cannot.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Search")
struct SearchTests {
    private func found(_ api: TestAPI, _ query: String, _ kind: String, as token: String? = "bob") async throws
        -> [String]
    {
        let answer = try await api.get("/api/v2/search?\(query)", as: token)
        let list = try #require(try answer.json()[kind]?.array, "\(answer.text)")
        return list.map { ($0["acct"] ?? $0["name"] ?? $0["id"])?.string ?? "-" }
    }

    @Test("accounts, hashtags by their beginning, and a status by its address", arguments: TestEngine.available)
    func search(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let status = Status(id: 5000, accountID: TestAPI.alice, conversationID: 5000, createdAt: TestAPI.now)
            let hidden = Status(
                id: 5001,
                accountID: TestAPI.alice,
                visibility: .private,
                conversationID: 5001,
                createdAt: TestAPI.now
            )
            let tag = try #require(TagName("Gardens"))
            try await api.services.database.write { connection in
                try StatusQueries.insert(status, connection)
                try StatusQueries.insert(hidden, connection)
                _ = try TagQueries.idMaking(tag, at: TestAPI.now, connection)
            }
            #expect(try await found(api, "q=ali&type=accounts", "accounts") == ["alice"])
            #expect(try await found(api, "q=@alice@chorus.example&resolve=true", "accounts") == ["alice"])
            #expect(try await found(api, "q=https://chorus.example/@alice", "accounts") == ["alice"])
            #expect(try await found(api, "q=%23gard", "hashtags", as: nil) == ["gardens"])
            #expect(try await found(api, "q=gardens&type=hashtags", "hashtags") == ["gardens"])
            #expect(try await found(api, "q=ali&type=hashtags", "accounts") == [])
            #expect(try await found(api, "q=https://chorus.example/@alice/5000", "statuses") == ["5000"])
            #expect(try await found(api, "q=https://chorus.example/users/alice/statuses/5000", "statuses") == ["5000"])
            #expect(try await found(api, "q=5000", "statuses") == ["5000"])
            #expect(try await found(api, "q=https://chorus.example/@alice/5001", "statuses") == [])
            #expect(try await found(api, "q=https://else.example/@alice/5000&resolve=true", "statuses") == [])
            #expect(
                try await api.get("/api/v2/search?q=xyzzy", as: "bob").text
                    == #"{"accounts":[],"statuses":[],"hashtags":[]}"#
            )
        }
    }

    @Test(
        "what cannot be searched is refused",
        arguments: TestEngine.available,
        [
            ("q=", 400), ("", 400), ("q=a&type=people", 400), ("q=a&limit=-1", 400),
            ("q=a&offset=-1&type=accounts", 400),
            ("q=a&offset=1&type=accounts", 401), ("q=a&resolve=true", 401), ("q=%00", 400),
        ]
    )
    func refused(_ engine: TestEngine, _ query: (String, status: Int)) async throws {
        try await TestAPI.run(engine) { api async throws in
            #expect(try await api.get("/api/v2/search?\(query.0)").status == query.status)
        }
    }
}
