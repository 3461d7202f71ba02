// The page of what a post said before, and what was changed each time.

internal import Basics
internal import Domain

struct HistoryPage: PageModel {
    static let template = "history"

    var frame: Frame
    var author: AccountView
    var postURL: String
    var language: String?
    /// The oldest first.
    var versions: [StatusEdit]

    var fields: Fields {
        var head = Head(title: localized("A post by {name}, and what it said before", ["name": author.name]))
        head.tab = frame.canBeLeft ? localized("A post") : nil
        let pairs = zip(versions, [nil] + versions.map(Optional.some))
        return Fields([
            "authorName": .html(author.shownName),
            "postURL": .href(postURL),
            "versions": .many(pairs.map { shown($0, after: $1) }.reversed()),
        ]).merging(head.fields(in: frame))
    }

    private func shown(_ version: StatusEdit, after earlier: StatusEdit?) -> Fields {
        let time = TimeView(milliseconds: version.createdAt.milliseconds)
        let isWarned = !version.spoilerText.isEmpty
        return Fields([
            "datetime": .text(time.iso),
            "time": .text(time.short),
            "isFirst": .flag(earlier == nil),
            "isNow": .flag(version == versions.last),
            "warned": .flag(isWarned),
            "warning": .many(
                HistoryPage.pieces(from: earlier?.spoilerText ?? version.spoilerText, to: version.spoilerText)
            ),
            "unwarned": .text(isWarned ? nil : earlier.flatMap { $0.spoilerText.isEmpty ? nil : $0.spoilerText }),
            "text": .many(HistoryPage.pieces(from: earlier?.text ?? version.text, to: version.text)),
            "language": .text(language),
            "changes": .many(HistoryPage.otherChanges(from: earlier, to: version).map { Fields(["words": .text($0)]) }),
        ])
    }

    private static func pieces(from old: String, to new: String) -> [Fields] {
        TextChanges.pieces(from: old, to: new).map { piece in
            Fields([
                "same": .text(piece.kind == .same ? piece.text : nil),
                "added": .text(piece.kind == .added ? piece.text : nil),
                "removed": .text(piece.kind == .removed ? piece.text : nil),
            ])
        }
    }

    /// What was changed beside the words, a sentence each.
    private static func otherChanges(from earlier: StatusEdit?, to version: StatusEdit) -> [String] {
        guard let earlier else { return [] }
        var changes: [String] = []
        let (before, after) = (earlier.media.map(\.id), version.media.map(\.id))
        if before != after {
            changes.append(localized("Its files were changed."))
        } else if earlier.media != version.media {
            changes.append(localized("What is said of its files was changed."))
        }
        if earlier.pollOptions != version.pollOptions { changes.append(localized("Its poll was changed.")) }
        if earlier.isSensitive != version.isSensitive, !version.media.isEmpty {
            changes.append(
                version.isSensitive
                    ? localized("Its files were covered.") : localized("Its files are not covered any more.")
            )
        }
        return changes
    }
}
