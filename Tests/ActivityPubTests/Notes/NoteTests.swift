// Posts as the network has them.

import ActivityPub
import Basics
import Testing

@Suite struct NoteTests {
    private func note(_ changes: [String: String?] = [:]) throws -> Note? { Note(try json(noteText(changes))) }

    @Test func everythingOfANoteIsRead() throws {
        let note = try #require(
            try note([
                "summary": #""tea""#, "sensitive": "true",
                "contentMap": #"{"en":"<p>Good morning</p>","fr":"<p>Bonjour</p>"}"#,
                "inReplyTo": #"{"id":"https://two.example/notes/9","type":"Note"}"#,
                "url": #""https://one.example/@alice/1""#,
                "updated": #""2026-09-21T13:00:00+01:00""#,
                "tag":
                    ##"[{"type":"Mention","href":"https://two.example/users/bob","name":"@bob@two.example"},{"type":"Hashtag","name":"#Tea"},{"type":"Hashtag","name":"milk"},{"type":"Emoji","id":null,"name":":cup:","icon":{"type":"Image","url":"https://one.example/cup.png"}}]"##,
                "attachment":
                    #"[{"type":"Document","mediaType":"image/png","url":"https://one.example/1.png","name":"A cup","blurhash":"LEHV6nWB2yk8pyo0adR*.7kCMdnj","focalPoint":[0.5,-0.5],"width":640,"height":480},{"type":"Link","href":"https://news.example/a"}]"#,
                "context": #""https://one.example/contexts/1""#, "conversation": #""tag:one.example,2026:c1""#,
                "replies": #"{"id":"https://one.example/notes/1/replies","type":"Collection"}"#,
                "likes": #"{"id":"https://one.example/notes/1/likes","type":"Collection","totalItems":7}"#,
                "quote": #""https://two.example/notes/3""#, "quoteAuthorization": #""https://two.example/stamps/3""#,
                "interactionPolicy": #"{"canQuote":{"automaticApproval":["https://one.example/users/alice"]}}"#,
            ])
        )
        #expect(note.kind == .note && note.author.text == alice && note.content == "<p>Good morning</p>")
        #expect(note.contents.map(\.language) == ["en", "fr"] && note.language == "en")
        #expect(note.summary == "tea" && note.isSensitive)
        #expect(note.inReplyTo?.text == "https://two.example/notes/9")
        #expect(note.updated == Timestamp(iso8601: "2026-09-21T12:00:00Z"))
        #expect(note.mentions.map(\.href.text) == [bob] && note.hashtags == ["Tea", "milk"])
        #expect(note.emojis.map(\.shortcode) == ["cup"] && note.emojis.first?.id == nil)
        #expect(note.attachments.count == 1 && note.attachments.first?.description == "A cup")
        #expect(note.attachments.first?.focus?.y == -0.5 && note.attachments.first?.width == 640)
        #expect(note.links.map(\.text) == ["https://news.example/a"])
        #expect(note.replies?.text == "https://one.example/notes/1/replies" && note.likes?.total == 7)
        #expect(
            note.quote
                == NoteQuote(
                    quoted: try id("https://two.example/notes/3"),
                    authorization: try id("https://two.example/stamps/3")
                )
        )
        #expect(Note(try Document(note.json()).json) == note)
    }

    @Test func aQuestionHasItsChoices() throws {
        let note = try #require(
            try note([
                "type": #""Question""#, "endTime": #""2026-09-22T12:00:00Z""#, "votersCount": "12",
                "oneOf":
                    #"[{"type":"Note","name":"Me too","replies":{"type":"Collection","totalItems":9}},{"type":"Note","name":"I stand with you","replies":{"totalItems":"3"}},{"type":"Note","name":"Me too"},{}]"#,
                "chorusCall": ##"{"tag":"#MeToo","page":"https://one.example/calls/1"}"##,
            ])
        )
        #expect(note.poll?.options == [.init(name: "Me too", votes: 9), .init(name: "I stand with you", votes: 3)])
        #expect(note.poll?.isMultiple == false && note.poll?.voters == 12 && note.poll?.closed == nil)
        #expect(note.call == CallTerm(tag: "MeToo", page: try id("https://one.example/calls/1")))
        #expect(Note(try Document(note.json()).json) == note)
        let many = try #require(try self.note(["type": #""Question""#, "anyOf": #"{"name":"Yes"}"#, "closed": "true"]))
        #expect(many.poll?.isMultiple == true && many.poll?.closed == many.published)
    }

    @Test("a call's page is of its own server: it is shown as a link of Chorus")
    func foreignCallPage() throws {
        let call = ##"{"tag":"#MeToo","page":"https://two.example/calls/1"}"##
        #expect(try #require(try note(["chorusCall": call])).call == nil)
    }

    @Test func aVoteIsANoteWithANameAlone() throws {
        let vote = try #require(
            try note(["name": #""Me too""#, "content": nil, "inReplyTo": #""https://two.example/q/1""#])
        )
        #expect(vote.vote?.option == "Me too" && vote.vote?.question.text == "https://two.example/q/1")
        #expect(try #require(try note(["name": #""Me too""#, "inReplyTo": #""https://two.example/q/1""#])).vote == nil)
        #expect(try #require(try note(["name": #""Me too""#, "content": nil])).vote == nil)
        // GoToSocial and Takahē tell a vote by there being no content, not even an empty one.
        #expect(try Document(vote.json()).json["content"] == nil)
        let empty = try #require(try note(["content": #""""#, "inReplyTo": #""https://two.example/q/1""#]))
        #expect(try Document(empty.json()).json["content"]?.string == "")
    }

    @Test(
        "whatever people publish becomes a post",
        arguments: ["Note", "Question", "Article", "Page", "Image", "Audio", "Video", "Event"]
    )
    func kinds(type: String) throws {
        let note = try #require(try note(["type": "\"\(type)\"", "name": #""Title""#]))
        #expect(note.kind.rawValue == type && note.name == "Title")
        #expect(note.kind.isConverted == !["Note", "Question"].contains(type))
    }

    @Test func aVideoOfPeerTubeHasItsFileItsPageAndItsPerson() throws {
        let note = try #require(
            try note([
                "type": #""Video""#, "duration": #""PT1M2.5S""#,
                "attributedTo":
                    #"[{"type":"Person","id":"https://one.example/users/alice"},{"type":"Group","id":"https://one.example/c/tea"}]"#,
                "url":
                    #"[{"type":"Link","mediaType":"text/html","href":"https://one.example/w/1"},{"type":"Link","mediaType":"video/mp4","href":"https://one.example/1.mp4","height":720}]"#,
                "icon": #"[{"type":"Image","url":"https://one.example/1.jpg"}]"#,
            ])
        )
        #expect(note.author.text == alice && note.url?.text == "https://one.example/w/1")
        #expect(note.attachments.first?.url.text == "https://one.example/1.mp4")
        #expect(note.attachments.first?.duration == 62.5)
        #expect(note.attachments.first?.preview?.text == "https://one.example/1.jpg")
    }

    @Test(
        "without an id, an author or a known type it is no post (class N)",
        arguments: [
            ("id", "5"), ("id", "null"), ("id", "\"\""), ("attributedTo", "5"), ("attributedTo", "[]"),
            ("type", "\"Person\""),
            ("type", "5"), ("type", "[]"),
        ]
    )
    func noNote(key: String, value: String) throws {
        #expect(try note([key: value]) == nil)
        #expect(try note([key: .none]) == nil)
    }

    @Test(
        "a document with a key in it is a key, whatever it says it is (class B)",
        arguments: ["publicKeyPem", "publicKeyMultibase"]
    )
    func keyInDisguise(word: String) throws {
        #expect(try note([word: #""x""#]) == nil)
    }

    @Test("quotes by all names they have had", arguments: ["quote", "quoteUri", "quoteUrl", "_misskey_quote"])
    func quotes(name: String) throws {
        #expect(
            try #require(try note([name: #""https://two.example/n""#])).quote?.quoted.text == "https://two.example/n"
        )
    }

    @Test func aQuoteByLinkAndADeletedOne() throws {
        let link =
            #"{"type":"Link","mediaType":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"","href":"https://two.example/n"}"#
        #expect(try #require(try note(["tag": link])).quote?.quoted.text == "https://two.example/n")
        #expect(try #require(try note(["quote": #"{"type":"Tombstone"}"#])).quote == nil)
    }

    @Test("wrong types are as if they were not there (class N)")
    func wrongTypes() throws {
        for value in [
            "5", "null", "true", "[]", "{}", "[[]]", "[null]", "\"\"", "-1e400", "[{\"id\":5}]", "{\"type\":[5]}",
            "1.5e18",
        ] {
            for key in [
                "content", "contentMap", "summary", "sensitive", "inReplyTo", "url", "published", "updated", "tag",
                "attachment",
                "to", "cc", "oneOf", "anyOf", "votersCount", "endTime", "closed", "quote", "context", "conversation",
                "replies",
                "likes", "interactionPolicy", "audience", "chorusCall", "name", "icon", "image", "duration",
            ] {
                #expect(try note([key: value])?.author.text == alice, "\(key): \(value)")
            }
        }
    }

    @Test(
        "numbers beyond all bounds neither trap nor count (class N)",
        arguments: ["1e308", "-5", "99999999999999999999999", "\"x\"", "NaN"]
    )
    func numbers(digits: String) throws {
        guard digits != "NaN" else { return }
        let note = try #require(
            try note(["votersCount": digits, "oneOf": "[{\"name\":\"a\",\"replies\":{\"totalItems\":\(digits)}}]"])
        )
        #expect((note.poll?.voters ?? 0) >= 0 && (note.poll?.voters ?? 0) <= 9_000_000_000_000_000)
    }

    @Test("lists and texts are cut (class H)")
    func limits() throws {
        let file = #"{"type":"Image","url":"https://one.example/1.png"}"#
        let note = try #require(
            try note([
                "content": "\"" + String(repeating: "x", count: 400_000) + "\"",
                "attachment": "[" + Array(repeating: file, count: 500).joined(separator: ",") + "]",
                "tag": "[" + (0..<900).map { "{\"type\":\"Hashtag\",\"name\":\"#t\($0)\"}" }.joined(separator: ",")
                    + "]",
                "to": "[" + (0..<5000).map { "\"https://a.example/\($0)\"" }.joined(separator: ",") + "]",
            ])
        )
        #expect(note.content.utf8.count == 200_000 && note.attachments.count == 32 && note.hashtags.count == 200)
        #expect(note.addressing.to.count == 1000)
    }
}
