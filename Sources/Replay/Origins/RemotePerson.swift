// Somebody on a made-up server, and what others may know of them.

internal import Basics

struct RemotePerson: Sendable {
    let name: String
    /// Host and port of their server.
    let authority: String

    /// The id of their actor.
    var id: String { "http://\(authority)/users/\(name)" }

    var keyID: String { id + "#main-key" }

    var followers: String { id + "/followers" }

    static func name(_ person: Int32) -> String { "far\(person)" }

    static func isName(_ name: String) -> Bool {
        name.hasPrefix("far") && name.utf8.count < 16 && name.utf8.dropFirst(3).allSatisfy(ASCII.isDigit)
    }

    func document(pem: String) -> [UInt8] {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.field("@context", strings: [RemotePerson.context, "https://w3id.org/security/v1"])
        json.field("id", id)
        json.field("type", "Person")
        json.field("preferredUsername", name)
        json.field("name", name)
        json.field("url", id)
        json.field("inbox", id + "/inbox")
        json.field("followers", followers)
        json.object("endpoints") { $0.field("sharedInbox", "http://\(authority)/inbox") }
        json.object("publicKey") { json in
            json.field("id", keyID)
            json.field("owner", id)
            json.field("publicKeyPem", pem)
        }
        json.endObject()
        return json.bytes
    }

    func webFinger() -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.field("subject", "acct:\(name)@\(authority)")
        json.array("links") { json in
            json.beginObject()
            json.field("rel", "self")
            json.field("type", OriginKey.contentType)
            json.field("href", id)
            json.endObject()
        }
        json.endObject()
        return json.bytes
    }

    static let context = "https://www.w3.org/ns/activitystreams"
}
