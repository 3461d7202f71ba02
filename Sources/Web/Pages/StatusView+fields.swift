// A post as the templates see it.

extension StatusView {
    /// The deepest indentation; deeper replies stand at this one and say whom they answer.
    static let deepestIndent = 4

    /// How a page shows a post.
    enum Place {
        /// In a list of posts.
        case list
        /// In a thread, around the post that the page is about.
        case thread
        /// The post that the page is about.
        case focus
    }

    /// The names that `status.mustache` and `status-body.mustache` ask for.
    func fields(_ place: Place) -> Fields {
        // In lists the numbers stand in the buttons.
        let isPlain = actions == nil || place == .focus
        let counted = isPlain && (repliesCount > 0 || reblogsCount > 0 || favouritesCount > 0) || quotesCount > 0
        let warned = !spoilerText.allSatisfy(\.isWhitespace)
        return Fields([
            "id": .text(id),
            "anchor": .text((place == .list ? entry : Optional(id)).map { "post-\($0)" }),
            "actions": .one(actions?.fields(of: self, showingCounts: place != .focus)),
            "filtered": .text(filteredBy),
            "approver": .text(approver.map { String($0.handle.prefix { $0 != "@" }) }),
            "large": .flag(place == .focus),
            "url": .href(url),
            "author": .one(author.fields),
            "written": .flag(!content.html.isEmpty),
            "content": .html(emojis.html(in: content)),
            "language": .text(language.flatMap { $0.isEmpty ? nil : $0 }),
            "warning": .html(warned ? emojis.html(escaping: spoilerText) : nil),
            "warned": .flag(warned),
            "time": .text(place == .focus ? createdAt.long : createdAt.words(at: now)),
            "moment": .text(createdAt.long),
            "datetime": .text(createdAt.iso),
            "edited": .one(editedAt?.fields(at: now).merging(["history": .link(historyURL)])),
            "audience": .text(audience),
            "replies": .text(isPlain ? Words.countIfAny(repliesCount, "reply", "replies") : nil),
            "reblogs": .text(isPlain ? Words.countIfAny(reblogsCount, "boost", "boosts") : nil),
            "favourites": .text(isPlain ? Words.countIfAny(favouritesCount, "favourite", "favourites") : nil),
            "footed": .flag(counted || (place != .focus && (audience != nil || editedAt != nil))),
            "quotes": .text(Words.countIfAny(quotesCount, "quote", "quotes")),
            "inReplyTo": .one(replyFields(place)),
            "depth": .text(String(min(max(depth, 1), Self.deepestIndent))),
            "pinned": .flag(pinned),
            "boostedBy": .one(boostedBy?.fields),
            "attached": .flag(!attachments.isEmpty),
            "hidden": .text(sensitive && !warned ? sensitiveWords : nil),
            "pictures": .one(picturesFields),
            "files": .many(attachments.filter { !$0.isVisual }.map(\.fields)),
            "poll": .one(poll?.fields(emojis, at: now)),
            "call": .one(call?.fields(emojis)),
            "quote": .one(quote?.fields),
            "card": .one(card?.fields(withPicture: warned || !sensitive)),
        ])
    }

    /// Whom it answers; a direct reply on a thread page stands under the post it answers and need not say so.
    private func replyFields(_ place: Place) -> Fields? {
        guard let target = inReplyTo, !(place == .thread && depth == 1) else { return nil }
        let local = target.url.map { $0.hasPrefix("#post-") && $0.dropFirst(6).allSatisfy(\.isNumber) } ?? false
        return Fields([
            "handle": .text(String(target.handle.prefix { $0 != "@" })),
            // An anchor is no address, and `isSafeLink` refuses it: let through here only in this one shape.
            "linked": .flag(local || target.url?.isSafeLink == true),
            "url": local ? .text(target.url) : .link(target.url),
        ])
    }

    /// What stands side by side: pictures and films, in a frame without holes for as many as there are.
    private var picturesFields: Fields? {
        let visual = attachments.filter(\.isVisual)
        guard !visual.isEmpty else { return nil }
        return Fields([
            "layout": .text(visual.count > 4 ? "many" : String(visual.count)),
            "items": .many(visual.map { $0.fields.merging(["cropped": .flag(visual.count > 1)]) }),
        ])
    }

    private var sensitiveWords: String {
        attachments.allSatisfy { $0.kind == .image } ? localized("Sensitive pictures") : localized("Sensitive media")
    }

    /// Who can see it, and who can reply, where that is not everybody.
    private var audience: String? {
        let words = [readers, replyWords].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " · ")
    }

    private var readers: String? {
        switch visibility {
        case .public: nil
        case .unlisted: localized("Public, not listed")
        case .private: localized("Followers only")
        case .direct: localized("Only the people mentioned")
        }
    }
}
