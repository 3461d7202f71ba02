// Announcement as apps read it.

internal import Basics
internal import Domain
internal import Services

enum AnnouncementEntity {
    static func write(_ view: AnnouncementView, _ site: Site, to json: inout JSONWriter) {
        let announcement = view.announcement
        let text = StatusText.parse(announcement.text)
        json.beginObject()
        json.field("id", id: announcement.id)
        json.field(
            "content",
            ContentHTML.render(text, mentions: { _, _ in nil }, tagURL: { site.tagURL($0.name) })
        )
        json.field("starts_at", announcement.startsAt)
        json.field("ends_at", announcement.endsAt)
        json.field("all_day", announcement.isAllDay)
        json.field("published_at", announcement.publishedAt)
        json.field("updated_at", announcement.updatedAt)
        json.field("read", view.isRead)
        json.emptyArrayField("mentions")
        json.emptyArrayField("statuses")
        json.array("tags") { json in
            for tag in text.tags {
                json.beginObject()
                json.field("name", tag.name)
                json.field("url", site.tagURL(tag.name))
                json.endObject()
            }
        }
        CustomEmojiEntity.writeField(of: [announcement.text], site, to: &json)
        json.array("reactions") { json in
            for reaction in view.reactions {
                json.beginObject()
                json.field("name", reaction.name)
                json.field("count", reaction.count)
                json.field("me", view.own.contains(reaction.name))
                if let emoji = site.emojis[reaction.name] {
                    json.field("url", site.emojiURL(emoji))
                    json.field("static_url", site.emojiURL(emoji, still: true))
                }
                json.endObject()
            }
        }
        json.endObject()
    }
}
