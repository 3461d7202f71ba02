// Which replies of a thread are not shown to a viewer: those that somebody above has hidden, and all below them.

internal import Database
internal import Domain
internal import Storage

/// Asked about replies in reading order. Whoever wrote what was hidden still sees it, with all below it; whoever wrote below
/// it still sees that.
struct HiddenReplies: Sendable {
    private let viewer: Int64?
    /// Where what is hidden now ends.
    private var end: [UInt8]?

    init(for viewer: Int64?) { self.viewer = viewer }

    /// Begins behind a reply, which may itself be hidden, or stand below one that is.
    mutating func begin(after reply: Status, below root: Status, _ connection: Connection) throws {
        let ids = reply.threadPath.ids
        guard let top = ids.firstIndex(of: root.id) else { return }
        let below = ids.indices.dropFirst(top + 1)
        let authors = try ReplyQueries.hidden(among: below.map { ids[$0] }, connection)
        guard let first = below.first(where: { authors[ids[$0]].map { $0 != viewer } ?? false }) else { return }
        end = ThreadPath(ids: ids[...first]).range(of: ids[first]).end
    }

    /// Those that the viewer is shown.
    func shown(among replies: ArraySlice<ThreadQueries.Reply>) -> [ThreadQueries.Reply] {
        var state = self
        return replies.filter { state.shows($0) }
    }

    private mutating func shows(_ reply: ThreadQueries.Reply) -> Bool {
        if let end, reply.path.bytes.lexicographicallyPrecedes(end) { return reply.accountID == viewer }
        end = nil
        guard reply.isHidden, reply.accountID != viewer else { return true }
        end = reply.path.range(of: reply.id).end
        return false
    }
}
