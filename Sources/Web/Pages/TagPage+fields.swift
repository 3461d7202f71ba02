// The page of a tag, as its template sees it.

internal import Basics
internal import Domain

extension TagPage {
    /// The names that `tag.mustache` asks for.
    var fields: Fields {
        let isFirst = newerURL == nil
        var head = Head(
            title: "#\(name)",
            description: preview,
            canonical: canonicalURL,
            image: pictureURL,
            indexable: isFirst
        )
        head.imageAlt = pictureURL.map { _ in preview }
        head.isImageDrawn = pictureURL != nil
        head.tab = frame.canBeLeft ? "A tag" : nil
        head.feed = canonicalURL + Pages.feedEnding
        head.oembed = frame.oembedURL(of: canonicalURL)
        if !statuses.isEmpty { head.scripts.append(Assets.timesScript) }
        if magnitude != nil { head.scripts.append(Assets.movementScript) }
        return Fields([
            "name": .text(name),
            "isFirst": .flag(isFirst),
            "magnitude": .one(magnitude.map(figures)),
            "calls": .many(calls.map(\.fields)),
            "hasCalls": .flag(!calls.isEmpty),
            "hasSupported": .flag(!supported.isEmpty),
            "supported": .many(supported.map { $0.fields(.list) }),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "hidden": .flag(statuses.isEmpty && hasPosts),
            "hasPosts": .flag(hasPosts),
            "pager": .one(pager(newer: newerURL, "Newer posts", older: olderURL, "Older posts")),
        ]).merging(head.fields(in: frame))
    }

    private var preview: String {
        guard let magnitude else { return "Public posts with #\(name), as \(frame.serverName) has seen them." }
        let people = Words.count(magnitude.people, "person has", "people have")
        return "\(people) used #\(name) in public posts, as \(frame.serverName) has seen it."
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
            title: "People who used #\(name) over time",
            path: "/api/chorus/v1/tags/\(PercentEncoding.encode(magnitude.tag.name))/magnitude"
        )
        let languages = magnitude.languages.prefix(6)
        let counted = magnitude.languages.reduce(0) { $0 + $1.posts }
        return Fields([
            "host": .text(frame.host),
            "posts": .text(Words.number(magnitude.posts)),
            "postsWord": .text(magnitude.posts == 1 ? "post" : "posts"),
            "replies": .text(Words.number(magnitude.replies)),
            "repliesWord": .text(magnitude.replies == 1 ? "reply" : "replies"),
            "reblogs": .text(Words.number(magnitude.reblogs)),
            "reblogsWord": .text(magnitude.reblogs == 1 ? "boost" : "boosts"),
            "trend": .one(magnitude.trend.map(\.reason)),
            "hasLanguages": .flag(!languages.isEmpty),
            "languages": .many(
                languages.map {
                    Fields([
                        "language": .text(Words.language($0.language)),
                        "share": .text(Words.share($0.posts, of: counted)),
                    ])
                }
            ),
            "moreLanguages": .text(Words.countIfAny(magnitude.languages.count - 6, "more language", "more languages")),
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
    /// The shelf and the sentence.
    fileprivate var reason: Fields {
        Fields(["shelf": .text(shelf.title), "explanation": .text(explanation)])
    }
}

extension RelatedTags {
    fileprivate var isEmpty: Bool { together.isEmpty && before.isEmpty && after.isEmpty }

    /// Each kind of relation that there is, with its tags.
    fileprivate var groups: [Fields] {
        [
            ("In the same posts", together), ("Used by the same people before", before),
            ("Used by the same people after", after),
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
