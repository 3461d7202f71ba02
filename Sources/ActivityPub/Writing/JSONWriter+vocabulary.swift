// What several documents write alike.

internal import Basics

extension JSONWriter {
    /// The words that our documents use, and where they are explained. No document needs another one.
    mutating func context() {
        key("@context")
        raw(Vocabulary.context)
    }

    mutating func write(_ addressing: Addressing) {
        guard addressing != Addressing() else { return }
        field("to", strings: addressing.to)
        field("cc", strings: addressing.cc)
    }

    mutating func write(_ reference: ObjectReference) {
        switch reference {
        case .id(let id): string(id.text)
        case .embedded(let json, _): write(json)
        }
    }

    /// A value as it was read.
    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let digits): raw(Array(digits.utf8))
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { write(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(text: member.key)
                write(member.value)
            }
            endObject()
        }
    }

    mutating func write(_ picture: PictureLink, _ name: StaticString) {
        object(name) { json in
            json.field("type", "Image")
            if let type = picture.mediaType { json.field("mediaType", type) }
            json.field("url", picture.url.text)
            if let text = picture.description { json.field("summary", text) }
        }
    }

    mutating func write(_ emoji: EmojiTag) {
        beginObject()
        if let id = emoji.id { field("id", id.text) }
        field("type", "Emoji")
        field("name", ":\(emoji.shortcode):")
        if let updated = emoji.updated { field("updated", updated) }
        write(emoji.picture, "icon")
        endObject()
    }

    mutating func write(_ policy: InteractionPolicy) {
        object("interactionPolicy") { json in
            json.write(policy.canQuote, "canQuote")
            json.write(policy.canLike, "canLike")
            json.write(policy.canReply, "canReply")
            json.write(policy.canAnnounce, "canAnnounce")
            json.write(policy.canFeature, "canFeature")
        }
    }

    private mutating func write(_ rule: InteractionPolicy.Rule?, _ name: StaticString) {
        guard let rule else { return }
        object(name) { json in
            json.field("automaticApproval", strings: rule.automatic)
            if !rule.manual.isEmpty { json.field("manualApproval", strings: rule.manual) }
        }
    }
}
