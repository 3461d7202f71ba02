// What an app is sent: enough to show a line before it asks for more. Keys and sentences are Mastodon's.

internal import Basics
internal import Domain

extension Services {
    /// Nil where the status is gone.
    func pushText(_ parcel: PushParcel, from: Account, token: String) async throws -> [UInt8]? {
        var body = from.note
        if let id = parcel.record.statusID {
            guard let status = try await statuses.status(id)?.status else { return nil }
            if !status.spoilerText.isEmpty {
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
            let title = PushText.title(parcel.record.kind, name)
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
        let name = name.cut(to: 100)
        return switch kind {
        case .mention: "You were mentioned by \(name)"
        case .status: "\(name) just posted"
        case .reblog: "\(name) boosted your post"
        case .follow: "\(name) is now following you"
        case .followRequest: "Pending follower: \(name)"
        case .favourite: "\(name) favorited your post"
        case .update: "\(name) edited a post"
        case .poll: "A poll by \(name) has ended"
        case .adminSignUp: "\(name) signed up"
        case .adminReport: "\(name) submitted a report"
        case .moderationWarning: "You have received a moderation warning"
        case .quote: "\(name) quoted your post"
        case .quotedUpdate: "\(name) edited a post you have quoted"
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
