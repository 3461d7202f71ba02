// One case: a person with what was reported, a held post, an appeal, or a sign-up; with the forms of what can be done.

internal import Domain

struct CasePage: PageModel {
    static let template = "moderation-case"

    /// What was filled in.
    struct Filled: Sendable {
        var kind = ModerationAction.Kind.warn.rawValue
        var rules: Set<Int64> = []
        var text = ""
        var note = ""
        var days = ""
    }

    /// What is to be decided.
    enum Decision: Sendable {
        /// The measures that can be chosen; whether there are open reports, and whether the reader has taken them on.
        case person(kinds: [ModerationAction.Kind], hasReports: Bool, isTaken: Bool)
        case held(canBePublished: Bool)
        case appeal
        case signUp(sendsMail: Bool)
        /// Nothing, and why.
        case none(String)
    }

    var frame: Frame
    var path: String
    var title: String
    /// The person whom it is about.
    var account: AccountView?
    var email: String?
    var states: [String] = []
    /// Lines at the top: what was done to them, in an appeal.
    var facts: [String] = []
    /// The person's own words.
    var plea: String?
    var reports: [DeskReport] = []
    var posts: [DeskPost] = []
    /// Tags and calls of the posts, where a moderator acts on all of one at once.
    var subjects: [(name: String, url: String)] = []
    var history: [DeskAct] = []
    var decision: Decision
    /// Ids of the reports that are shown, so that a decision of somebody else in between is seen.
    var reportIDs: [Int64] = []
    var rules: [(id: Int64, text: String)] = []
    var filled = Filled()
    var error: String?

    var fields: Fields {
        var head = Head(title: title)
        head.scripts = [Assets.moderationScript]
        return Fields([
            "title": .text(title),
            "place": .one(deskPlace(.queue)),
            "account": .one(account?.fields),
            "email": .text(email),
            "states": .text(states.isEmpty ? nil : states.joined(separator: " · ")),
            "facts": .many(facts.map { Fields(["text": .text($0)]) }),
            "plea": .text(plea),
            "reports": .many(reports.map(\.fields)),
            "hasReports": .flag(!reports.isEmpty),
            "posts": .many(posts.map(\.fields)),
            "hasPosts": .flag(!posts.isEmpty),
            "subjects": .many(subjects.map { Fields(["name": .text($0.name), "url": .href($0.url)]) }),
            "hasSubjects": .flag(!subjects.isEmpty),
            "history": .many(history.map(\.fields)),
            "hasHistory": .flag(!history.isEmpty),
            "error": .text(error),
        ]).merging(forms).merging(head.fields(in: frame))
    }

    private var forms: Fields {
        var person: Fields?
        var held: Fields?
        var isAppeal = false
        var signUp: Fields?
        var refusal: String?
        switch decision {
        case .person(let kinds, let hasReports, let isTaken):
            person = common.merging([
                "kinds": .many(
                    kinds.map {
                        Fields([
                            "value": .text($0.rawValue), "words": .text($0.words),
                            "isChosen": .flag($0.rawValue == filled.kind),
                        ])
                    }
                ),
                "spans": .many(spans),
                "canDismiss": .flag(hasReports),
                "canTake": .flag(hasReports && !isTaken),
                "canGive": .flag(hasReports && isTaken),
            ])
        case .held(let canBePublished): held = common.merging(["canBePublished": .flag(canBePublished)])
        case .appeal: isAppeal = true
        case .signUp(let sendsMail): signUp = common.merging(["sendsMail": .flag(sendsMail)])
        case .none(let sentence): refusal = sentence
        }
        return Fields([
            "person": .one(person),
            "held": .one(held),
            "ruling": .one(isAppeal ? common : nil),
            "signUp": .one(signUp),
            "refusal": .text(refusal),
        ])
    }

    private var common: Fields {
        Fields([
            "csrf": .text(frame.csrf),
            "path": .href(path),
            "reportIDs": .text(reportIDs.map(String.init).joined(separator: " ")),
            "rules": .many(
                rules.map {
                    Fields([
                        "id": .text(String($0.id)), "text": .text($0.text),
                        "isSet": .flag(filled.rules.contains($0.id)),
                    ])
                }
            ),
            "hasRules": .flag(!rules.isEmpty),
            "text": .text(filled.text),
            "note": .text(filled.note),
        ])
    }

    private var spans: [Fields] {
        let all = [
            ("", localized("Until it is taken back")), ("1", localized("1 day")), ("3", localized("3 days")),
            ("7", localized("7 days")), ("30", localized("30 days")), ("90", localized("3 months")),
        ]
        return all.map { value, words in
            Fields(["value": .text(value), "words": .text(words), "isChosen": .flag(value == filled.days)])
        }
    }
}
