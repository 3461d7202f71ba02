// Statuses by their words: who finds which, in every script, and what follows at once.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Search of statuses")
struct StatusSearchTests {
    private func found(
        _ server: TestServer,
        _ text: String,
        as person: Person?,
        _ more: KeyValuePairs<String, String> = [:]
    ) async throws -> [String] {
        let query = "q=\(PercentEncoding.encode(text))"
        let reply = try await server.get("/api/v2/search?\(query)", as: person, more)
        let json = reply.expect(200).json
        return try #require(json["statuses"]?.array).compactMap { $0["id"]?.string }
    }

    private func makeFindable(_ person: Person, _ server: TestServer, _ isIndexable: Bool = true) async throws {
        try await server.services.updateProfile(of: person.id, ProfileChanges(isIndexable: isIndexable))
        while try await server.services.fillSearchIndex() {}
    }

    @Test("public posts are found when their author wishes it, and only then", arguments: TestEngine.available)
    func findable(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let open = try await server.post("The first roses of June", by: alice)
            let quiet = try await server.post("Quiet roses", by: alice, "unlisted")
            let secret = try await server.post("Secret roses for @bob", by: alice, "direct")
            #expect(try await found(server, "roses", as: alice) == [secret, quiet, open])
            #expect(try await found(server, "roses", as: bob) == [secret])
            #expect(try await found(server, "roses", as: charlie) == [])
            #expect(try await found(server, "roses", as: nil) == [])
            try await makeFindable(alice, server)
            let later = try await server.post("More ROSES", by: alice)
            #expect(try await found(server, "rosés", as: charlie) == [later, open])
            // Taking it back holds at once, before the index has followed.
            try await server.services.updateProfile(of: alice.id, ProfileChanges(isIndexable: false))
            #expect(try await found(server, "roses", as: charlie) == [])
            try await makeFindable(alice, server)
            #expect(try await found(server, "roses", as: charlie) == [later, open])
            _ = try await server.services.blockAccount(charlie.id, by: alice.id)
            #expect(try await found(server, "roses", as: charlie) == [])
            #expect(try await found(server, "roses", as: bob) == [later, secret, open])
            _ = try await server.services.muteAccount(alice.id, by: bob.id)
            #expect(try await found(server, "roses", as: bob) == [])
        }
    }

    @Test("what one has saved is found, whoever wrote it", arguments: TestEngine.available)
    func library(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            var ids: [String] = []
            for number in 0..<4 { ids.append(try await server.post("Bread number \(number)", by: alice)) }
            for (act, id) in zip(["favourite", "bookmark", "reblog"], ids) {
                try await server.act(act, id, by: bob).expect(200)
            }
            let poll = try await server.send(
                .post,
                "/api/v1/statuses",
                as: alice,
                json: #"{"status":"Which bread?","poll":{"options":["rye","wheat"],"expires_in":600}}"#
            )
            let (asked, pollID) = (try poll.id(), try #require(poll.json["poll"]?["id"]?.string))
            try await server.send(.post, "/api/v1/polls/\(pollID)/votes", as: bob, ["choices[]": "0"]).expect(200)
            let saved = [asked, ids[2], ids[1], ids[0]]
            #expect(try await found(server, "bread", as: bob) == saved)
            #expect(try await found(server, "bread in:library", as: bob) == saved)
            #expect(try await found(server, "bread in:public", as: bob) == [])
            #expect(try await found(server, "bread", as: server.charlie) == [])
            #expect(try await found(server, "wheat has:poll", as: bob) == [asked])
            #expect(try await found(server, "bread", as: bob, ["limit": "2"]) == Array(saved.prefix(2)))
            #expect(try await found(server, "bread", as: bob, ["limit": "2", "max_id": ids[2]]) == [ids[1], ids[0]])
            #expect(try await found(server, "bread", as: bob, ["limit": "2", "min_id": ids[0]]) == [ids[2], ids[1]])
            #expect(
                try await found(server, "bread", as: bob, ["type": "statuses", "limit": "2", "offset": "1"])
                    == [ids[2], ids[1]]
            )
            try await server.act("unfavourite", ids[0], by: bob).expect(200)
            #expect(try await found(server, "bread", as: bob) == Array(saved.prefix(3)))
        }
    }

    @Test("edits and deletions follow at once", arguments: TestEngine.available)
    func changes(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let id = try await server.post("Apples", by: alice)
            try await server.send(.put, "/api/v1/statuses/\(id)", as: alice, ["status": "Pears"]).expect(200)
            #expect(try await found(server, "apples", as: alice) == [])
            #expect(try await found(server, "pears", as: alice) == [id])
            try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice).expect(200)
            #expect(try await found(server, "pears", as: alice) == [])
            let left = try await server.services.database.read { connection in
                try StatusSearchQueries.hits(SearchExpression(wanted: []), PageBounds(limit: 10), connection)
            }
            #expect(left == [])
        }
    }

    @Test("every script and every operator", arguments: TestEngine.available)
    func operators(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await makeFindable(alice, server)
            let tokyo = try await server.post("東京都の庭は静かです", by: alice)
            let thai = try await server.post("สวนที่นี่สวยมาก https://example.org/a", by: alice)
            let roses = try await server.post("Red roses, white roses", by: alice)
            let answer = try await server.post("White tulips @alice", by: bob, answering: roses)
            for (text, ids) in [
                ("東京", [tokyo]), ("京都の庭", [tokyo]), ("都", [tokyo]), ("京東", []), ("ที่นี่", [thai]), ("สวย", [thai]),
                ("\"white roses\"", [roses]), ("\"roses white\"", [roses]), ("\"red white\"", []),
                ("white -roses", [answer]),
                ("white", [answer, roses]), ("white from:alice", [roses]), ("white -from:alice", [answer]),
                ("from:bob", [answer]), ("from:nobody white", []), ("has:link", [thai]), ("is:reply", [answer]),
                ("-is:reply white", [roses]), ("white from:me", [roses]), ("white before:2010-01-01", []),
                ("white after:2010-01-01", [answer, roses]), ("roses during:2023", [roses]), ("rose", []),
                ("from:@alice@chorus.example roses", [roses]),
            ] as [(String, [String])] {
                #expect(try await found(server, text, as: alice) == ids, "\(text)")
            }
            let query = "/api/v2/search?type=statuses&q=white&account_id=\(alice.id)"
            #expect(try await server.get(query, as: alice).json["statuses"]?.array?.count == 1)
            for hostile in ["\"", "' OR 1 --", "a* NEAR(b)", "tokens:a", ":*", "<->", "!()", "\\", "{x}", "^a"] {
                _ = try await found(server, hostile, as: bob)
            }
        }
    }

    @Test("limited and suspended people", arguments: TestEngine.available)
    func moderated(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await makeFindable(alice, server)
            let id = try await server.post("A calm lake", by: alice)
            try await server.follow(alice, by: bob)
            try await server.services.moderate(alice.id, .silence, by: .commandLine)
            #expect(try await found(server, "lake", as: bob) == [id])
            #expect(try await found(server, "lake", as: charlie) == [])
            try await server.services.moderate(alice.id, .suspend, by: .commandLine)
            #expect(try await found(server, "lake", as: bob) == [])
        }
    }

    @Test(
        "what was there before the index is indexed in pieces, and a search costs few statements",
        arguments: TestEngine.available
    )
    func filled(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            while try await server.services.fillSearchIndex() {}
            var ids: [String] = []
            for number in 0..<45 { ids.append(try await server.post("Letter \(number)", by: alice)) }
            try await server.services.database.write { [ids] connection in
                try StatusSearchQueries.delete(ids.compactMap { Int64($0) }, connection)
                #expect(try SearchWorkQueries.missing(limit: 50, connection).count == 45)
                try SearchWorkQueries.add(SearchWorkQueries.everybody, connection)
            }
            #expect(try await found(server, "letter", as: alice) == [])
            while try await server.services.fillSearchIndex() {}
            #expect(try await found(server, "letter", as: alice, ["limit": "40"]) == Array(ids.reversed().prefix(40)))
            for limit in [20, 40] {
                let reply = try await server.get("/api/v2/search?q=letter&limit=\(limit)", as: alice)
                reply.expect(200).expectStatements(atMost: 10)
            }
        }
    }
}
