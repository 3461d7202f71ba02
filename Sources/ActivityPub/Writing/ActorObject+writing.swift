// Writes an actor.

internal import Basics

extension ActorObject {
    /// The whole document.
    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.context()
        write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// The fields alone, for an actor inside of something else.
    func write(to json: inout JSONWriter) {
        json.field("id", id.text)
        json.field("type", kind.rawValue)
        if !username.isEmpty { json.field("preferredUsername", username) }
        if let handle { json.field("webfinger", handle.description) }
        json.field("name", name)
        json.field("summary", summary)
        if let url { json.field("url", url.text) }
        json.field("inbox", inbox.text)
        writeCollections(to: &json)
        if let shared = sharedInbox { json.object("endpoints") { $0.field("sharedInbox", shared.text) } }
        writeKeys(to: &json)
        json.field("manuallyApprovesFollowers", isLocked)
        json.field("discoverable", isDiscoverable)
        json.field("indexable", isIndexable)
        if isMemorial { json.field("memorial", true) }
        if isSuspended { json.field("suspended", true) }
        if let published { json.field("published", published) }
        if !alsoKnownAs.isEmpty { json.field("alsoKnownAs", strings: alsoKnownAs.map(\.text)) }
        if let movedTo { json.field("movedTo", movedTo.text) }
        if !attributionDomains.isEmpty { json.field("attributionDomains", strings: attributionDomains) }
        if let avatar { json.write(avatar, "icon") }
        if let header { json.write(header, "image") }
        json.array("attachment") { json in
            for field in fields {
                json.beginObject()
                json.field("type", "PropertyValue")
                json.field("name", field.name)
                json.field("value", field.value)
                json.endObject()
            }
        }
        json.array("tag") { json in
            for emoji in emojis { json.write(emoji) }
            for tag in hashtags {
                json.beginObject()
                json.field("type", "Hashtag")
                json.field("name", "#\(tag)")
                json.endObject()
            }
        }
        if let policy { json.write(policy) }
        if takesMessageSignatures {
            json.object("generator") { json in
                json.field("type", "Application")
                json.field("implements", strings: ["https://datatracker.ietf.org/doc/html/rfc9421"])
            }
        }
    }

    private func writeCollections(to json: inout JSONWriter) {
        if let outbox { json.field("outbox", outbox.text) }
        if let followers { json.field("followers", followers.text) }
        if let following { json.field("following", following.text) }
        if let featured { json.field("featured", featured.text) }
        if let tags = featuredTags { json.field("featuredTags", tags.text) }
    }

    /// RSA as `publicKey`, which all read; Ed25519 as Multikey in `assertionMethod`.
    private func writeKeys(to json: inout JSONWriter) {
        if let key = keys.first(where: { $0.key.algorithm == .rsa }) {
            json.object("publicKey") { json in
                json.field("id", key.id.text)
                json.field("owner", key.owner.text)
                json.field("publicKeyPem", key.key.pem)
            }
        }
        let multikeys = keys.filter { $0.key.algorithm == .ed25519 }
        guard !multikeys.isEmpty else { return }
        json.array("assertionMethod") { json in
            for key in multikeys {
                json.beginObject()
                json.field("id", key.id.text)
                json.field("type", "Multikey")
                json.field("controller", key.owner.text)
                json.field("publicKeyMultibase", key.key.multibase)
                json.endObject()
            }
        }
    }
}
