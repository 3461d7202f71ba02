// The page of what waits to be published.

internal import Basics
internal import Domain
internal import Services

struct ScheduledPage: PageModel {
    static let template = "scheduled"

    var frame: Frame
    var csrf: String
    var waiting: [ScheduledStatus]
    /// Minutes east of UTC.
    var zone: Int
    var now: Timestamp
    /// What was wrong with the time that somebody has chosen for one of them.
    var wrong: (id: Int64, later: LaterTime, sentence: String)?

    var fields: Fields {
        var head = Head(title: localized("Scheduled posts"))
        head.scripts = [Assets.livingScript]
        return Fields([
            "csrf": .text(csrf),
            "hasAny": .flag(!waiting.isEmpty),
            "waiting": .many(waiting.map(line)),
        ]).merging(head.fields(in: frame))
    }

    private func line(_ scheduled: ScheduledStatus) -> Fields {
        let (draft, moment) = (scheduled.draft, scheduled.scheduledAt)
        let isWrong = wrong?.id == scheduled.id
        let later = isWrong ? wrong?.later : nil
        let files = Words.countIfAny(scheduled.media.count, "file", "files")
        let facts = [draft.visibility?.shortWords, files, draft.poll.map { _ in localized("Poll") }]
        return Fields([
            "id": .text(String(scheduled.id)),
            "csrf": .text(csrf),
            "datetime": .text(TimeView(milliseconds: moment.milliseconds).iso),
            "time": .text(LaterTime.words(moment, zone: zone)),
            "relative": .text(
                TimeView(milliseconds: moment.milliseconds).relative(to: TimeView(milliseconds: now.milliseconds))
            ),
            "warning": .text(draft.spoilerText.isEmpty ? nil : draft.spoilerText),
            "text": .text(draft.text),
            "language": .text(draft.language),
            "facts": .text(facts.compactMap(\.self).joined(separator: " · ")),
            "editURL": .href("/publish?scheduled=\(scheduled.id)"),
            "action": .href("/scheduled/\(scheduled.id)"),
            "error": .text(isWrong ? wrong?.sentence : nil),
            "moving": .one(
                (later ?? LaterTime(moment, zone: zone)).fields(at: now, place: "when-\(scheduled.id)")
            ),
        ])
    }
}

extension Visibility {
    /// Who can see it, in a word or two.
    fileprivate var shortWords: String {
        switch self {
        case .public: localized("Public")
        case .unlisted: localized("Public, not listed")
        case .private: localized("Followers only")
        case .direct: localized("Only the people mentioned")
        }
    }
}
