// What is refused as a whole before anybody looks at it: too much, no JSON, and documents of two shapes.

import ActivityPub
import Basics
import Testing

@Suite struct DocumentTests {
    @Test(
        "a key that moves parts of a document around for JSON-LD refuses it, however deep (class A)",
        arguments: ["@graph", "@included", "@reverse", "@nest", "@id", "@type"]
    )
    func forbidden(key: String) throws {
        for text in [
            "{\"\(key)\":[]}", "{\"object\":{\"\(key)\":1}}", "{\"object\":[[{\"a\":{\"\(key)\":null}}]]}",
        ] {
            #expect(throws: DocumentError.forbiddenKey(key)) { try Document(Array(text.utf8)) }
        }
    }

    @Test(
        "nor may a context give such a key another name (class A)",
        arguments: [
            #"{"@context":{"x":"@graph"}}"#,
            #"{"@context":["https://www.w3.org/ns/activitystreams",{"x":"@included"}]}"#,
            #"{"@context":{"x":{"@reverse":"as:actor"}}}"#, #"{"@context":{"x":{"@id":"@nest"}}}"#,
            #"{"object":{"@context":{"x":"@reverse"}}}"#,
        ]
    )
    func aliases(text: String) {
        #expect(throws: DocumentError.self) { try Document(Array(text.utf8)) }
    }

    @Test(
        "contexts as they are about are read",
        arguments: [
            #"{"@context":{"id":"@id","type":"@type","x":{"@id":"as:x","@type":"@id","@container":"@list"}}}"#,
            #"{"@context":["https://www.w3.org/ns/activitystreams",{"@language":"en","@base":null}]}"#,
        ]
    )
    func contexts(text: String) throws {
        _ = try Document(Array(text.utf8))
    }

    @Test("a key twice in an object refuses it: readers disagree which counts (class A)")
    func repeatedKeys() {
        for text in [#"{"actor":"a","actor":"b"}"#, #"{"object":{"id":1,"x":2,"\u0069d":3}}"#] {
            #expect(throws: DocumentError.self) { try Document(Array(text.utf8)) }
        }
    }

    @Test("too many bytes, values or levels (class H)")
    func limits() throws {
        let large = "{\"a\":\"" + String(repeating: "x", count: DocumentLimits.document) + "\"}"
        #expect(throws: DocumentError.tooLarge) { try Document(Array(large.utf8)) }
        let many = "{\"a\":[" + String(repeating: "1,", count: DocumentLimits.values) + "1]}"
        #expect(throws: DocumentError.tooManyValues) { try Document(Array(many.utf8)) }
        let deep = String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 100)
        #expect(throws: DocumentError.self) { try Document(Array(deep.utf8)) }
    }

    @Test(
        "what is no object is no document (class N)",
        arguments: ["null", "5", "[]", "\"x\"", "", "{", "{\"a\":}", "\u{FEFF}"]
    )
    func noObject(text: String) {
        #expect(throws: DocumentError.self) { try Document(Array(text.utf8)) }
    }

    @Test(
        "only the two types of content carry documents (class E)",
        arguments: [
            ("application/activity+json", true), ("Application/Activity+JSON; charset=utf-8", true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("application/ld+json;profile=https://www.w3.org/ns/activitystreams", true),
            ("application/ld+json; profile=\"http://x.example/ https://www.w3.org/ns/activitystreams\"", true),
            ("application/ld+json", false), ("application/json", false), ("text/html", false), ("image/png", false),
            ("application/octet-stream", false), ("", false),
            ("application/ld+json; profile=\"https://x.example\"", false),
            ("text/plain; application/activity+json", false),
        ]
    )
    func contentTypes(type: String, isDocument: Bool) {
        #expect(Vocabulary.isDocument(contentType: type) == isDocument)
    }

    @Test(
        "who asks for a document and who for a page",
        arguments: [
            ("application/activity+json", true), ("application/ld+json", true), (Vocabulary.accept, true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false), ("*/*", false), ("", false),
            ("application/json", false),
            ("application/activity+json, text/html;q=0.9", true), ("text/html, application/activity+json;q=0.5", false),
        ]
    )
    func accept(header: String, isDocument: Bool) {
        #expect(Vocabulary.wantsDocument(accept: header) == isDocument)
    }
}
