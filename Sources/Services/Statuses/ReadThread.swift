// Threads as they are read: what is above a status, and a page of what is below.

internal import Database
internal import Domain
internal import Storage

/// A status with what it answers and what answers it.
public struct StatusThread: Sendable {
    /// First of the thread first, down to what the status answers.
    public var ancestors: [Int64]
    /// Depth first, older answers first.
    public var descendants: [Int64]
    /// The last reply of this page, where more follow.
    public var next: Int64?
    /// All of the above, and what is needed to write them.
    public var statuses: [Int64: CachedStatus]
}

extension Services {
    /// Reads a thread around a status that the viewer may see.
    ///
    /// - Parameters:
    ///   - after: the reply (a descendant) after which the page begins; nil for the first page, which alone has ancestors.
    ///   - limit: the most replies read; what the viewer may not see among them is left out.
    public func thread(of status: CachedStatus, for viewer: Viewer, after: Int64?, limit: Int) async throws
        -> StatusThread
    {
        let root = status.status
        let most = limits.threadAncestors
        let (above, below, hidden) = try await database.read {
            connection -> ([Int64], [ThreadQueries.Reply], HiddenReplies) in
            var hidden = HiddenReplies(for: viewer.accountID)
            let afterPath = try after.map { id -> ThreadPath in
                guard let reply = try StatusQueries.status(id, connection),
                    reply.conversationID == root.conversationID,
                    root.threadPath.isFull || reply.threadPath.isBelow(root)
                else { throw ServiceError.notFound }
                try hidden.begin(after: reply, below: root, connection)
                return reply.threadPath
            }
            return (
                after == nil ? try ThreadQueries.ancestors(of: root, limit: most, connection) : [],
                root.threadPath.isFull
                    ? try deepReplies(to: root, after: after, limit: limit + 1, connection)
                    : try ThreadQueries.descendants(of: root, after: afterPath, limit: limit + 1, connection),
                hidden
            )
        }
        let page = below.prefix(limit)
        let open = hidden.shown(among: page).filter { reply in
            // What is hidden from the viewer by its author alone need not be read at all.
            reply.visibility.isOpen || viewer.accountID != nil
        }
        let cached = try await statuses.statuses(above + open.map(\.id))
        let sees: (Int64) -> Bool = { id in cached[id].map { viewer.sees($0, among: cached, listed: true) } ?? false }
        return StatusThread(
            ancestors: above.filter { id in
                guard let status = cached[id]?.status, sees(id) else { return false }
                return status.hiddenBy == nil || status.accountID == viewer.accountID
            },
            descendants: open.map(\.id).filter(sees),
            next: below.count > limit ? page.last?.id : nil,
            statuses: cached
        )
    }
}

extension ThreadPath {
    /// Whether this is the path of a reply below `status`: what is not would begin a page elsewhere.
    fileprivate func isBelow(_ status: Status) -> Bool {
        let range = status.threadPath.range(of: status.id)
        return range.start.lexicographicallyPrecedes(bytes) && bytes.lexicographicallyPrecedes(range.end)
    }
}

/// Replies below a status so deep that its path holds no more ids: they stand beside it, in the order of posting, so that
/// each comes after what it answers. Looks at a bounded number of rows.
private func deepReplies(
    to root: Status,
    after: Int64?,
    limit: Int,
    _ connection: Connection
) throws -> [ThreadQueries.Reply] {
    var above = root
    above.threadPath = ThreadPath(ids: root.threadPath.ids.dropLast())
    var below: Set<Int64> = [root.id]
    var found: [ThreadQueries.Reply] = []
    var place = root.threadPath
    var isBegun = after == nil
    for _ in 0..<16 {
        let rows = try ThreadQueries.descendants(of: above, after: place, limit: 1024, connection)
        for row in rows where row.inReplyToID.map(below.contains) ?? false {
            below.insert(row.id)
            if isBegun { found.append(row) }
            if row.id == after { isBegun = true }
            if found.count == limit { return found }
        }
        guard rows.count == 1024, let last = rows.last else { break }
        place = last.path
    }
    return found
}
