// People, posts and keys of servers that do not exist.

import ActivityPub
import Basics
import Testing

func id(_ text: String) throws -> ObjectID { try #require(ObjectID(text)) }

func json(_ text: String) throws -> JSONValue { try Document(Array(text.utf8)).json }

let alice = "https://one.example/users/alice"
let bob = "https://two.example/users/bob"
let noon = Timestamp(seconds: 1_790_000_000)

/// Made once: an RSA key takes its time.
enum Keys {
    static let alice = Result { try SigningKey.makeRSA() }
    static let mallory = Result { try SigningKey.makeRSA() }
    static let ed25519 = SigningKey.makeEd25519()
}

/// alice's actor, with some fields changed or added; a value is JSON.
func actorText(_ changes: [String: String?] = [:], id: String = alice) -> String {
    var fields: [String: String] = [
        "id": "\"\(id)\"", "type": "\"Person\"", "preferredUsername": "\"alice\"", "inbox": "\"\(id)/inbox\"",
        "outbox": "\"\(id)/outbox\"", "followers": "\"\(id)/followers\"",
    ]
    for (key, value) in changes { fields[key] = value }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
}

/// A post of alice's, with some fields changed or added; a value is JSON.
func noteText(_ changes: [String: String?] = [:]) -> String {
    var fields: [String: String] = [
        "id": "\"https://one.example/notes/1\"", "type": "\"Note\"", "attributedTo": "\"\(alice)\"",
        "content": "\"<p>Good morning</p>\"", "to": "\"as:Public\"", "published": "\"2026-09-21T12:00:00Z\"",
    ]
    for (key, value) in changes { fields[key] = value }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
}

/// A post of alice's without addressees, with the fields of another object.
func withFields(_ object: String) -> String {
    let note = noteText(["to": nil]).dropLast()
    return object == "{}" ? note + "}" : "\(note),\(object.dropFirst())"
}
