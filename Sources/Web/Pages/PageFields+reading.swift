// The pages that are read (thread, profile, front), as their templates see them.

internal import Basics

extension ThreadPage {
    /// The names that `thread.mustache` asks for.
    var fields: Fields {
        let picture = status.previewPicture
        var head = Head(
            title: status.call == nil ? "A post by \(status.author.name)" : "A call by \(status.author.name)",
            description: status.summary,
            canonical: canonicalURL,
            type: "article",
            image: picture?.url ?? status.author.avatarURL,
            activity: activityURL,
            indexable: indexable && status.visibility == .public
        )
        head.imageAlt = picture.map { $0.description.isEmpty ? "A picture" : $0.description }
        let isOpen = status.visibility == .public || status.visibility == .unlisted
        head.oembed = isOpen ? frame.oembedURL(of: canonicalURL) : nil
        head.scripts.append(Assets.timesScript)
        head.tab = frame.canBeLeft ? "A post" : nil
        return Fields([
            "ancestors": .many(ancestors.map { $0.fields(.thread) }),
            "answers": .flag(!ancestors.isEmpty),
            "status": .one(status.fields(.focus)),
            "authorName": .html(status.author.shownName),
            "replies": .many(replies.map { $0.fields(.thread) }),
            "repliesWords": .text(repliesWords),
            "answered": .flag(!replies.isEmpty),
            "canAnswer": .flag(isOpen),
            "address": .text(canonicalURL),
            "callURL": .link(callURL),
            "pager": .one(pager(newer: earlierURL, "Earlier replies", older: moreURL, "More replies")),
        ]).merging(head.fields(in: frame))
    }

    /// Direct replies, as every post counts them. A later page may have none of these.
    private var repliesWords: String {
        let direct = max(status.repliesCount, replies.count { $0.depth == 1 })
        return direct == 0 && !replies.isEmpty ? "Replies" : Words.count(direct, "reply", "replies").sentence
    }
}

extension ProfilePage {
    /// The names that `profile.mustache` asks for.
    var fields: Fields {
        let suspended = standing == .suspended
        var head = Head(
            title: "\(account.name) (@\(account.handle))",
            description: standing == .normal ? summary : nil,
            canonical: canonicalURL,
            type: "profile",
            image: standing == .normal ? account.avatarURL : nil,
            activity: suspended ? nil : activityURL,
            indexable: indexable && standing == .normal
        )
        head.feed = standing == .normal ? canonicalURL + Pages.feedEnding : nil
        if standing == .normal { head.scripts.append(Assets.timesScript) }
        head.tab = frame.canBeLeft ? "A profile" : nil
        var shown = account
        if suspended { shown.avatarURL = nil }
        let header = suspended ? nil : headerURL.flatMap { $0.isSafeLink ? $0 : nil }
        return Fields([
            "account": .one(shown.fields),
            "header": .href(header ?? Assets.headerSVG.path),
            "note": .html(suspended ? nil : note.flatMap { $0.html.isEmpty ? nil : account.emojis.html(in: $0) }),
            "hasFields": .flag(!suspended && !fieldList.isEmpty),
            "fields": .many(suspended ? [] : fieldList),
            "joined": .text(joined.month),
            "joinedDatetime": .text(String(joined.iso.prefix(7))),
            "posts": .text(Words.number(statusesCount)),
            "postsWord": .text(statusesCount == 1 ? "post" : "posts"),
            "followers": .text(Words.number(followersCount)),
            "followersWord": .text(followersCount == 1 ? "follower" : "followers"),
            "following": .text(Words.number(followingCount)),
            "locked": .flag(locked),
            "suspended": .flag(suspended),
            "limited": .flag(standing == .limited),
            "open": .flag(standing == .normal),
            "withReplies": .flag(withReplies && tag == nil),
            "withoutReplies": .flag(!withReplies && tag == nil),
            "isTagged": .flag(tag != nil),
            "tag": .text(tag),
            "tagURL": .href(account.url + "/tagged/" + PercentEncoding.encode(tag ?? "")),
            "repliesURL": .href(account.url + "/with_replies"),
            "hasPinned": .flag(!pinned.isEmpty),
            "pinned": .many(
                pinned.map {
                    // The heading above them says it.
                    var status = $0
                    status.pinned = false
                    return status.fields(.list)
                }
            ),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "pager": .one(pager(newer: newerURL, "Newer posts", older: olderURL, "Older posts")),
        ]).merging(head.fields(in: frame))
    }

    private var fieldList: [Fields] {
        fieldLines.map {
            Fields([
                "name": .html(account.emojis.html(escaping: $0.name)),
                "value": .html(account.emojis.html(in: $0.value)),
                "verified": .text($0.verifiedAt?.short),
            ])
        }
    }
}

extension FrontPage {
    /// The names that `front.mustache` asks for.
    var fields: Fields {
        var head = Head(
            title: "Welcome",
            description: about.isEmpty ? "A place to speak and to be counted. No advertising, no tracking." : about,
            canonical: canonicalURL,
            indexable: true
        )
        head.scripts.append(Assets.timesScript)
        return Fields([
            "about": .text(about.allSatisfy(\.isWhitespace) ? nil : about),
            "people": .text(Words.number(accountsCount)),
            "peopleWord": .text(accountsCount == 1 ? "person" : "people"),
            "posts": .text(Words.number(statusesCount)),
            "postsWord": .text(statusesCount == 1 ? "post" : "posts"),
            "statuses": .many(statuses.map { $0.fields(.list) }),
        ]).merging(head.fields(in: frame))
    }
}

/// The links to the neighbouring pages, or nil where there is only one page.
func pager(newer: String?, _ newerWords: String, older: String?, _ olderWords: String) -> Fields? {
    guard newer != nil || older != nil else { return nil }
    return Fields([
        "newer": .one(newer.map { Fields(["url": .href($0), "words": .text(newerWords)]) }),
        "older": .one(older.map { Fields(["url": .href($0), "words": .text(olderWords)]) }),
    ])
}

extension String {
    /// The same with its first letter as a capital.
    var sentence: String { prefix(1).uppercased() + dropFirst() }
}
