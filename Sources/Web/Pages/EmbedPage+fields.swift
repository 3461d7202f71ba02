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
                    : Words.answeredNoun(people, aloud: isSpokenOnly)
            ),
            // Of a call, what the people did; `movement.js` puts it in when the number changes, and says "aloud" as long as silent answers
            // are withheld from it.
            "forms": .text(prompt == nil ? Words.forms("person", "people") : Words.answeredForms(aloud: false)),
            "aloudForms": .text(prompt == nil ? nil : Words.answeredForms(aloud: true)),
            "rate": .text(Words.rateNow(rates)),
            "since": .one(since?.fields),
            "curve": .text(drawnCurve),
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
            "answer": .link(isOpen ? "\(url)#part" : nil),
            "figures": .href(figuresPath),
            "almanac": .href(almanacURL),
            "stylesheet": .href(Assets.embedStylesheet.path),
            "script": .href(Assets.movementScript.localized.path),
            "leaveScript": .href(Assets.leaveScript.localized.path),
            "favicon": .href(Assets.favicon.path),
        ])
    }

    /// The line of the curve in a field of 600 × 100; nil where there is none.
    private var drawnCurve: String? {
        CurveChart(curve, now: at).map { chart in
            Plot(chart, top: chart.most, left: 0, right: 600, above: 2, below: 100).line(chart.points)
        }
    }
}
