// What was looked for, and what was found.

internal import Basics

/// The form, with people, tags and posts below it.
struct SearchPage: PageModel {
    static let template = "search"

    var frame: Frame
    var text: String
    var problem: String?
    var people: [PeoplePage.Line] = []
    var tags: [String] = []
    var statuses: [StatusView] = []
    var olderURL: String?

    private var isAsked: Bool { !text.isEmpty }

    /// What may be typed besides words, with what it does.
    private static var operators: [(written: String, means: String)] {
        [
            ("\"two words\"", localized("these words, one right after the other")),
            ("-word", localized("without this word; it works before everything below as well")),
            ("#tag", localized("with this tag")),
            ("from:name", localized("by this person; from:me for your own")),
            ("has:media", localized("with a picture, video or audio; also has:poll and has:link")),
            ("is:reply", localized("that answers another; also is:sensitive")),
            ("language:de", localized("in this language")),
            ("before:2024-05-01", localized("posted before this day; also after: and during:")),
            (
                "in:library",
                localized("only yours, those that mention you, and those you favourited, boosted or bookmarked")
            ),
        ]
    }

    var fields: Fields {
        var head = Head(title: localized("Search"))
        head.scripts = [Assets.timesScript, Assets.goneScript, Assets.livingScript]
        return Fields([
            "text": .text(text),
            "problem": .text(problem),
            "operators": .many(
                SearchPage.operators.map { Fields(["written": .text($0.written), "means": .text($0.means)]) }
            ),
            "hasPeople": .flag(!people.isEmpty),
            "lines": .many(people.map(\.fields)),
            "hasTags": .flag(!tags.isEmpty),
            "tags": .many(
                tags.map { Fields(["name": .text($0), "url": .href("/tags/" + PercentEncoding.encode($0))]) }
            ),
            "hasPosts": .flag(!statuses.isEmpty),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "nothing": .text(
                isAsked && problem == nil && people.isEmpty && tags.isEmpty && statuses.isEmpty ? text : nil
            ),
            "pager": .one(pager(newer: nil, "", older: olderURL, localized("Older posts"))),
        ]).merging(head.fields(in: frame))
    }
}
