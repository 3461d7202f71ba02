// An account of this server as an actor.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Media
internal import Services

enum ActorBuilder {
    /// Nil only where the site's own address is none.
    static func actor(
        _ cached: CachedAccount,
        _ site: Site,
        _ keys: AccountKeys,
        aliases: (alsoKnownAs: [String], movedTo: String?) = ([], nil)
    ) -> ActorObject? {
        let account = cached.account
        let uri = site.uri(of: account)
        guard let id = ObjectID(uri), let inbox = ObjectID(uri + "/inbox") else { return nil }
        var actor = ActorObject(
            id: id,
            kind: account.isBot ? .service : .person,
            username: account.username,
            inbox: inbox
        )
        actor.sharedInbox = ObjectID("\(site.url)/inbox")
        actor.outbox = ObjectID(uri + "/outbox")
        actor.followers = ObjectID(uri + "/followers")
        actor.following = ObjectID(uri + "/following")
        actor.featured = ObjectID(uri + "/featured")
        actor.url = ObjectID(site.profileURL(account.username))
        actor.keys = self.keys(keys, of: id)
        actor.takesMessageSignatures = true
        guard !account.isHidden else {
            // Its name and keys remain, so that what it took back can be verified; nothing of what it said of itself.
            actor.isSuspended = true
            return actor
        }
        actor.name = account.displayName
        actor.summary = cached.noteHTML(site)
        actor.fields = account.fields.map { ($0.name, cached.html(of: $0, site)) }
        actor.avatar = account.avatar.flatMap { picture($0, site) }
        actor.header = account.header.flatMap { picture($0, site) }
        actor.emojis = emojis(in: account.texts, site)
        actor.isLocked = account.isLocked
        actor.isDiscoverable = account.isDiscoverable ?? false
        actor.isIndexable = account.isIndexable
        // The day, as Mastodon has it: the minute is nobody's business.
        actor.published = account.createdAt.startOfDay
        actor.alsoKnownAs = aliases.alsoKnownAs.compactMap { ObjectID($0) }
        actor.movedTo = aliases.movedTo.flatMap { ObjectID($0) }
        return actor
    }

    /// RSA for everybody, Ed25519 for proofs.
    static func keys(_ keys: AccountKeys, of id: ObjectID) -> [KeyObject] {
        [("#main-key", keys.rsa), ("#ed25519-key", keys.ed25519)].compactMap { fragment, key in
            guard let keyID = ObjectID(id.text + fragment), let key = key.publicKey else { return nil }
            return KeyObject(id: keyID, owner: id, key: key)
        }
    }

    static func emojis(in texts: [String], _ site: Site) -> [EmojiTag] {
        site.emojis.used(in: texts).compactMap { emoji in
            let address = site.emojiURL(emoji)
            guard let url = ObjectID(address) else { return nil }
            return EmojiTag(
                id: url,
                shortcode: emoji.shortcode,
                picture: PictureLink(url: url, mediaType: emoji.mediaType)
            )
        }
    }

    private static func picture(_ picture: ProfilePicture, _ site: Site) -> PictureLink? {
        ObjectID(site.mediaURL(picture.path)).map { PictureLink(url: $0, mediaType: MediaPath.type(picture.path)) }
    }
}
