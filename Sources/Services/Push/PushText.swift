// What an app is sent: enough to show a line before it asks for more. Keys and sentences are Mastodon's.

internal import Basics
internal import Domain
internal import Localization

extension Services {
    /// Nil where the status is gone.
    func pushText(_ parcel: PushParcel, from: Account, token: String) async throws -> [UInt8]? {
        var body = from.note
        if let id = parcel.record.statusID {
            guard let status = try await statuses.status(id)?.status else { return nil }
            if try await concernSensitiveCall([id]) {
                // It would stand on a locked screen, which others see.
                body = ""
            } else if !status.spoilerText.isEmpty {
                body = status.spoilerText
            } else {
                body = status.isLocal ? status.text : HTML.plainText(fromHTML: status.content)
            }
        } else if !from.isLocal {
            body = HTML.plainText(fromHTML: from.note)
        }
        let name = from.displayName.isEmpty ? from.username : from.displayName
        var most = 140
        while true {
            let title = Localizer.$current.withValue(parcel.user.localizer) { PushText.title(parcel.record.kind, name) }
            let json = write(parcel, from, title, body.cut(to: most), token)
            // Names and texts may be of characters that take many bytes.
            if json.count <= PushCipher.mostBytes || most == 0 { return json }
            most /= 2
        }
    }

    private func write(
        _ parcel: PushParcel,
        _ from: Account,
        _ title: String,
        _ body: String,
        _ token: String
    ) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("access_token", token)
        json.field("preferred_locale", parcel.user.locale)
        json.field("notification_id", parcel.record.id)
        json.field("notification_type", parcel.record.kind.name)
        json.field("icon", site.stillAvatarURL(of: from))
        json.field("title", title)
        json.field("body", body)
        json.endObject()
        return json.bytes
    }
}

enum PushText {
    static func title(_ kind: NotificationKind, _ name: String) -> String {
        let name = ["name": name.cut(to: 100)]
        return switch kind {
        case .mention: localized("You were mentioned by {name}", name)
        case .status: localized("{name} just posted", name)
        case .reblog: localized("{name} boosted your post", name)
        case .follow: localized("{name} is now following you", name)
        case .followRequest: localized("Pending follower: {name}", name)
        case .favourite: localized("{name} favorited your post", name)
        case .update: localized("{name} edited a post", name)
        case .poll: localized("A poll by {name} has ended", name)
        case .adminSignUp: localized("{name} signed up", name)
        case .adminReport: localized("{name} submitted a report", name)
        case .moderationWarning: localized("You have received a moderation warning")
        case .quote: localized("{name} quoted your post", name)
        case .quotedUpdate: localized("{name} edited a post you have quoted", name)
        }
    }
}

extension String {
    /// The first characters, with a sign where something is missing.
    fileprivate func cut(to count: Int) -> String {
        guard self.count > count else { return self }
        return count == 0 ? "" : prefix(count - 1) + "…"
    }
}
