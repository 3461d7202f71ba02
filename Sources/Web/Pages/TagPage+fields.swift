// The page of a tag, as its template sees it.

internal import Basics
internal import Domain

extension TagPage {
    /// Its address here.
    private var tagPath: String { "/tags/" + PercentEncoding.encode(TagName(name)?.name ?? name) }

    /// The names that `tag.mustache` asks for.
    var fields: Fields {
        let isFirst = newerURL == nil
        var head = Head(
            title: "#\(name)",
            description: preview,
            canonical: canonicalURL,
            image: pictureURL,
            indexable: isFirst && isIndexable
        )
        head.imageAlt = pictureURL.map { _ in preview }
        head.isImageDrawn = pictureURL != nil
        head.tab = frame.canBeLeft ? localized("A tag") : nil
        head.feed = canonicalURL + Pages.feedEnding
        head.oembed = frame.oembedURL(of: canonicalURL)
        if !statuses.isEmpty { head.scripts.append(Assets.timesScript) }
        if !statuses.isEmpty || !calls.isEmpty { head.scripts.append(Assets.goneScript) }
        if magnitude != nil { head.scripts.append(Assets.movementScript) }
        return Fields([
            "follow": .one(
                frame.csrf.flatMap { csrf in
                    isFollowed.map {
                        Fields(["csrf": .text(csrf), "action": .href(tagPath), "isFollowed": .flag($0)])
                    }
                }
            ),
            "name": .text(name),
            "moderation": .one(moderation.fields),
            "isFirst": .flag(isFirst),
            "magnitude": .one(magnitude.map(figures)),
            "calls": .many(calls.map(\.fields)),
            "hasCalls": .flag(!calls.isEmpty),
            "hasSupported": .flag(!supported.isEmpty),
            "supported": .many(supported.map { $0.fields(.list) }),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "hidden": .flag(statuses.isEmpty && hasPosts),
            "hasPosts": .flag(hasPosts),
            "pager": .one(pager(newer: newerURL, localized("Newer posts"), older: olderURL, localized("Older posts"))),
        ]).merging(head.fields(in: frame))
    }

    private var preview: String {
        let names = ["tag": "#\(name)", "server": frame.serverName]
        guard let magnitude else { return localized("Public posts with {tag}, as {server} has seen them.", names) }
        if magnitude.people == 0 {
            return localized("no people have used {tag} in public posts, as {server} has seen it.", names)
        }
        return Words.sentence(
            Int(clamping: magnitude.people),
            one: "{n} person has used {tag} in public posts, as {server} has seen it.",
            other: "{n} people have used {tag} in public posts, as {server} has seen it.",
            names
        )
    }

    private func unlistedWords(_ magnitude: TagMagnitude) -> String? {
        guard let unlisted = magnitude.unlisted else { return nil }
        let until = magnitude.spans.compactMap(\.to).max()
        return unlisted.words(until: until, isForModerators: isForModerators)
    }

    private func figures(_ magnitude: TagMagnitude) -> Fields {
        let shared = MagnitudeFields(
            people: magnitude.people,
            rates: magnitude.rates,
            peak: magnitude.peak,
            since: magnitude.since,
            at: magnitude.at,
            curve: magnitude.curve,
            spans: magnitude.spans,
            title: localized("People who used {tag} over time", ["tag": "#\(name)"]),
            path: "/api/chorus/v1/tags/\(PercentEncoding.encode(magnitude.tag.name))/magnitude"
        )
        let languages = magnitude.languages.prefix(6)
        let counted = magnitude.languages.reduce(0) { $0 + $1.posts }
        return Fields([
            "host": .text(frame.host),
            "posts": .text(Words.number(magnitude.posts)),
            "postsWord": .text(Words.noun(magnitude.posts, "post", "posts")),
            "replies": .text(Words.number(magnitude.replies)),
            "repliesWord": .text(Words.noun(magnitude.replies, "reply", "replies")),
            "repliesForms": .text(Words.forms("reply", "replies")),
            "reblogs": .text(Words.number(magnitude.reblogs)),
            "reblogsWord": .text(Words.noun(magnitude.reblogs, "boost", "boosts")),
            "trend": .one(magnitude.trend.map(\.reasonFields)),
            "unlisted": .text(unlistedWords(magnitude)),
            "hasLanguages": .flag(!languages.isEmpty),
            "languages": .many(
                languages.map {
                    Fields([
                        "language": .text(Words.language($0.language)),
                        "share": .text(Words.share($0.posts, of: counted)),
                    ])
                }
            ),
            "moreLanguages": .text(
                Words.countIfAny(magnitude.languages.count - languages.count, "more language", "more languages")
            ),
            "here": .text(Words.number(magnitude.peopleHere)),
            "elsewhere": .text(Words.number(magnitude.peopleElsewhere)),
            "servers": .text(Words.count(magnitude.servers, "server", "servers")),
            "hasRelated": .flag(!magnitude.related.isEmpty),
            "related": .many(magnitude.related.groups),
            "sample": .text(Words.count(magnitude.related.samplePosts, "post", "posts")),
        ]).merging(shared.fields)
    }
}

extension Trend {
    /// The shelf, the sentences, and what is shown with it or what it is shown with.
    fileprivate var reasonFields: Fields {
        Fields([
            "shelf": .text(shelf.title),
            "explanation": .text(words),
            "lead": .one(
                companionOf.map {
                    Fields([
                        "name": .text($0.display), "url": .href("/tags/" + PercentEncoding.encode($0.name)),
                    ])
                }
            ),
        ]).merging(companionFields)
    }
}

extension RelatedTags {
    fileprivate var isEmpty: Bool { together.isEmpty && before.isEmpty && after.isEmpty }

    /// Each kind of relation that there is, with its tags.
    fileprivate var groups: [Fields] {
        [
            (localized("In the same posts"), together), (localized("Used by the same people before"), before),
            (localized("Used by the same people after"), after),
        ].filter { !$0.1.isEmpty }.map { words, tags in
            Fields([
                "words": .text(words),
                "tags": .many(
                    tags.prefix(8).map {
                        Fields([
                            "name": .text($0.display), "url": .href("/tags/" + PercentEncoding.encode($0.name)),
                            "count": .text(Words.number($0.count)),
                        ])
                    }
                ),
            ])
        }
    }
}
