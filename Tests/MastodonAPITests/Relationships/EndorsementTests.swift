// People shown on a profile.
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

@Suite("Endorsements")
struct EndorsementTests {
    @Test("whom one follows is endorsed, by new and old names, until the follow ends", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            func act(_ name: String, _ person: Person) async throws -> Reply {
                try await server.send(.post, "/api/v1/accounts/\(person.id)/\(name)", as: alice)
            }
            func shown(as viewer: Person? = nil) async throws -> [String] {
                try await server.get("/api/v1/accounts/\(alice.id)/endorsements", as: viewer).ids()
            }
            try await act("endorse", bob)
                .expectError(422, "Validation failed: You must be already following the person you want to endorse")
            for person in [bob, charlie] { try await server.follow(person, by: alice) }
            #expect(try await act("endorse", bob)["endorsed"] == true)
            #expect(try await act("endorse", bob)["endorsed"] == true)
            #expect(try await act("pin", charlie)["endorsed"] == true)
            #expect(try await shown() == [charlie, bob].map { "\($0.id)" })
            #expect(try await server.get("/api/v1/endorsements?limit=1", as: alice).ids() == ["\(charlie.id)"])
            #expect(try await server.get("/api/v1/endorsements", as: bob).ids() == [])
            try await server.send(.post, "/api/v1/accounts/\(charlie.id)/block", as: bob).expect(200)
            #expect(try await shown(as: bob) == ["\(bob.id)"])
            #expect(try await act("unpin", charlie)["endorsed"] == false)
            #expect(try await act("unendorse", charlie)["endorsed"] == false)
            #expect(try await act("unfollow", bob)["endorsed"] == false)
            #expect(try await shown() == [])
            try await server.get("/api/v1/accounts/1/endorsements").expect(404)
        }
    }
}
