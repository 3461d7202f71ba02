// What happened here week by week.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Activity of the instance")
struct ActivityTests {
    @Test("twelve weeks tell posts, people and sign-ups, each counted once", arguments: TestEngine.available)
    func weeks(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let first = try await server.post("One", by: alice)
            try await server.post("Two", by: alice, "unlisted")
            for hidden in ["private", "direct"] { try await server.post("Hidden", by: bob, hidden) }
            try await server.act("reblog", first, by: bob)
            // What is younger than a minute waits, whoever came does not.
            try await server.services.countActivity()
            let fresh = try await server.get("/api/v1/instance/activity").expect(200).expectStatements(atMost: 1)
            #expect(fresh["0", "logins"] == "2")
            #expect(fresh.response.headers[.cacheControl] == "public, max-age=300")
            server.clock.advance(.seconds(90))
            for _ in 0..<2 { try await server.services.countActivity() }
            let before = try await server.get("/api/v1/instance/activity")
            // Monday, the 13th of November 2023.
            #expect(before.json.array?.count == 12)
            try expectSameJSON(
                before["0"],
                #"{"week": "1699833600", "statuses": "3", "logins": "2", "registrations": "3"}"#
            )
            try expectSameJSON(
                before["11"],
                #"{"week": "1693180800", "statuses": "0", "logins": "0", "registrations": "0"}"#
            )
            // Another week, another process; deleting changes nothing of what was.
            server.clock.advance(.seconds(7 * 86_400))
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                try await cold.send(.delete, "/api/v1/statuses/\(first)", as: cold.alice).expect(200)
                try await cold.get("/api/v1/timelines/home", as: cold.charlie).expect(200)
                try await cold.post("Three", by: cold.alice)
                _ = try await cold.newPerson("dana")
                cold.clock.advance(.seconds(90))
                try await cold.services.countActivity()
                let after = try await cold.get("/api/v1/instance/activity")
                try expectSameJSON(
                    after["0"],
                    #"{"week": "1700438400", "statuses": "1", "logins": "2", "registrations": "1"}"#
                )
                #expect(after["1"] == before["0"])
            }
        }
    }

    @Test("somebody is counted in each of two weeks that end between two counts", arguments: [TestEngine.sqlite])
    func turn(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.get("/api/v1/preferences", as: server.alice).expect(200)
            server.clock.advance(.seconds(7 * 86_400))
            for _ in 0..<2 { try await server.get("/api/v1/preferences", as: server.alice).expect(200) }
            try await server.services.countActivity()
            let activity = try await server.get("/api/v1/instance/activity")
            #expect(activity["0", "logins"] == "1" && activity["1", "logins"] == "1")
        }
    }
}
