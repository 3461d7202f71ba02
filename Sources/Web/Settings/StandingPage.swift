// My standing: what moderators have decided about somebody, why, until when, and what they can do.

internal import Domain
internal import Services

struct StandingPage: PageModel {
    static let template = "standing"

    /// One measure.
    struct Line: Sendable {
        var id: Int64
        var kind: ModerationAction.Kind
        var at: TimeView
        /// In one sentence, whether it still holds; nil for what is done and over.
        var state: String?
        var rules: [String]
        /// The moderator's words.
        var text: String
        /// Posts that are still there.
        var posts: [String]
        var appeal: Appeal?
        /// Until when it can be appealed; nil where it cannot.
        var appealUntil: TimeView?
        /// What is wrong with the appeal that was written.
        var error: String?
        /// What was written.
        var draft = ""
    }

    /// Something that they reported.
    struct OwnReport: Sendable {
        var handle: String
        var at: TimeView
        var outcome: String
    }

    /// An answer to a call that can be taken back.
    struct Answered: Sendable {
        var call: Int64
        var tag: String
        /// How many of their posts answer it.
        var posts: Int
    }

    /// A post that can be deleted.
    struct OwnPost: Sendable {
        var id: Int64
        var at: TimeView
        var text: String
    }

    var frame: Frame
    var isSuspended: Bool
    var isFrozen: Bool
    var lines: [Line]
    /// What they could take back on pages that are closed to them.
    var answered: [Answered] = []
    var posts: [OwnPost] = []
    var reports: [OwnReport]
    var done: String?
    var error: String?

    var fields: Fields {
        Fields([
            "isSuspended": .flag(isSuspended),
            "isFrozen": .flag(isFrozen && !isSuspended),
            "isFree": .flag(!isSuspended),
            "lines": .many(lines.map { $0.fields(csrf: frame.csrf ?? "") }),
            "reports": .many(
                reports.map {
                    Fields(["handle": .text($0.handle), "date": .text($0.at.date), "outcome": .text($0.outcome)])
                }
            ),
            "hasReports": .flag(!reports.isEmpty),
            "answered": .many(answered.map { $0.fields(csrf: frame.csrf ?? "") }),
            "hasAnswered": .flag(!answered.isEmpty),
            "ownPosts": .many(posts.map { $0.fields(csrf: frame.csrf ?? "") }),
            "hasOwnPosts": .flag(!posts.isEmpty),
            "done": .text(done),
            "error": .text(error),
        ]).merging(Head(title: localized("My standing")).fields(in: frame))
    }
}

extension StandingPage.Line {
    fileprivate func fields(csrf: String) -> Fields {
        Fields([
            "id": .text(String(id)),
            "sentence": .text(kind.sentenceToPerson),
            "date": .text(at.date),
            "iso": .text(at.iso),
            "state": .text(state),
            "rules": .many(rules.map { Fields(["text": .text($0)]) }),
            "hasRules": .flag(!rules.isEmpty),
            "text": .text(text.isEmpty ? nil : text),
            "posts": .many(posts.map { Fields(["url": .href($0)]) }),
            "hasPosts": .flag(!posts.isEmpty),
            "appeal": .one(appeal?.fields),
            "form": .one(
                appealUntil.map {
                    Fields([
                        "csrf": .text(csrf), "until": .text($0.date), "error": .text(error), "draft": .text(draft),
                        "id": .text(String(id)), "most": .text(Words.number(Appeal.textLimit)),
                    ])
                }
            ),
        ])
    }
}

extension StandingPage.Answered {
    fileprivate func fields(csrf: String) -> Fields {
        Fields([
            "id": .text(String(call)),
            "action": .href("/calls/\(call)"),
            "csrf": .text(csrf),
            "title": .text(localized("A call: {tag}", ["tag": "#\(tag)"])),
            "deletable": .text(posts == 0 ? nil : Words.count(posts, "post", "posts")),
        ])
    }
}

extension StandingPage.OwnPost {
    fileprivate func fields(csrf: String) -> Fields {
        Fields([
            "action": .href("/statuses/\(id)/delete"),
            "csrf": .text(csrf),
            "date": .text(at.short),
            "iso": .text(at.iso),
            "text": .text(text),
        ])
    }
}

extension Appeal {
    fileprivate var fields: Fields {
        let state =
            switch decision?.isGranted {
            case nil: localized("A moderator has not decided yet.")
            case true?: localized("Your appeal is granted. What was done is undone.")
            case false?: localized("Your appeal is not granted. What was done stays.")
            }
        return Fields(["text": .text(text), "state": .text(state), "answer": .text(decision?.answer)])
    }
}
