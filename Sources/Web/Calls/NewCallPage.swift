// The page on which somebody makes a call.

internal import Basics
internal import Domain
internal import Services

/// The form, and the call as people will see it once it was looked at.
struct NewCallPage: PageModel {
    static let template = "new-call"

    var frame: Frame
    var form: CallForm
    var csrf: String
    /// Nil while nobody is signed in.
    var author: AccountView?
    var ownLanguage: String?
    var limits: Limits
    var error: String?
    /// It was asked for.
    var isPreviewed = false
    /// What this server has seen of the tag, in sentences.
    var tagWords: [String] = []
    /// The session ended while it was written.
    var asksToSignIn = false
    /// Who wrote it, then.
    var writer: Int64?
    var login = ""
    /// The password was right, and a code is needed.
    var asksForCode = false

    private var preview: Fields? {
        guard isPreviewed else { return nil }
        return Fields([
            "author": .one(author?.fields),
            "tag": .text(form.tag),
            "warning": .text(form.warning.isEmpty ? nil : form.warning),
            "prompt": .text(form.prompt),
            "suggestedBy": .text(form.suggestedBy.isEmpty ? nil : form.suggestedBy),
            "answers": .many(form.saidAnswers.map { Fields(["answer": .text($0)]) }),
            "resources": .many(
                form.saidResources.map {
                    Fields([
                        "country": .text(Words.country($0.country)), "name": .text($0.name),
                        "phone": .text($0.phone.isEmpty ? nil : $0.phone), "url": .link($0.url),
                    ])
                }
            ),
            "hasResources": .flag(!form.saidResources.isEmpty),
            "ends": .text(
                CallForm.lengths.first { $0.days == form.days }?.words ?? Words.count(form.days, "day", "days")
            ),
        ])
    }

    var fields: Fields {
        let chosen = form.language ?? ownLanguage
        return Fields([
            "csrf": .text(csrf),
            "key": .text(form.key),
            "rows": .text(String(form.rows)),
            "error": .text(error),
            "signIn": .one(asksToSignIn ? signInFields("call", login, writer) : nil),
            "secondFactor": .one(asksForCode ? signInFields("call", login, writer) : nil),
            "preview": .one(preview),
            "prompt": .text(form.prompt),
            "most": .text(String(limits.statusCharacters)),
            "tag": .text(form.tag),
            "hasTagWords": .flag(!tagWords.isEmpty),
            "tagWords": .many(tagWords.map { Fields(["text": .text($0)]) }),
            "answers": .many(
                (0..<CallForm.answerLines).map { line in
                    Fields([
                        "number": .text(String(line + 1)), "required": .flag(line < 2),
                        "value": .text(form.answers.indices.contains(line) ? form.answers[line] : ""),
                    ])
                }
            ),
            "warning": .text(form.warning),
            "suggestedBy": .text(form.suggestedBy),
            "visibilities": .many([
                NewCallPage.option(
                    "public",
                    localized("Public: everyone, in all timelines"),
                    form.visibility == .public
                ),
                NewCallPage.option(
                    "unlisted",
                    localized("Public, not listed: everyone who looks"),
                    form.visibility == .unlisted
                ),
            ]),
            "lengths": .many(
                CallForm.lengths.map { NewCallPage.option(String($0.days), $0.words, $0.days == form.days) }
            ),
            "languages": .many(
                [NewCallPage.option("", localized("Not said"), chosen == nil)]
                    + Language.all.map {
                        NewCallPage.option($0.code, "\($0.nativeName) (\($0.name))", $0.code == chosen)
                    }
            ),
            "resources": .many(
                (1...form.rows).map { row in
                    let line =
                        form.resources.indices.contains(row - 1) ? form.resources[row - 1] : CallResource(name: "")
                    return Fields([
                        "number": .text(String(row)), "country": .text(line.country),
                        "language": .text(line.language), "name": .text(line.name), "phone": .text(line.phone),
                        "url": .text(line.url),
                    ])
                }
            ),
            "helped": .flag(!form.saidResources.isEmpty || form.rows > CallForm.fewestRows),
            "moreRows": .flag(form.rows < CallForm.mostRows),
        ]).merging(Head(title: localized("Start a call")).fields(in: frame))
    }

    private static func option(_ value: String, _ words: String, _ isChosen: Bool) -> Fields {
        Fields(["value": .text(value), "name": .text(words), "isChosen": .flag(isChosen)])
    }
}
