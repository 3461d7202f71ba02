// A number in a frame, as its template sees it.

internal import Domain

extension EmbedPage {
    /// The names that `embed.mustache` asks for.
    var fields: Fields {
        Fields([
            "serverName": .text(serverName),
            "host": .text(host),
            "tag": .text(tag),
            "prompt": .text(prompt),
            "isCall": .flag(prompt != nil),
            "people": .text(Words.number(people)),
            "peopleWord": .text(people == 1 ? peopleWords.one : peopleWords.many),
            "one": .text(peopleWords.one),
            "many": .text(peopleWords.many),
            "rate": .text(Words.rate(rates) ?? "nothing in the last hour"),
            "since": .one(since?.fields),
            "answers": .many(
                answers.enumerated().map { index, part in
                    Fields([
                        "index": .text(String(index)),
                        "answer": .text(part.answer),
                        "people": .text(Words.number(part.people)),
                    ])
                }
            ),
            "hasAnswers": .flag(!answers.isEmpty),
            "sensitive": .flag(sensitive),
            "url": .href(url),
            "figures": .href(figuresPath),
            "almanac": .href(almanacURL),
            "stylesheet": .href(Assets.embedStylesheet.path),
            "script": .href(Assets.movementScript.path),
            "leaveScript": .href(Assets.leaveScript.path),
            "favicon": .href(Assets.favicon.path),
        ])
    }

    /// Of a call, what the people did; `movement.js` puts them in when the number changes.
    private var peopleWords: (one: String, many: String) {
        prompt == nil ? ("person", "people") : ("person has answered", "people have answered")
    }
}
