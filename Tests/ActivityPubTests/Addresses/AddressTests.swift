// Ids, origins and handles: one spelling each, and nothing that another reader would take for another host.

import ActivityPub
import Testing

@Suite struct AddressTests {
    @Test(
        "an id has its origin, and its host one spelling",
        arguments: [
            ("https://one.example/users/alice", "https://one.example", "https://one.example/users/alice"),
            ("HTTPS://One.Example./Users/alice", "https://one.example", "https://one.example/Users/alice"),
            ("https://one.example:443/x", "https://one.example", "https://one.example/x"),
            ("http://127.0.0.1:8080/x?y#z", "http://127.0.0.1:8080", "http://127.0.0.1:8080/x?y#z"),
            ("http://[::1]:8080", "http://[::1]:8080", "http://[::1]:8080"),
            ("https://bücher.example/猫", "https://xn--bcher-kva.example", "https://xn--bcher-kva.example/猫"),
        ]
    )
    func origins(text: String, origin: String, canonical: String) throws {
        let id = try id(text)
        #expect(id.origin.description == origin)
        #expect(id.text == canonical)
    }

    @Test(
        "what could be read as two hosts is no id",
        arguments: [
            "", "one.example/x", "ftp://one.example/x", "https://", "https:///x", "https://one.example@two.example/x",
            "https://one.example\\@two.example/", "https://one.example%2f.two.example/", "https://one.example:0/",
            "https://one.example:99999/", "https://one.example:80:80/", "https://one.example/a b",
            "https://one.example/\n",
            "javascript:alert(1)", "acct:alice@one.example", "https://one..example/", "data:text/html,x",
        ]
    )
    func noIDs(text: String) {
        #expect(ObjectID(text) == nil)
    }

    @Test func aLongIDIsNone() {
        #expect(ObjectID("https://one.example/" + String(repeating: "a", count: 2028)) != nil)
        #expect(ObjectID("https://one.example/" + String(repeating: "a", count: 2029)) == nil)
    }

    @Test func partsOfAnID() throws {
        let key = try id("https://one.example/users/alice?x=1#main-key")
        #expect(key.target == "/users/alice?x=1")
        #expect(key.document.text == "https://one.example/users/alice?x=1")
        #expect(key.isFragment(of: key.document))
        #expect(!key.document.isFragment(of: key))
        #expect(try id("https://one.example").target == "/")
        #expect(try id("https://one.example?a").target == "/?a")
    }

    @Test(
        "handles in all the ways people write them",
        arguments: [
            "acct:alice@one.example", "alice@one.example", "@alice@one.example", "ACCT:alice@ONE.example.",
        ]
    )
    func handles(text: String) throws {
        let address = try #require(AccountAddress(text))
        #expect(address.description == "alice@one.example")
        #expect(
            address.webFinger() == "https://one.example/.well-known/webfinger?resource=acct%3Aalice%40one.example"
        )
    }

    @Test(
        "what is no handle",
        arguments: [
            "", "alice", "@alice", "alice@", "@@one.example", "a b@one.example", "alice@one.example/x",
            "-alice@one.example",
            "alice@one@two.example", "alice@one..example", "al/ice@one.example", "https://one.example/@alice",
        ]
    )
    func noHandles(text: String) {
        #expect(AccountAddress(text) == nil)
    }

    @Test func aHandleMayHaveAPort() {
        #expect(AccountAddress("bob@127.0.0.1:3000")?.domain == "127.0.0.1:3000")
        #expect(AccountAddress("bob@two.example:443")?.domain == "two.example")
        #expect(AccountAddress("bob@two.example:0") == nil)
    }

    @Test(
        "whom a post reaches is told by to and cc alone",
        arguments: [
            (#"{"to":"as:Public"}"#, Addressing.Reach.everybody), (#"{"to":["Public"]}"#, .everybody),
            (#"{"to":"https://www.w3.org/ns/activitystreams#Public"}"#, .everybody),
            (#"{"to":"https://one.example/users/alice/followers","cc":"as:Public"}"#, .unlisted),
            (#"{"to":["https://one.example/users/alice/followers"]}"#, .followers),
            (#"{"cc":["https://one.example/users/alice/followers"]}"#, .followers),
            (#"{"to":["https://two.example/users/bob"]}"#, .direct), (#"{}"#, .direct), (#"{"to":5,"cc":{}}"#, .direct),
            // Somebody else's followers are nobody's followers here.
            (#"{"to":["https://three.example/users/carol/followers"]}"#, .direct),
        ]
    )
    func reach(text: String, reach: Addressing.Reach) throws {
        let note = try #require(Note(json(withFields(text))))
        #expect(note.addressing.reach(followers: try id(alice + "/followers")) == reach)
    }
}
