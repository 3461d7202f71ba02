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
            "peopleWord": .text(
                prompt == nil
                    ? Words.noun(people, "person", "people")
                    : Words.noun(people, "person has answered", "people have answered")
            ),
            // Of a call, what the people did; `movement.js` puts it in when the number changes.
            "forms": .text(
                prompt == nil
                    ? Words.forms("person", "people") : Words.forms("person has answered", "people have answered")
            ),
            "rate": .text(Words.rateNow(rates)),
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
            "spokenOnly": .flag(isSpokenOnly),
            "sensitive": .flag(sensitive),
            "url": .href(url),
            "figures": .href(figuresPath),
            "almanac": .href(almanacURL),
            "stylesheet": .href(Assets.embedStylesheet.path),
            "script": .href(Assets.movementScript.localized.path),
            "leaveScript": .href(Assets.leaveScript.localized.path),
            "favicon": .href(Assets.favicon.path),
        ])
    }
}
