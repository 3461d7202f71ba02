// The pages that are read (thread, profile, front), as their templates see them.

internal import Basics

extension ThreadPage {
    /// The names that `thread.mustache` asks for.
    var fields: Fields {
        let picture = status.previewPicture
        var head = Head(
            title: status.call == nil
                ? localized("A post by {name}", ["name": status.author.name])
                : localized("A call by {name}", ["name": status.author.name]),
            description: status.summary,
            canonical: canonicalURL,
            type: "article",
            image: picture?.url ?? status.author.avatarURL,
            activity: activityURL,
            indexable: indexable && status.visibility == .public
        )
        head.imageAlt = picture.map { $0.description.isEmpty ? localized("A picture") : $0.description }
        let isOpen = status.visibility == .public || status.visibility == .unlisted
        head.oembed = isOpen ? frame.oembedURL(of: canonicalURL) : nil
        head.scripts += [Assets.timesScript, Assets.goneScript] + frame.livingScripts
        head.tab = frame.canBeLeft ? localized("A post") : nil
        return Fields([
            "ancestors": .many(ancestors.map { $0.fields(.thread) }),
            "answers": .flag(!ancestors.isEmpty),
            "status": .one(status.fields(.focus)),
            "authorName": .html(status.author.shownName),
            "replies": .many(replies.map { $0.fields(.thread) }),
            "repliesWords": .text(repliesWords),
            "answered": .flag(!replies.isEmpty),
            "compose": .one(compose?.fields),
            "refusal": .text(refusal),
            "canAnswer": .flag(isOpen),
            "address": .text(canonicalURL),
            "callURL": .link(callURL),
            "pager": .one(
                pager(newer: earlierURL, localized("Earlier replies"), older: moreURL, localized("More replies"))
            ),
        ]).merging(head.fields(in: frame))
    }

    /// Direct replies, as every post counts them. A later page may have none of these.
    private var repliesWords: String {
        let direct = max(status.repliesCount, replies.count { $0.depth == 1 })
        return direct == 0 && !replies.isEmpty ? localized("Replies") : Words.count(direct, "reply", "replies").sentence
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
        if standing == .normal { head.scripts += [Assets.timesScript, Assets.goneScript] }
        head.scripts += frame.livingScripts
        head.tab = frame.canBeLeft ? localized("A profile") : nil
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
            "postsWord": .text(Words.noun(Int64(statusesCount), "post", "posts")),
            "followers": .text(Words.number(followersCount)),
            "followersWord": .text(Words.noun(Int64(followersCount), "follower", "followers")),
            "following": .text(Words.number(followingCount)),
            "locked": .flag(locked),
            "suspended": .flag(suspended),
            "limited": .flag(standing == .limited),
            "open": .flag(standing == .normal),
            "ofPosts": .flag(part == .posts && tag == nil),
            "ofReplies": .flag(part == .replies && tag == nil),
            "ofMedia": .flag(part == .media && tag == nil),
            "mediaURL": .href(account.url + "/media"),
            "followersURL": .href(account.url + "/followers"),
            "followingURL": .href(account.url + "/following"),
            "relationship": .one(suspended ? nil : relationship?.fields),
            "isOwn": .flag(isOwn),
            "feedURL": .href(account.url + Pages.feedEnding),
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
                    status.entry = nil
                    return status.fields(.list)
                }
            ),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "pager": .one(pager(newer: newerURL, localized("Newer posts"), older: olderURL, localized("Older posts"))),
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
            title: localized("Welcome"),
            description: about.isEmpty
                ? localized("A place to speak and to be counted. No advertising, no tracking.") : about,
            canonical: canonicalURL,
            indexable: true
        )
        head.scripts += [Assets.timesScript, Assets.goneScript]
        return Fields([
            "about": .text(about.allSatisfy(\.isWhitespace) ? nil : about),
            "people": .text(Words.number(accountsCount)),
            "peopleWord": .text(Words.noun(Int64(accountsCount), "person", "people")),
            "posts": .text(Words.number(statusesCount)),
            "postsWord": .text(Words.noun(Int64(statusesCount), "post", "posts")),
            "hasCalls": .flag(!calls.isEmpty),
            "calls": .many(calls.map(\.fields)),
            "hasTrends": .flag(!trends.isEmpty),
            "trends": .many(trends.map(\.fields)),
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
