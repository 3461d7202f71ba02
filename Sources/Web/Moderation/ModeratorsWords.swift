// What stands above the page of a tag or call: the word of moderators to readers, and for moderators the way to their desk.

internal import Domain

struct ModeratorsWords: Sendable {
    private var notice: Measure?
    private var server = ""
    /// Where moderators act on it; nil for everybody else.
    private var deskURL: String?

    init() {}

    init(_ measures: [Measure], path: String, _ frame: Frame) {
        (notice, server) = (measures.first { $0.kind == .notice }, frame.serverName)
        if frame.moderates { deskURL = path }
    }

    var fields: Fields? {
        guard notice != nil || deskURL != nil else { return nil }
        return Fields([
            "notice": .one(
                notice.map {
                    Fields([
                        "text": .text($0.text), "language": .text($0.language), "server": .text(server),
                    ])
                }
            ),
            "desk": .link(deskURL),
        ])
    }
}
