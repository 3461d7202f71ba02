// The server's own keys, and requests signed with them.
import ActivityPub
import Basics
import Database
import Domain
import Outbound
import Services
import Storage
import TestSupport
import Testing

@Suite("Signing")
struct SigningKeysTests {
    @Test(
        "keys are made once, kept sealed, and the same for all nodes with the same push.key",
        arguments: TestEngine.available
    )
    func keys(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let keys = try await fixture.services.signingKeys(of: 1)
            let sealed = try #require(
                try await fixture.services.database.read { try SigningKeyQueries.keys(of: 1, $0) }
            )
            #expect(
                sealed.rsaPublic == keys.rsa.publicKey?.pem && sealed.ed25519Public == keys.ed25519.publicKey?.multibase
            )
            #expect(!String(decoding: sealed.rsaPrivate, as: UTF8.self).contains("PRIVATE"))
            func other(_ key: [UInt8]) throws -> Services {
                Services(
                    database: fixture.services.database,
                    site: fixture.services.site,
                    federation: FederationSettings(sealingKey: key) { _ in OutboundResponse(status: 404) }
                )
            }
            let again = try await other(FederationFixture.key).signingKeys(of: 1)
            #expect(again.rsa.pem == keys.rsa.pem)
            await #expect(throws: ServiceError.self) {
                _ = try await other([UInt8](repeating: 8, count: 32)).signingKeys(of: 1)
            }
            let server = try await fixture.services.signingKeys(of: 0)
            #expect(server.rsa.pem != keys.rsa.pem)
        }
    }

    private func delivery(_ inbox: String = "https://peer.example/inbox") -> Delivery {
        Delivery(
            id: 1,
            inbox: inbox,
            host: "peer.example",
            activityID: 1,
            accountID: 1,
            keyID: "https://chorus.example/users/alice#main-key",
            topic: 1,
            body: Array(#"{"type":"Like"}"#.utf8),
            createdAt: Timestamp(seconds: 1)
        )
    }

    /// Whether a request was signed with the key of alice, in the form that its headers have.
    private static func form(
        of request: OutboundRequest,
        _ signature: [(name: String, value: String)],
        _ key: PublicKey?,
        at now: Timestamp
    ) throws -> SignatureKind? {
        let address = try #require(ObjectID(request.url))
        let head = RequestHead(method: "POST", address: address, headers: request.headers + signature)
        let pending = try HTTPSignature.read(head, body: request.body, now: now)
        guard let key, pending.isValid(for: key) else { return nil }
        return pending.kind
    }

    @Test(
        "a delivery is signed at each try, in the form that the host takes, which is remembered",
        arguments: TestEngine.available
    )
    func deliveries(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let key = try await fixture.services.signingKeys(of: 1).rsa.publicKey
            let clock = fixture.time.clock
            fixture.web.put("https://peer.example/inbox") { request, signature in
                let form = try? Self.form(of: request, signature, key, at: clock.now())
                return FakeWeb.Page(status: form == .rfc9421 ? 202 : 401)
            }
            #expect(await fixture.services.send(delivery()) == .delivered)
            #expect(fixture.web.asked.count == 2)
            fixture.time.move(.seconds(86_400))
            #expect(await fixture.services.send(delivery()) == .delivered)
            #expect(fixture.web.asked.count == 3)
        }
    }

    @Test(
        "what an answer means",
        arguments: [
            (202, DeliveryOutcome.delivered), (204, .delivered), (410, .gone), (404, .refused("404")),
            (403, .refused("403")), (501, .refused("501")), (500, .later("500", retryAfter: nil)),
            (401, .later("401", retryAfter: nil)), (408, .later("408", retryAfter: nil)),
            (302, .later("302", retryAfter: nil)), (503, .later("503", retryAfter: nil)),
        ]
    )
    func outcomes(_ status: Int, _ outcome: DeliveryOutcome) async throws {
        try await FederationFixture.run(.sqlite) { fixture in
            fixture.web.put("https://peer.example/inbox", status: status)
            #expect(await fixture.services.send(delivery()) == outcome)
        }
    }

    @Test(
        "nothing goes to a suspended server, nor to anybody where there are no others",
        arguments: [TestEngine.sqlite]
    )
    func suspended(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let now = fixture.time.clock.now()
            _ = try await fixture.services.set(
                ServerBlock(domain: "peer.example", severity: .suspend, createdAt: now),
                by: .commandLine
            )
            #expect(await fixture.services.send(delivery()) == .refused("the server is suspended"))
            let activity = OutgoingActivity(accountID: 1, keyID: "#main-key", topic: "x", body: [1])
            try await fixture.services.deliver(activity, to: ["https://peer.example/inbox", "https://b.example/inbox"])
            let waiting = try await fixture.services.database.read { try DeliveryQueries.waiting($0) }
            #expect(waiting == 1 && fixture.web.asked.isEmpty)
        }
        try await FederationFixture.run(engine, mode: .allowlist) { fixture in
            #expect(await fixture.services.send(delivery()) == .refused("the server is suspended"))
            _ = try await fixture.services.allowServer("PEER.example", by: .commandLine)
            fixture.web.put("https://peer.example/inbox", status: 202)
            #expect(await fixture.services.send(delivery()) == .delivered)
        }
    }
}
