// Conversations: direct statuses by thread and people, as each of them sees them.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import TestSupport
import Testing

@Suite("Conversations")
struct ConversationTests {
    private static let path = "/api/v1/conversations"

    private func list(_ server: TestServer, _ person: Person) async throws -> Reply {
        try await server.get(Self.path, as: person)
    }

    @Test("a direct status makes a conversation for everybody in it", arguments: TestEngine.available)
    func begins(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let posted = try await server.send(
                .post,
                "/api/v1/statuses",
                as: alice,
                ["status": "@bob tea?", "visibility": "direct"]
            )
            let told = posted.events.compactMap { event -> Int64? in
                if case .conversationChanged(let account, _) = event { account } else { nil }
            }
            #expect(Set(told) == [alice.id, bob.id])
            let theirs = try await list(server, bob)
            try expectGolden("Conversation", theirs)
            #expect(theirs["0", "unread"] == true)
            #expect(theirs["0", "last_status", "id"] == posted["id"])
            let mine = try await list(server, alice)
            #expect(mine["0", "unread"] == false && mine.ids("0", "accounts") == ["\(bob.id)"])
            #expect(try await list(server, charlie).ids() == [])
            #expect(try await server.get("/api/v1/timelines/direct", as: bob).ids() == [try posted.id()])
            try await server.get(Self.path).expect(401)
        }
    }

    @Test("an answer goes on with it, other people begin another", arguments: TestEngine.available)
    func goesOn(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let first = try await server.post("@bob tea?", by: alice, "direct")
            let answer = try await server.post("@alice yes", by: bob, "direct", answering: first)
            let mine = try await list(server, alice)
            #expect(mine.ids().count == 1 && mine["0", "unread"] == true)
            #expect(mine["0", "last_status", "id"] == .string(answer))
            #expect(try await list(server, bob)["0", "unread"] == false)
            let more = try await server.post("@alice @charlie you too", by: bob, "direct", answering: answer)
            let two = try await list(server, alice)
            #expect(two["0", "last_status", "id"] == .string(more) && two["1", "last_status", "id"] == .string(answer))
            #expect(two.ids("0", "accounts").count == 2)
            try await server.post("@alice in the open", by: bob, "unlisted", answering: answer)
            #expect(try await list(server, alice).ids() == two.ids())
            try await server.post("Note to myself", by: server.charlie, "direct")
            #expect(try await list(server, server.charlie).ids("0", "accounts") == ["\(server.charlie.id)"])
        }
    }

    @Test("it is read, marked unread, and put away by its owner alone", arguments: TestEngine.available)
    func marks(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let first = try await server.post("@bob tea?", by: alice, "direct")
            let id = try await list(server, bob).ids()[0]
            func send(_ act: String, as person: Person) async throws -> Reply {
                try await server.send(.post, "\(Self.path)/\(id)/\(act)", as: person)
            }
            #expect(try await send("read", as: bob)["unread"] == false)
            #expect(try await list(server, bob)["0", "unread"] == false)
            #expect(try await send("unread", as: bob)["unread"] == true)
            try await send("read", as: alice).expectError(404, "Record not found")
            try await server.send(.delete, "\(Self.path)/\(id)", as: alice).expect(404)
            try await server.send(.delete, "\(Self.path)/\(id)", as: bob).expect(200)
            #expect(try await list(server, bob).ids() == [])
            #expect(try await list(server, alice).ids().count == 1)
            let again = try await server.post("@bob still?", by: alice, "direct", answering: first)
            #expect(try await list(server, bob)["0", "last_status", "id"] == .string(again))
        }
    }

    @Test("deleting takes it back a status, and away with the last", arguments: TestEngine.available)
    func deletes(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let first = try await server.post("@bob tea?", by: alice, "direct")
            let second = try await server.post("@bob or coffee?", by: alice, "direct", answering: first)
            func last() async throws -> JSONValue { try await list(server, bob)["0", "last_status", "id"] }
            #expect(try await last() == .string(second))
            try await server.send(.delete, "/api/v1/statuses/\(second)", as: alice).expect(200)
            #expect(try await last() == .string(first))
            let end = try await server.send(.delete, "/api/v1/statuses/\(first)", as: alice)
            #expect(end.events.contains { if case .conversationChanged(bob.id, _) = $0 { true } else { false } })
            #expect(try await list(server, bob).ids() == [])
            #expect(try await list(server, alice).ids() == [])
        }
    }

    @Test("an edit brings in whom it mentions, and those who are blocked stay out", arguments: TestEngine.available)
    func edits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await server.post("@bob tea?", by: alice, "direct")
            try await server.send(.put, "/api/v1/statuses/\(id)", as: alice, ["status": "@bob @charlie tea?"]).expect(
                200
            )
            #expect(try await list(server, charlie)["0", "last_status", "id"] == .string(id))
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/block", as: bob).expect(200)
            try await server.post("@bob hello?", by: alice, "direct")
            #expect(try await list(server, bob).ids().count == 1)
        }
    }

    @Test("conversations page by their last status and cost a few statements", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var posted: [String] = []
            for number in 0..<9 {
                posted.insert(try await server.post("@alice number \(number)", by: server.bob, "direct"), at: 0)
            }
            let wanted = posted
            func lasts(_ reply: Reply) -> [String] {
                reply.json.array?.compactMap { $0["last_status"]?["id"]?.string } ?? []
            }
            var next: String? = "\(Self.path)?limit=4"
            var seen: [String] = []
            while let path = next {
                let page = try await server.get(path, as: server.alice)
                seen += lasts(page)
                next = page.links["next"]
            }
            #expect(seen == wanted)
            let up = try await server.get("\(Self.path)?min_id=\(wanted[5])&limit=2", as: server.alice)
            #expect(lasts(up) == Array(wanted[3..<5]))
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                try await cold.get(Self.path, as: cold.alice).expectStatements(atMost: 18)
                try await cold.get(Self.path, as: cold.alice).expectStatements(atMost: 1)
            }
        }
    }

    @Test("what was said before there were conversations is gathered", arguments: TestEngine.available)
    func gathers(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let first = try await server.post("@bob tea?", by: server.alice, "direct")
            try await server.post("@alice yes", by: server.bob, "direct", answering: first)
            let before = try await list(server, server.alice)
            let id = try #require(Int64(before.ids()[0]))
            try await server.services.deleteConversation(id, of: server.alice.id)
            try await server.services.database.write { try ConversationQueries.gatherAll($0) }
            let after = try await list(server, server.alice)
            #expect(after["0", "last_status", "id"] == before["0", "last_status", "id"])
            #expect(after["0", "unread"] == false)
        }
    }
}
