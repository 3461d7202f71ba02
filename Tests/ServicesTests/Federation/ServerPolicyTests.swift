// Decisions about other servers, and what becomes of the people there.
import ActivityPub
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Deciding about other servers")
struct ServerPolicyTests {
    @Test(
        "a suspension hides everybody of the server and below it, and gives them back; what was decided about one stays",
        arguments: TestEngine.available
    )
    func suspension(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let services = fixture.services
            let dora = try await services.remoteAccount(uri: try fixture.peer().id)
            let emil = try await services.remoteAccount(uri: try fixture.peer("emil", host: "sub.peer.example").id)
            let frida = try await services.remoteAccount(uri: try fixture.peer("frida", host: "other.example").id)
            try await services.moderate(emil, .suspend, by: .commandLine)
            _ = try await services.followAccount(dora, by: 1)
            let now = fixture.time.clock.now()
            let block = try await services.set(
                ServerBlock(domain: "Peer.Example.", severity: .suspend, publicComment: "noise", createdAt: now),
                by: .commandLine
            )
            #expect(block.domain == "peer.example")
            try await services.applyServerPolicy(to: "peer.example")
            #expect(try await fixture.account(dora).isSuspended)
            #expect(try await fixture.account(emil).isSuspended)
            #expect(try await !fixture.account(frida).isSuspended)
            await #expect(throws: FederationError.suspended) {
                try await services.remoteAccount(uri: "https://sub.peer.example/users/new")
            }
            await #expect(throws: FederationError.suspended) { try await services.findKey("https://peer.example/key") }
            try await services.deleteServerBlock(block.id, by: .commandLine)
            try await services.applyServerPolicy(to: "peer.example")
            #expect(try await !fixture.account(dora).isSuspended)
            #expect(try await fixture.account(emil).isSuspended)
        }
    }

    @Test("of a limited server old and new people are limited", arguments: TestEngine.available)
    func limit(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let services = fixture.services
            let dora = try await services.remoteAccount(uri: try fixture.peer().id)
            let now = fixture.time.clock.now()
            let block = try await services.set(
                ServerBlock(domain: "peer.example", severity: .silence, createdAt: now),
                by: .commandLine
            )
            try await services.applyServerPolicy(to: "peer.example")
            let emil = try await services.remoteAccount(uri: try fixture.peer("emil").id)
            #expect(try await fixture.account(dora).isSilenced)
            #expect(try await fixture.account(emil).isSilenced)
            try await services.deleteServerBlock(block.id, by: .commandLine)
            try await services.applyServerPolicy(to: "peer.example")
            #expect(try await !fixture.account(dora).isSilenced)
            #expect(try await !fixture.account(emil).isSilenced)
        }
    }

    @Test("nobody blocks this server, or what is not a domain, or the same domain anew", arguments: [TestEngine.sqlite])
    func refused(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let now = fixture.time.clock.now()
            for domain in ["chorus.example", "CHORUS.example.", "", "a b", "https://x.example"] {
                await #expect(throws: ServiceError.self) {
                    try await fixture.services.set(ServerBlock(domain: domain, createdAt: now), by: .commandLine)
                }
            }
            let block = ServerBlock(domain: "peer.example", createdAt: now)
            _ = try await fixture.services.set(block, isNew: true, by: .commandLine)
            await #expect(throws: ServiceError.self) {
                try await fixture.services.set(block, isNew: true, by: .commandLine)
            }
        }
    }
}
