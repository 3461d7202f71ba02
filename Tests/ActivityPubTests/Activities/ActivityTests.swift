// Activities of all kinds, read and written.

import ActivityPub
import Basics
import Testing

@Suite struct ActivityTests {
    private func activity(_ text: String) throws -> Activity? { Activity(try json(text)) }

    @Test("each kind that has a meaning here is read", arguments: Activity.Kind.allCases)
    func kinds(kind: Activity.Kind) throws {
        let text =
            "{\"id\":\"https://one.example/a/1\",\"type\":\"\(kind.rawValue)\",\"actor\":\"\(alice)\",\"object\":\"\(bob)\",\"target\":{\"id\":\"https://one.example/t\"}}"
        let activity = try #require(try activity(text))
        #expect(activity.kind == kind && activity.actor.text == alice && activity.object?.id?.text == bob)
        #expect(activity.target?.id?.text == "https://one.example/t")
    }

    @Test(
        "what is no activity is none (class N)",
        arguments: [
            #"{"type":"Like"}"#, #"{"type":"Like","actor":5}"#,
            #"{"type":"View","actor":"https://one.example/users/alice"}"#,
            #"{"id":5,"type":"Like","actor":"https://one.example/users/alice"}"#,
            #"{"id":"x","type":"Like","actor":"https://one.example/users/alice"}"#,
            #"{"actor":"https://one.example/users/alice"}"#,
            #"{"type":"Like","actor":["https://one.example/users/alice","https://two.example/users/bob"]}"#,
            #"{"type":"Like","actor":"https://one.example/users/alice","publicKeyPem":"x"}"#,
        ]
    )
    func noActivity(text: String) throws {
        #expect(try activity(text) == nil)
    }

    @Test func aFlagHasSeveralObjectsAndAComment() throws {
        let flag = try #require(
            try activity(
                #"{"type":"Flag","actor":{"id":"https://one.example/actor"},"content":"rude","object":["https://two.example/users/bob",{"id":"https://two.example/n"},5,null]}"#
            )
        )
        #expect(flag.objects.compactMap(\.id?.text) == [bob, "https://two.example/n"] && flag.content == "rude")
    }

    @Test func aFeatureRequestMayLeaveItsActorOut() throws {
        let text = try json(
            #"{"id":"https://one.example/r","type":"FeatureRequest","object":"https://two.example/users/bob"}"#
        )
        #expect(Activity(text) == nil)
        #expect(Activity(text, signer: try id(alice))?.actor.text == alice)
    }

    @Test("who deletes or changes themselves is told from those who do it to something else")
    func aboutItself() throws {
        func text(_ type: String, _ object: String) -> String {
            "{\"type\":\"\(type)\",\"actor\":\"\(alice)\",\"object\":\(object)}"
        }
        #expect(try #require(try activity(text("Delete", "\"\(alice)\""))).isAboutItself)
        #expect(try #require(try activity(text("Update", "{\"id\":\"\(alice)\"}"))).isAboutItself)
        #expect(try #require(try activity(text("Delete", "\"\(alice)/notes/1\""))).isAboutItself == false)
        #expect(try #require(try activity(text("Like", "\"\(alice)\""))).isAboutItself == false)
    }

    @Test("what we write is read as what it was", arguments: Activity.Kind.allCases)
    func written(kind: Activity.Kind) throws {
        var document = ActivityDocument(
            id: try id("https://one.example/a/1"),
            kind: kind,
            actor: try id(alice),
            object: .id(try id(bob)),
            addressing: Addressing(to: [Addressing.everybody], cc: [bob]),
            published: noon
        )
        document.target = try id("https://one.example/t")
        document.content = "why \"so\""
        let activity = try #require(Activity(try Document(document.json()).json))
        #expect(activity.kind == kind && activity.id == document.id && activity.object?.id?.text == bob)
        #expect(
            activity.addressing == document.addressing && activity.published == noon && activity.content == "why \"so\""
        )
    }

    @Test func whatAnActivityHoldsIsWrittenWithIt() throws {
        let note = try #require(Note(json(noteText())))
        let follow = ActivityDocument(
            id: try id("https://two.example/f/1"),
            kind: .follow,
            actor: try id(bob),
            object: .id(try id(alice))
        )
        let accept = ActivityDocument(
            id: try id("https://one.example/a/2"),
            kind: .accept,
            actor: try id(alice),
            object: .activity(follow)
        )
        let inner = try #require(Activity(try Document(accept.json()).json)?.object?.json)
        #expect(Activity(inner)?.id == follow.id)
        let create = ActivityDocument(
            id: try id("https://one.example/a/3"),
            kind: .create,
            actor: try id(alice),
            object: .note(note)
        )
        #expect(Note(try #require(Activity(try Document(create.json()).json)?.object?.json)) == note)
        let delete = ActivityDocument(
            id: try id("https://one.example/a/4"),
            kind: .delete,
            actor: try id(alice),
            object: .tombstone(note.id)
        )
        #expect(try #require(Activity(try Document(delete.json()).json)?.object?.json)["type"]?.string == "Tombstone")
        let raw = Array(#"{"id":"https://two.example/f/1","type":"Follow","x":[1.50,"é"]}"#.utf8)
        let echo = ActivityDocument(
            id: try id("https://one.example/a/5"),
            kind: .accept,
            actor: try id(alice),
            object: .raw(raw)
        )
        #expect(String(decoding: echo.json(), as: UTF8.self).contains(String(decoding: raw, as: UTF8.self)))
        let move = ActivityDocument(
            id: try id("https://one.example/a/6"),
            kind: .flag,
            actor: try id(alice),
            object: .ids([try id(bob), note.id])
        )
        #expect(try #require(Activity(try Document(move.json()).json)).objects.count == 2)
    }

    @Test("a document of ours, byte for byte")
    func golden() throws {
        let follow = ActivityDocument(
            id: try id("https://one.example/f/1"),
            kind: .follow,
            actor: try id(alice),
            object: .id(try id(bob))
        )
        let text = String(decoding: follow.json(), as: UTF8.self)
        let context = String(decoding: Vocabulary.context, as: UTF8.self)
        #expect(
            text
                == "{\"@context\":\(context),\"id\":\"https://one.example/f/1\",\"type\":\"Follow\",\"actor\":\"\(alice)\",\"object\":\"\(bob)\"}"
        )
    }
}
