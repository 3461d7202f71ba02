// Actors as the network has them, and what is not taken from one.

import ActivityPub
import Basics
import Testing

@Suite struct ActorTests {
    private func actor(_ changes: [String: String?] = [:], id: String = alice) throws -> ActorObject? {
        ActorObject(try json(actorText(changes, id: id)))
    }

    @Test func everythingOfAnActorIsRead() throws {
        let pem = try #require(Keys.alice.get().publicKey?.pem).replacing("\n", with: "\\n")
        let actor = try #require(
            try actor([
                "name": #""Alice""#, "summary": #""<p>Hi</p>""#, "type": #"["Person","x:Other"]"#,
                "url":
                    #"[{"type":"Link","mediaType":"application/json","href":"https://one.example/a.json"},{"type":"Link","mediaType":"text/html","href":"https://one.example/@alice"}]"#,
                "endpoints": #"{"sharedInbox":"https://one.example/inbox"}"#, "following": "\"\(alice)/following\"",
                "featured": "\"\(alice)/featured\"",
                "featuredTags": "{\"id\":\"\(alice)/tags\",\"type\":\"Collection\"}",
                "publicKey": "{\"id\":\"\(alice)#main-key\",\"owner\":\"\(alice)\",\"publicKeyPem\":\"\(pem)\"}",
                "assertionMethod":
                    "[{\"id\":\"\(alice)#ed\",\"type\":\"Multikey\",\"controller\":\"\(alice)\",\"publicKeyMultibase\":\"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"}]",
                "icon":
                    #"{"type":"Image","mediaType":"image/png","url":"https://one.example/a.png","summary":"A hat"}"#,
                "image": #"[{"type":"Image","url":{"type":"Link","href":"https://one.example/h.png"}}]"#,
                "attachment": #"[{"type":"PropertyValue","name":"Site","value":"<a>x</a>"},{"type":"Other"},5]"#,
                "tag":
                    ##"[{"type":"Emoji","name":":wave:","icon":{"url":"https://one.example/w.png"}},{"type":"Hashtag","name":"#tea"}]"##,
                "alsoKnownAs": #""https://old.example/alice""#, "movedTo": #""https://new.example/alice""#,
                "attributionDomains": #"["News.Example.","not a host"]"#, "manuallyApprovesFollowers": "true",
                "discoverable": "true", "indexable": "true", "memorial": "false", "suspended": "true",
                "published": #""2020-01-01T00:00:00Z""#, "webfinger": #""alice@handle.example""#,
                "interactionPolicy": #"{"canFeature":{"automaticApproval":"as:Public"}}"#,
                "generator": #"{"type":"Application","implements":["https://datatracker.ietf.org/doc/html/rfc9421"]}"#,
            ])
        )
        #expect(actor.kind == .person && actor.name == "Alice" && actor.username == "alice")
        #expect(actor.url?.text == "https://one.example/@alice")
        #expect(actor.sharedInbox?.text == "https://one.example/inbox")
        #expect(actor.featuredTags?.text == alice + "/tags")
        #expect(actor.keys.map(\.key.algorithm) == [.rsa, .ed25519])
        #expect(actor.key(alice + "#ed")?.key.algorithm == .ed25519)
        #expect(actor.key(alice)?.key.algorithm == .rsa)
        #expect(actor.avatar?.description == "A hat" && actor.header?.url.text == "https://one.example/h.png")
        #expect(actor.fields.map(\.name) == ["Site"])
        #expect(actor.emojis.map(\.shortcode) == ["wave"] && actor.hashtags == ["tea"])
        #expect(actor.alsoKnownAs.map(\.text) == ["https://old.example/alice"])
        #expect(actor.movedTo?.text == "https://new.example/alice")
        #expect(actor.attributionDomains == ["news.example"])
        #expect(actor.isLocked && actor.isDiscoverable && actor.isIndexable && actor.isSuspended && !actor.isMemorial)
        #expect(actor.handle?.description == "alice@handle.example")
        #expect(actor.policy?.canFeature?.automatic == [Addressing.everybody])
        #expect(actor.takesMessageSignatures)
        // What we write we read again.
        #expect(ActorObject(try Document(actor.json()).json) == actor)
    }

    @Test(
        "without an id, an inbox, a name or one of the five types it is no actor (class N)",
        arguments: [
            ("id", "5"), ("id", "null"), ("id", "[]"), ("inbox", "5"), ("inbox", "\"ftp://x.example\""),
            ("type", "\"Note\""),
            ("type", "{}"), ("preferredUsername", "\"a/b\""), ("preferredUsername", "\"\""),
            ("preferredUsername", "[5]"),
        ]
    )
    func noActor(key: String, value: String) throws {
        #expect(try actor([key: value]) == nil)
        #expect(try actor([key: .none]) == nil)
    }

    @Test("collections of another origin are not its own: who a post is for hangs on them (class I)")
    func foreignCollections() throws {
        let actor = try #require(
            try actor([
                "followers": "\"https://www.w3.org/ns/activitystreams#Public\"",
                "outbox": "\"https://two.example/outbox\"",
                "featured": "\"http://one.example/featured\"",
                "endpoints": #"{"sharedInbox":"https://victim.example/inbox"}"#,
            ])
        )
        #expect(actor.followers == nil && actor.outbox == nil && actor.featured == nil && actor.sharedInbox == nil)
    }

    @Test(
        "a key that names another owner, or is of another origin, is not the actor's (class B)",
        arguments: [
            ("https://two.example/users/bob", alice + "#main-key"), (alice, "https://two.example/users/bob#main-key"),
            ("https://two.example/users/bob", "https://two.example/users/bob#main-key"),
            ("https://one.example/users/carol", alice + "#main-key"),
        ]
    )
    func foreignKeys(owner: String, keyID: String) throws {
        let pem = try #require(Keys.mallory.get().publicKey?.pem).replacing("\n", with: "\\n")
        let key = "{\"id\":\"\(keyID)\",\"owner\":\"\(owner)\",\"publicKeyPem\":\"\(pem)\"}"
        let actor = try #require(try actor(["publicKey": key]))
        #expect(actor.keys.isEmpty)
        #expect(actor.key(keyID) == nil)
    }

    @Test("a key document leads to its owner, who must be of its origin and list it (class B)")
    func keyDocuments() throws {
        let keyID = try id("https://one.example/keys/1")
        let pem = try #require(Keys.alice.get().publicKey?.pem).replacing("\n", with: "\\n")
        func document(_ owner: String) throws -> JSONValue {
            try json("{\"id\":\"\(keyID)\",\"owner\":\"\(owner)\",\"publicKeyPem\":\"\(pem)\"}")
        }
        #expect(KeySource.of(try document(alice), keyID: keyID) == .owner(try id(alice)))
        #expect(KeySource.of(try document(bob), keyID: keyID) == nil)
        // GoToSocial's stub.
        let stub = try id(alice + "/main-key")
        let text =
            "{\"id\":\"\(alice)\",\"publicKey\":{\"id\":\"\(stub)\",\"owner\":\"\(alice)\",\"publicKeyPem\":\"\(pem)\"}}"
        #expect(KeySource.of(try json(text), keyID: stub) == .owner(try id(alice)))
        let whole = actorText([
            "publicKey": "{\"id\":\"\(alice)#k\",\"owner\":\"\(alice)\",\"publicKeyPem\":\"\(pem)\"}"
        ])
        #expect(KeySource.of(try json(whole), keyID: try id(alice + "#k")) == .actor)
        #expect(KeySource.of(try json(whole), keyID: try id(alice + "#other")) == nil)
    }

    @Test("expired and revoked keys are none", arguments: ["expires", "revoked"])
    func oldKeys(word: String) throws {
        let key =
            "{\"id\":\"\(alice)#e\",\"controller\":\"\(alice)\",\"publicKeyMultibase\":\"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\",\"\(word)\":\"2020-01-01T00:00:00Z\"}"
        #expect(try #require(try actor(["assertionMethod": key])).keys.isEmpty)
    }

    @Test("lists and texts are cut (class H)")
    func limits() throws {
        let field = #"{"type":"PropertyValue","name":"n","value":"v"}"#
        let actor = try #require(
            try actor([
                "name": "\"" + String(repeating: "é", count: 5000) + "\"",
                "summary": "\"" + String(repeating: "x", count: 50_000) + "\"",
                "attachment": "[" + Array(repeating: field, count: 300).joined(separator: ",") + "]",
                "alsoKnownAs": "[" + (0..<500).map { "\"https://a.example/\($0)\"" }.joined(separator: ",") + "]",
            ])
        )
        #expect(actor.name == String(repeating: "é", count: 1024))
        #expect(actor.summary.utf8.count == 20_000)
        #expect(actor.fields.count == 50 && actor.alsoKnownAs.count == 256)
    }

    @Test("wrong types are as if they were not there (class N)")
    func wrongTypes() throws {
        for value in [
            "5", "null", "true", "[]", "{}", "[[]]", "[null]", "\"\"", "-1e400", "[{\"id\":5}]", "{\"type\":[5]}",
        ] {
            for key in [
                "name", "summary", "url", "outbox", "followers", "endpoints", "publicKey", "assertionMethod", "icon",
                "image",
                "attachment", "tag", "alsoKnownAs", "movedTo", "attributionDomains", "discoverable", "published",
                "webfinger",
                "interactionPolicy", "generator",
            ] {
                #expect(try actor([key: value])?.username == "alice", "\(key): \(value)")
            }
        }
    }
}
