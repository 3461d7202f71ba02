// The directory and suggestions: only people who want to be found, and nobody one has turned away.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite("People to be found")
struct DiscoveryTests {
    private func discoverable(_ people: [Person], _ server: TestServer) async throws {
        for person in people {
            try await server.services.updateProfile(of: person.id, ProfileChanges(isDiscoverable: true))
        }
    }

    @Test("the directory shows who wants to be in it", arguments: TestEngine.available)
    func directory(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await discoverable([alice, bob], server)
            try await server.post("First", by: alice)
            try await server.post("Second", by: bob)
            try await server.post("Third", by: charlie)
            let (a, b) = (String(alice.id), String(bob.id))
            #expect(try await server.get("/api/v1/directory").ids() == [b, a])
            #expect(try await server.get("/api/v1/directory?order=new&local=true").ids() == [b, a])
            #expect(try await server.get("/api/v1/directory?offset=1&limit=1").ids() == [a])
            #expect(try await server.get("/api/v1/directory?offset=2").ids() == [])
            _ = try await server.services.blockAccount(bob.id, by: charlie.id)
            #expect(try await server.get("/api/v1/directory", as: charlie).ids() == [a])
            try await server.services.moderate(alice.id, .silence, by: .commandLine)
            #expect(try await server.get("/api/v1/directory", as: charlie).ids() == [])
            try await server.get("/api/v1/directory?order=best").expect(400)
            try await server.get("/api/v1/directory?offset=-1").expect(400)
            try await server.get("/api/v1/directory", as: bob).expect(200)
            try await server.get("/api/v1/directory", as: bob).expectStatements(atMost: 1)
        }
    }

    @Test("friends of friends come first, and who is turned away stays away", arguments: TestEngine.available)
    func suggestions(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.get("/api/v2/suggestions").expect(401)
            try await discoverable([alice, bob, charlie], server)
            try await server.follow(bob, by: alice)
            try await server.follow(charlie, by: bob)
            let reply = try await server.get("/api/v2/suggestions", as: alice).expect(200)
            #expect(reply.json.array?.count == 1)
            #expect(reply.json.array?.first?["account"]?["id"]?.string == String(charlie.id))
            #expect(reply.json.array?.first?["source"]?.string == "past_interactions")
            let sources = reply.json.array?.first?["sources"]?.array?.map { $0.string ?? "" }
            #expect(sources == ["friends_of_friends", "most_followed"])
            #expect(try await server.get("/api/v1/suggestions", as: alice).ids() == [String(charlie.id)])
            try await server.send(.delete, "/api/v1/suggestions/\(charlie.id)", as: alice).expect(200)
            try await server.send(.delete, "/api/v1/suggestions/\(charlie.id)", as: alice).expect(200)
            try await server.send(.delete, "/api/v1/suggestions/4", as: alice).expect(404)
            #expect(try await server.get("/api/v1/suggestions", as: alice).ids() == [])
        }
    }
}
