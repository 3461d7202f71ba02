// What the form for a call holds, whether it was just opened or came back.

internal import Basics
internal import Domain
internal import Services

/// A call as somebody is writing it.
struct CallForm: Sendable, Equatable {
    var prompt = ""
    var tag = ""
    var answers = CallForm.usualAnswers
    var warning = ""
    var visibility = Visibility.public
    var language: String?
    var suggestedBy = ""
    var resources: [CallResource] = []
    var days: Int64 = 365
    /// Rows for help lines, as many as were asked for.
    var rows = CallForm.fewestRows
    var key = RandomToken.make(length: 22)

    static let answerLines = 6
    static let fewestRows = 2
    /// As many as a call may have.
    static let mostRows = 40

    /// What most calls are answered with, in the language of who writes it.
    static var usualAnswers: [String] { [localized("Me too"), localized("I stand with you")] }

    static var lengths: [(days: Int64, words: String)] {
        [
            (1, localized("1 day")), (7, localized("1 week")), (30, localized("30 days")), (91, localized("3 months")),
            (182, localized("half a year")), (365, localized("1 year")), (1826, localized("5 years")),
        ]
    }

    init() {}

    init(_ form: FormFields) {
        prompt = (form["prompt"] ?? "").replacing("\r\n", with: "\n")
        tag = String(ProfileLine.line(form["tag"] ?? "").drop { $0 == "#" })
        answers = form.all("answer").prefix(CallForm.answerLines).map(ProfileLine.line)
        warning = ProfileLine.line(form["spoiler_text"] ?? "")
        visibility = form["visibility"] == "unlisted" ? .unlisted : .public
        language = form["language"].flatMap { Language.normalise($0) }
        suggestedBy = ProfileLine.line(form["suggested_by"] ?? "")
        days = form["days"].flatMap { Int64($0) }.flatMap { (1...3652).contains($0) ? $0 : nil } ?? days
        rows = min(max(form["rows"].flatMap { Int($0) } ?? rows, CallForm.fewestRows), CallForm.mostRows)
        if let sent = form["key"], sent.utf8.count <= 64, !sent.isEmpty { key = sent }
        resources = (1...rows).map { row in
            CallResource(
                country: ProfileLine.line(form["country-\(row)"] ?? "").uppercased(),
                language: ProfileLine.line(form["language-\(row)"] ?? ""),
                name: ProfileLine.line(form["resource-\(row)"] ?? ""),
                phone: ProfileLine.line(form["phone-\(row)"] ?? ""),
                url: ProfileLine.line(form["url-\(row)"] ?? "")
            )
        }
    }

    /// Lines of help with something in them.
    var saidResources: [CallResource] {
        resources.filter { !$0.name.isEmpty || !$0.phone.isEmpty || !$0.url.isEmpty }
    }

    var saidAnswers: [String] { answers.filter { !$0.isEmpty } }

    /// What is wrong with the length of its text; nil where nothing is.
    func problem(_ limits: Limits) -> Sentence? {
        let length = StatusText.parse("\(prompt)\n\n#\(tag)").length + StatusText.parse(warning).length
        guard length > limits.statusCharacters else { return nil }
        let number = length - limits.statusCharacters
        return "With the tag and the warning it is \(number: number) characters too long"
    }

    /// What is to be posted.
    func draft(at now: Timestamp) -> CallDraft {
        CallDraft(
            prompt: prompt,
            tag: tag,
            answers: saidAnswers,
            visibility: visibility,
            spoilerText: warning,
            isSensitive: !warning.isEmpty,
            language: language,
            suggestedBy: suggestedBy,
            resources: saidResources,
            closesAt: now + .seconds(days * 86_400),
            idempotencyKey: "call:\(key)"
        )
    }
}
