// Calls in lists, as their templates see them.

internal import Basics
internal import Domain

extension CallLine {
    /// The names that `call-line.mustache` asks for.
    var fields: Fields {
        let warned = !call.spoilerText.allSatisfy(\.isWhitespace)
        return Fields([
            "url": .href("/calls/\(call.id)"),
            "prompt": .html(
                author.emojis.html(escaping: warned ? "Content warning: \(call.spoilerText)" : call.prompt)
            ),
            "tag": .text(call.tag.display),
            "author": .one(author.fields),
            "people": .text(Words.number(people)),
            "peopleWord": .text(people == 1 ? "person has answered" : "people have answered"),
            "closed": .flag(isClosed),
            "created": .one(TimeView(milliseconds: call.createdAt.milliseconds).fields),
        ])
    }
}

extension CallsPage {
    /// The names that `calls.mustache` asks for.
    var fields: Fields {
        let head = Head(
            title: "Calls",
            description: "What people ask each other on \(frame.serverName), and how many have answered.",
            canonical: canonicalURL,
            indexable: true
        )
        return Fields([
            "calls": .many(calls.map(\.fields)),
            "pager": .one(pager(newer: newerURL, "Newer calls", older: olderURL, "Older calls")),
        ]).merging(head.fields(in: frame))
    }
}
