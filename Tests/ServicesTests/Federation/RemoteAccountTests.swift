// Actors of other servers become accounts, and stay the same ones whatever they are called.
import ActivityPub
import Basics
import Database
import Domain
import Outbound
import Services
import Storage
import TestSupport
import Testing

@Suite("Accounts of other servers")
struct RemoteAccountTests {
    @Test(
        "an actor is fetched once, signed for by the server itself, and is an account with its keys",
        arguments: TestEngine.available
    )
    func fetched(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let dora = try fixture.peer()
            let id = try await fixture.services.remoteAccount(uri: dora.id)
            #expect(try await fixture.services.remoteAccount(uri: dora.id) == id)
            #expect(fixture.web.asked.filter { $0 == dora.id }.count == 1)
            let account = try await fixture.account(id)
            #expect(account.acct == "dora@peer.example" && account.uri == dora.id)
            let remote = try await fixture.remote(id)
            #expect(remote.sharedInbox == "https://peer.example/inbox" && remote.namedAt != nil)
            let found = try await fixture.services.findKey(dora.keyID)
            #expect(found.owner.text == dora.id && found.key == dora.rsa.publicKey && found.isFromCache)
            let signature = try #require(fixture.web.requests.first { $0.request.url == dora.id }?.signature)
            #expect(signature.contains { $0.value.contains("https://chorus.example/actor#main-key") })
            let handle = try #require(AccountAddress("@dora@peer.example"))
            #expect(try await fixture.services.remoteAccount(handle: handle) == id)
        }
    }

    @Test(
        "a handle that WebFinger gives to somebody else is not taken, and one without an answer is asked for later",
        arguments: TestEngine.available
    )
    func handles(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let dora = try fixture.peer()
            let liar = try FakeActor("liar")
            fixture.web.put(liar.id, liar.document(username: "dora"))
            let first = try await fixture.services.remoteAccount(uri: dora.id)
            let second = try await fixture.services.remoteAccount(uri: liar.id)
            #expect(try await fixture.account(first).username == "dora")
            let account = try await fixture.account(second)
            #expect(account.username.hasPrefix("dora-") && account.domain == "peer.example")
            #expect(try await fixture.remote(second).namedAt == nil)
        }
    }

    @Test(
        "a handle may be of another domain than its actor, and may change; the account stays",
        arguments: TestEngine.available
    )
    func renamed(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let dora = try FakeActor("dora", host: "social.example")
            fixture.web.put(
                dora.id,
                dora.document().replacing("https://peer.example/inbox", with: "https://social.example/inbox")
            )
            let answer = FakeActor.webFinger("dora@short.example", dora.id)
            for handle in ["dora@social.example", "dora@short.example"] {
                fixture.web.put(FederationFixture.webFinger(handle), answer, type: "application/jrd+json")
            }
            let id = try await fixture.services.remoteAccount(uri: dora.id)
            #expect(try await fixture.account(id).acct == "dora@short.example")
            let actor = try #require(ActorObject(try Document(Array(dora.document(username: "thea").utf8)).json))
            let handle = try #require(AccountAddress("thea@short.example"))
            #expect(try await fixture.services.updateRemoteAccount(actor, handle: handle) == id)
            #expect(try await fixture.account(id).acct == "thea@short.example")
        }
    }

    @Test(
        "a document that is not where it says it is, or not of a type of ActivityPub, is not believed",
        arguments: [TestEngine.sqlite]
    )
    func believed(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let dora = try FakeActor("dora")
            let evil = "https://evil.example/dora"
            fixture.web.put(evil, dora.document())
            await #expect(throws: FederationError.self) { try await fixture.services.remoteAccount(uri: evil) }
            fixture.web.put(dora.id, dora.document(), type: "application/json")
            await #expect(throws: FederationError.self) { try await fixture.services.remoteAccount(uri: dora.id) }
            let accounts = try await fixture.services.database.read { try RemoteAccountQueries.hosts($0) }
            #expect(accounts.isEmpty)
            let own = try FakeActor("mallory", host: "chorus.example")
            let actor = try #require(ActorObject(try Document(Array(own.document().utf8)).json))
            await #expect(throws: FederationError.self) { try await fixture.services.updateRemoteAccount(actor) }
        }
    }

    @Test(
        "a key counts only if its owner lists it; a new one is found when it is asked for again",
        arguments: TestEngine.available
    )
    func keys(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let dora = try fixture.peer()
            let newer = try SigningKey.makeRSA()
            #expect(try await fixture.services.findKey(dora.keyID).key == dora.rsa.publicKey)
            fixture.web.put(dora.id, dora.document(key: newer))
            #expect(try await fixture.services.findKey(dora.keyID).key == dora.rsa.publicKey)
            #expect(try await fixture.services.findKey(dora.keyID, isFresh: true).key == newer.publicKey)
            #expect(try await fixture.services.findKey(dora.keyID).key == newer.publicKey)
            // A key document whose owner does not know it.
            let stray = try FakeActor("stray")
            let pem = (stray.rsa.publicKey?.pem ?? "").replacing("\n", with: "\\n")
            fixture.web.put(
                "https://peer.example/keys/1",
                #"{"id":"https://peer.example/keys/1","owner":"\#(dora.id)","publicKeyPem":"\#(pem)"}"#
            )
            await #expect(throws: FederationError.self) {
                try await fixture.services.findKey("https://peer.example/keys/1")
            }
            // An actor that lists a key of another server's address.
            let thief = try FakeActor("thief", host: "evil.example")
            fixture.web.put(
                thief.id,
                thief.document().replacing(thief.keyID, with: dora.keyID).replacing(
                    "peer.example/inbox",
                    with: "evil.example/inbox"
                )
            )
            _ = try? await fixture.services.remoteAccount(uri: thief.id)
            #expect(try await fixture.services.findKey(dora.keyID).owner.text == dora.id)
        }
    }

    @Test("whoever names keys that nobody has makes this server ask only so often", arguments: [TestEngine.sqlite])
    func budget(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            for number in 0..<100 {
                _ = try? await fixture.services.findKey("https://h\(number).evil.example/key")
            }
            #expect(fixture.web.asked.count <= 60)
            let asked = fixture.web.asked.count
            _ = try? await fixture.services.findKey("https://other.example/key")
            #expect(fixture.web.asked.count == asked + 1)
        }
    }

    @Test("what is gone is asked for once in five minutes", arguments: [TestEngine.sqlite])
    func gone(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let url = "https://peer.example/users/gone"
            fixture.web.put(url, status: 410)
            for _ in 0..<3 {
                await #expect(throws: FederationError.gone) { try await fixture.services.remoteAccount(uri: url) }
            }
            #expect(fixture.web.asked.count == 1)
            fixture.time.move(.seconds(301))
            await #expect(throws: FederationError.gone) { try await fixture.services.remoteAccount(uri: url) }
            #expect(fixture.web.asked.count == 2)
        }
    }
}
