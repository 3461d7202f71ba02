// Account as apps read it.

internal import Basics
internal import Domain
internal import Services
internal import Synchronization

enum AccountEntity {
    /// Writes one account. The bytes are kept with the account until its counters change.
    static func write(_ cached: CachedAccount, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(cached, site, to: &json)
        json.endObject()
    }

    static func writeFields(_ cached: CachedAccount, _ site: Site, to json: inout JSONWriter) {
        let counters = cached.counters
        let emojis = site.emojis.version
        let bytes = cached.rendering.withLock { rendering -> [UInt8] in
            if let rendering, rendering.version == counters.version, rendering.emojis == emojis {
                return rendering.bytes
            }
            let bytes = fields(cached, counters, site)
            rendering = Rendering(version: counters.version, emojis: emojis, bytes: bytes)
            return bytes
        }
        json.rawFields(bytes)
    }

    private static func fields(_ cached: CachedAccount, _ counters: AccountCounters, _ site: Site) -> [UInt8] {
        let account = cached.account
        // A suspended account keeps its shape, emptied.
        let isSuspended = account.isSuspended
        var json = JSONWriter(capacity: 1024)
        json.field("id", id: account.id)
        json.field("username", account.username)
        json.field("acct", account.acct)
        json.field("display_name", isSuspended ? "" : account.displayName)
        json.field("locked", account.isLocked)
        json.field("bot", account.isBot)
        json.field("discoverable", account.isDiscoverable)
        json.field("indexable", account.isIndexable)
        json.field("group", false)
        json.field("created_at", account.createdAt.startOfDay)
        json.field("note", isSuspended ? "" : cached.noteHTML(site))
        json.field("url", site.url(of: account))
        json.field("uri", site.uri(of: account))
        json.field("avatar", isSuspended ? site.defaultAvatarURL : site.avatarURL(of: account))
        json.field("avatar_static", isSuspended ? site.defaultAvatarURL : site.stillAvatarURL(of: account))
        json.field("header", isSuspended ? site.defaultHeaderURL : site.headerURL(of: account))
        json.field("header_static", isSuspended ? site.defaultHeaderURL : site.stillHeaderURL(of: account))
        json.field("hide_collections", account.hidesCollections)
        if account.isLocal { json.field("noindex", !account.isIndexable) }
        if isSuspended { json.field("suspended", true) }
        if account.isSilenced { json.field("limited", true) }
        if account.isLocal {
            CustomEmojiEntity.writeField(of: isSuspended ? [] : account.texts, site, to: &json)
        } else {
            CustomEmojiEntity.writeField(remote: isSuspended ? [] : cached.remoteEmojis, site, to: &json)
        }
        json.array("roles") { json in
            if let role = cached.role, role != .user {
                json.beginObject()
                json.field("id", id: role.rawValue)
                json.field("name", role == .admin ? "Admin" : "Moderator")
                json.field("color", "")
                json.endObject()
            }
        }
        json.array("fields") { json in
            guard !isSuspended else { return }
            for field in account.fields {
                json.beginObject()
                json.field("name", field.name)
                json.field("value", cached.html(of: field, site))
                json.field("verified_at", field.verifiedAt)
                json.endObject()
            }
        }
        if let moved = cached.moved, !isSuspended {
            json.key("moved")
            write(moved, site, to: &json)
        }
        json.field("followers_count", counters.followers)
        json.field("following_count", counters.following)
        json.field("statuses_count", counters.statuses)
        json.field("last_status_at", counters.lastStatusAt?.isoDate)
        return json.bytes
    }
}
