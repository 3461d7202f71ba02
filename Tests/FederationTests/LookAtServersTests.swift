// Which software other servers are, as far as they say.

import ActivityPub
import Basics
import Domain
import Services
import TestSupport
import Testing

@Suite struct LookAtServersTests {
    @Test("a server is asked what it is, once in a week, and at its own address alone", arguments: TestEngine.available)
    func looks(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.services.remoteAccount(uri: try server.peer.person("bob"))
            let links = "https://\(Peer.host)/.well-known/nodeinfo"
            func answer(_ place: String) {
                server.peer.answer(
                    links,
                    #"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"\#(place)"}]}"#
                )
            }
            func software() async throws -> String? {
                let host = try await server.services.knownServers(named: [Peer.host])[Peer.host]
                return host.map { "\($0.software ?? "?") \($0.softwareVersion ?? "?")" }
            }
            answer("https://elsewhere.example/nodeinfo/2.0")
            try await server.services.lookAtServers()
            #expect(try await software() == "? ?")
            #expect(!server.peer.asked.contains { $0.hasPrefix("https://elsewhere.example") })
            let place = "https://\(Peer.host)/nodeinfo/2.0"
            answer(place)
            server.peer.answer(
                place,
                #"{"version":"2.0","software":{"name":"Mastodon","version":"4.6.5\u0007 \#(String(repeating: "x", count: 90))"}}"#
            )
            // Not before a week has passed.
            try await server.services.lookAtServers()
            #expect(try await software() == "? ?")
            server.clock.advance(.seconds(8 * 86_400))
            try await server.services.lookAtServers()
            let found = try #require(try await software())
            #expect(found.hasPrefix("mastodon 4.6.5x") && found.utf8.count == "mastodon ".utf8.count + 60)
            // What does not answer is what it was.
            server.peer.answer(links, "", status: 500)
            server.clock.advance(.seconds(8 * 86_400))
            try await server.services.lookAtServers()
            #expect(try await software() == found)
        }
    }
}
