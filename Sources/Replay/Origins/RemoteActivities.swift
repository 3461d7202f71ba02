// What people of made-up servers send, as Mastodon would write it.

internal import Basics

/// Activities of one person.
struct RemoteActivities: Sendable {
    let person: RemotePerson
    /// The id of whoever called: what is for everybody goes to them, too, for nobody here follows these people.
    let caller: String

    private static let everybody = RemotePerson.context + "#Public"

    func noteID(_ post: PostNumber) -> String { "\(person.id)/notes/\(post)" }

    /// - Parameter parent: the id of what it answers.
    func create(_ post: PostNumber, _ text: ReplayText, tags: TagSet, answering parent: String?) -> [UInt8] {
        activity("Create", noteID(post) + "/activity") { note(post, text, tags, parent, editedAt: nil, to: &$0) }
    }

    func update(
        _ post: PostNumber,
        _ text: ReplayText,
        tags: TagSet,
        answering parent: String?,
        at now: Timestamp
    ) -> [UInt8] {
        activity("Update", "\(noteID(post))#updates/\(now.milliseconds)") {
            note(post, text, tags, parent, editedAt: now, to: &$0)
        }
    }

    func delete(_ post: PostNumber) -> [UInt8] {
        activity("Delete", noteID(post) + "#delete") { json in
            json.object("object") { json in
                json.field("id", noteID(post))
                json.field("type", "Tombstone")
            }
        }
    }

    /// - Parameter object: the id of the post.
    func announce(_ object: String, number: Int) -> [UInt8] {
        activity("Announce", "\(person.id)/boosts/\(number)") { $0.field("object", object) }
    }

    /// Mastodon's way of voting: a Note with a name alone.
    func vote(_ option: String, in question: String) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        let id = "\(person.id)#votes/1"
        json.beginObject()
        json.field("@context", RemotePerson.context)
        json.field("id", id + "/activity")
        json.field("type", "Create")
        json.field("actor", person.id)
        json.field("to", strings: [caller])
        json.object("object") { json in
            json.field("id", id)
            json.field("type", "Note")
            json.field("attributedTo", person.id)
            json.field("to", strings: [caller])
            json.field("name", option)
            json.field("inReplyTo", question)
        }
        json.endObject()
        return json.bytes
    }

    private func activity(_ type: String, _ id: String, _ object: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.field("@context", RemotePerson.context)
        json.field("id", id)
        json.field("type", type)
        json.field("actor", person.id)
        address(&json)
        object(&json)
        json.endObject()
        return json.bytes
    }

    private func note(
        _ post: PostNumber,
        _ text: ReplayText,
        _ tags: TagSet,
        _ parent: String?,
        editedAt: Timestamp?,
        to json: inout JSONWriter
    ) {
        json.object("object") { json in
            json.field("id", noteID(post))
            json.field("type", "Note")
            json.field("attributedTo", person.id)
            address(&json)
            let html = "<p>\(HTML.escape(text.text))</p>"
            json.field("content", html)
            json.object("contentMap") { json in
                json.key(text: text.language)
                json.string(html)
            }
            if let parent { json.field("inReplyTo", parent) }
            if let editedAt { json.field("updated", editedAt) }
            json.array("tag") { json in
                for place in tags.places {
                    json.beginObject()
                    json.field("type", "Hashtag")
                    json.field("name", "#" + TagSet.names[place])
                    json.endObject()
                }
            }
        }
    }

    private func address(_ json: inout JSONWriter) {
        json.field("to", strings: [RemoteActivities.everybody])
        json.field("cc", strings: [person.followers, caller])
    }
}
