// Calls in lists, as their templates see them.

internal import Basics
internal import Domain

extension CallLine {
    /// The names that `call-line.mustache` asks for.
    var fields: Fields {
        let warned = !call.spoilerText.allSatisfy(\.isWhitespace)
        return Fields([
            "id": .text(String(call.id)),
            "url": .href("/calls/\(call.id)"),
            "prompt": .html(
                author.emojis.html(
                    escaping: warned ? localized("Content warning: {text}", ["text": call.spoilerText]) : call.prompt
                )
            ),
            "tag": .text(call.tag.display),
            "author": .one(author.fields),
            "people": .text(Words.number(people)),
            "peopleWord": .text(Words.answeredNoun(people, aloud: isSpokenOnly)),
            "closed": .flag(isClosed),
            "created": .one(TimeView(milliseconds: call.createdAt.milliseconds).fields),
        ])
    }
}

extension CallsPage {
    /// The names that `calls.mustache` asks for.
    var fields: Fields {
        var head = Head(
            title: localized("Calls"),
            description: localized(
                "What people ask each other on {server}, and how many have answered.",
                ["server": frame.serverName]
            ),
            canonical: canonicalURL,
            indexable: true
        )
        head.scripts.append(Assets.goneScript)
        return Fields([
            "calls": .many(calls.map(\.fields)),
            "pager": .one(pager(newer: newerURL, localized("Newer calls"), older: olderURL, localized("Older calls"))),
        ]).merging(head.fields(in: frame))
    }
}
