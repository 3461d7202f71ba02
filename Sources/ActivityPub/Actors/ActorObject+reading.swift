// Reads an actor's document. Without an id, an inbox and a name of one of the five types it is none.

public import Basics

extension ActorObject {
    /// Nil for what is no actor that one can deliver to.
    ///
    /// Only what is of the actor's own origin is taken as its inbox, for we would be sent to strangers, and as its
    /// collections: their addresses decide who a post is for. Keys
    /// that name another owner are left out.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string.flatMap({ ObjectID($0) }), let inbox = json.id("inbox"),
            inbox.origin == id.origin,
            let kind = json.types.lazy.compactMap({ Kind(rawValue: $0) }).first
        else { return nil }
        let username = json.text("preferredUsername") ?? ""
        let handle = json.text("webfinger").flatMap { AccountAddress($0) }
        guard AccountAddress.isName(username) || username.isEmpty && handle != nil else { return nil }
        self.init(id: id, kind: kind, username: username, inbox: inbox)
        self.handle = handle
        name = json.text("name") ?? ""
        summary = json.text("summary", most: DocumentLimits.summary) ?? ""
        url = json.pageAddress("url")
        let shared = json.one("endpoints")?.id("sharedInbox") ?? json.id("sharedInbox")
        sharedInbox = shared?.origin == inbox.origin ? shared : nil
        func own(_ key: String) -> ObjectID? { json.id(key).flatMap { $0.origin == id.origin ? $0 : nil } }
        outbox = own("outbox")
        followers = own("followers")
        following = own("following")
        featured = own("featured")
        featuredTags = own("featuredTags")
        featuredCollections = own("featuredCollections")
        keys = KeyObject.list(of: json, owner: id)
        avatar = json.one("icon").flatMap { PictureLink($0) }
        header = json.one("image").flatMap { PictureLink($0) }
        fields = json.list("attachment", most: DocumentLimits.fields).compactMap { field in
            guard field.isA("PropertyValue"), let name = field.text("name", most: DocumentLimits.field) else {
                return nil
            }
            return (name, field.text("value", most: DocumentLimits.field) ?? "")
        }
        let tags = json.list("tag", most: DocumentLimits.emojis)
        emojis = tags.compactMap { EmojiTag($0) }
        hashtags = tags.compactMap(NoteTag.hashtag)
        alsoKnownAs = json.ids("alsoKnownAs", most: DocumentLimits.aliases)
        movedTo = json.id("movedTo")
        attributionDomains = json.list("attributionDomains", most: DocumentLimits.aliases).compactMap { domain in
            domain.string.flatMap { HostName.canonical($0) }
        }
        isLocked = json.flag("manuallyApprovesFollowers") ?? false
        isDiscoverable = json.flag("discoverable") ?? false
        isIndexable = json.flag("indexable") ?? false
        isMemorial = json.flag("memorial") ?? false
        isSuspended = json.flag("suspended") ?? false
        published = json.time("published")
        policy = json.one("interactionPolicy").flatMap { InteractionPolicy($0) }
        takesMessageSignatures = ActorObject.implements(json).contains("https://datatracker.ietf.org/doc/html/rfc9421")
    }

    /// What FEP-844e has the actor's server say of itself.
    private static func implements(_ json: JSONValue) -> [String] {
        let generator = json.one("generator") ?? json
        return generator.list("implements", most: 50).compactMap { $0.string ?? $0["href"]?.string ?? $0["id"]?.string }
    }
}

extension KeyObject {
    /// `publicKey`, and the Multikeys of `assertionMethod` (FEP-521a). What a key calls its owner must be the actor.
    static func list(of json: JSONValue, owner: ObjectID) -> [KeyObject] {
        var keys: [KeyObject] = []
        for value in json.list("publicKey", most: DocumentLimits.keys)
            + json.list("assertionMethod", most: DocumentLimits.keys)
        {
            guard let key = KeyObject(value), key.owner == owner, !keys.contains(where: { $0.id == key.id }) else {
                continue
            }
            keys.append(key)
        }
        return keys
    }

    /// A key in an actor, or a document that is one.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string.flatMap({ ObjectID($0) }),
            let owner = json.id("owner") ?? json.id("controller"), owner.origin == id.origin
        else { return nil }
        let isOver = (json.time("expires") ?? json.time("revoked")) != nil
        let key = json["publicKeyPem"]?.string.flatMap { PublicKey(pem: $0) }
        guard let key = key ?? json["publicKeyMultibase"]?.string.flatMap({ PublicKey(multibase: $0) }), !isOver else {
            return nil
        }
        self.init(id: id, owner: owner, key: key)
    }
}

extension PictureLink {
    /// An Image, a Link or an address.
    init?(_ json: JSONValue) {
        guard let file = json.isObject && json["url"] != nil ? json.file("url") : json.address.map({ ($0, nil) }) else {
            return nil
        }
        self.init(
            url: file.address,
            mediaType: json.text("mediaType", most: 255) ?? file.mediaType,
            description: json.text("summary", most: DocumentLimits.description)
                ?? json.text("name", most: DocumentLimits.description)
        )
    }
}

extension EmojiTag {
    init?(_ json: JSONValue) {
        guard json.isA("Emoji"), let name = json.text("name", most: 2048),
            let picture = json.one("icon").flatMap({ PictureLink($0) })
        else { return nil }
        let shortcode = String(name.utf8.drop { $0 == 0x3A }.prefix { $0 != 0x3A }) ?? ""
        guard !shortcode.isEmpty, shortcode.utf8.count <= 200,
            shortcode.utf8.allSatisfy({ ASCII.isWord($0) || $0 == 0x2D })
        else { return nil }
        let id = json["id"]?.string.flatMap { ObjectID($0) }
        self.init(id: id, shortcode: shortcode, picture: picture, updated: json.time("updated"))
    }
}

extension InteractionPolicy {
    init?(_ json: JSONValue) {
        guard json.isObject else { return nil }
        func rule(_ key: String) -> Rule? {
            guard let value = json.one(key), value.isObject else { return nil }
            func addresses(_ names: String...) -> [String] {
                names.flatMap { value.list($0, most: 100) }.compactMap { address in
                    guard let text = address.string else { return nil }
                    return Addressing.isPublic(text) ? Addressing.everybody : ObjectID(text)?.text
                }
            }
            return Rule(
                automatic: addresses("automaticApproval", "always"),
                manual: addresses("manualApproval", "approvalRequired")
            )
        }
        self.init(
            canQuote: rule("canQuote"),
            canLike: rule("canLike"),
            canReply: rule("canReply"),
            canAnnounce: rule("canAnnounce"),
            canFeature: rule("canFeature")
        )
    }

    /// Quoting, by somebody with these relations to the author. Absent means: only the author.
    public enum Permission: Sendable, Equatable {
        case allowed, afterApproval, denied
    }

    /// - Parameter names: how the rule may name the actor: its id, and the collections that it is in.
    public static func permission(_ rule: Rule?, names: [String]) -> Permission? {
        guard let rule else { return nil }
        let names = Set(names + [Addressing.everybody])
        if rule.automatic.contains(where: names.contains) { return .allowed }
        return rule.manual.contains(where: names.contains) ? .afterApproval : .denied
    }
}
