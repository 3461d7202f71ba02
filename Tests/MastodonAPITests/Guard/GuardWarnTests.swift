// With `--guard warn` authors are asked about private information, once for each text.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

/// A number kept free for films and books.
let privateNumber = "+44 7700 900123"

@Suite("The guard asks")
struct GuardWarnTests {
    static let warning = "a phone number"

    @Test("an author is asked, and the same again within ten minutes goes through", arguments: TestEngine.available)
    func asking(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: GuardSettings(mode: .warn)) { server in
            let text = "Her number is \(privateNumber)"
            let asked = try await server.post(["status": text], by: server.alice).expect(422)
            #expect(asked["error"].string?.contains(Self.warning) == true)
            #expect(!asked.text.contains("900123"))
            #expect(asked.events.isEmpty)
            // Somebody else is asked too, and so is who says it otherwise.
            try await server.post(["status": text], by: server.bob).expect(422)
            try await server.post(["status": text + "!"], by: server.alice).expect(422)
            try await server.post(["status": text], by: server.alice).expect(200)
            try await server.post(["status": text], by: server.alice).expect(422)
            server.clock.advance(.seconds(600))
            try await server.post(["status": text], by: server.alice).expect(422)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids().count == 1)
        }
    }

    @Test("warnings, poll options, edits, profiles and what is for later are read too", arguments: TestEngine.available)
    func everywhere(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: GuardSettings(mode: .warn)) { server in
            let alice = server.alice
            try await server.post(["status": "Hello", "spoiler_text": privateNumber], by: alice).expect(422)
            let poll: KeyValuePairs = [
                "status": "Whom?", "poll[options][]": "Ben", "poll[options][]": "Ann \(privateNumber)",
                "poll[expires_in]": "600",
            ]
            try await server.post(poll, by: alice).expect(422)
            let later = server.later(3600)
            try await server.post(["status": privateNumber, "scheduled_at": later], by: alice).expect(422)
            try await server.post(["status": privateNumber, "scheduled_at": later], by: alice).expect(200)
            let id = try await server.post("Hello", by: alice)
            for code in [422, 200] {
                try await server.send(.put, "/api/v1/statuses/\(id)", as: alice, ["status": "Hello \(privateNumber)"])
                    .expect(code)
            }
            // What is there already is not asked about again.
            try await server.send(.put, "/api/v1/statuses/\(id)", as: alice, ["status": "\(privateNumber), hello"])
                .expect(200)
            for (field, value) in [("display_name", privateNumber), ("note", "Write to ann.smith@example.net")] {
                for code in [422, 200] { try await server.updateProfile([field: value], of: alice).expect(code) }
            }
        }
    }

    @Test("what is one's own, a help line, allowed, or in a letter is left alone", arguments: TestEngine.available)
    func exceptions(_ engine: TestEngine) async throws {
        let guarding = GuardSettings(mode: .hold, allowed: ["+44 20 7946 0123"])
        try await withServer(engine, guarding: guarding) { server in
            // Written before there was a guard.
            try await server.cold().updateProfile(of: server.bob.id, ProfileChanges(note: "Call me: 07700 900123"))
            server.services.events.publish([.accountChanged(id: server.bob.id)])
            let call = try await CallRouteTests.call(server, phone: "+44 161 496 0123")
            try await server.post(["status": "Mine is 07700 900123", "language": "en"], by: server.bob).expect(200)
            try await server.post(["status": "The office: 020 7946 0123", "language": "en"], by: server.alice).expect(
                200
            )
            try await server.post(["status": "Call 0161 496 0123", "in_reply_to_id": call], by: server.bob).expect(200)
            try await server.post(["status": "@bob \(privateNumber)", "visibility": "direct"], by: server.alice)
                .expect(200)
            #expect(try await server.get("/api/chorus/v1/held", as: server.bob).ids().isEmpty)
            #expect(try await server.get("/api/chorus/v1/held", as: server.alice).ids().isEmpty)
        }
    }
}
