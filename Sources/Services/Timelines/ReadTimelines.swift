// Timelines that are more than one feed: several tags at once, and the statuses of one account.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Public statuses with `tag` or one of `any`, each of `all` and none of `none`; ids, newest first.
    public func tagTimeline(
        _ tag: TagName,
        any: [TagName] = [],
        all: [TagName] = [],
        none: [TagName] = [],
        from origin: TimelineOrigin = .all,
        onlyMedia: Bool = false,
        _ request: PageBounds
    ) async throws -> Page<Int64> {
        let empty = Page<Int64>(items: [], newest: nil, oldest: nil, isFull: false)
        if any.isEmpty, all.isEmpty, none.isEmpty, origin == .all {
            guard let id = try await tagID(tag) else { return empty }
            guard onlyMedia else { return try await timelines.tag(id, request) }
            let ids = try await database.read { try TimelineQueries.tag(id, onlyMedia: true, request, $0) }
            return Page(rows: ids.map { ($0, $0) }, bounds: request)
        }
        return try await database.read { connection in
            let required = try TagQueries.ids(all, connection)
            guard required.count == Set(all).count else { return empty }
            let ids = try TimelineQueries.tags(
                any: try TagQueries.ids([tag] + any, connection),
                all: required,
                none: try TagQueries.ids(none, connection),
                from: origin,
                onlyMedia: onlyMedia,
                request,
                connection
            )
            return Page(rows: ids.map { ($0, $0) }, bounds: request)
        }
    }

    /// The statuses of the public timeline that have attachments; ids, newest first.
    public func publicMedia(_ request: PageBounds, from origin: TimelineOrigin = .all) async throws -> Page<Int64> {
        let entries = try await database.read {
            try TimelineQueries.publicTimeline(request, from: origin, onlyMedia: true, $0)
        }
        return Page(rows: entries.map { ($0.id, $0.id) }, bounds: request)
    }

    func tagID(_ tag: TagName) async throws -> Int64? {
        if let id = tagIDs.value(for: tag.name) { return id }
        let ticket = tagIDs.ticket(for: tag.name)
        guard let id = try await database.read({ try TagQueries.id(tag, $0) }) else { return nil }
        tagIDs.store(id, for: tag.name, ticket: ticket)
        return id
    }

    /// Statuses of one account that the viewer may see; ids, newest first. Empty for those whom it has blocked.
    public func statuses(
        of account: Int64,
        for viewer: Viewer,
        includesReplies: Bool = true,
        includesReblogs: Bool = true,
        tag: TagName? = nil,
        onlyMedia: Bool = false,
        _ request: PageBounds
    ) async throws -> Page<Int64> {
        let empty = Page<Int64>(items: [], newest: nil, oldest: nil, isFull: false)
        guard let visibility = mostPrivate(of: account, for: viewer) else { return empty }
        return try await database.read { connection in
            var filter = TimelineQueries.AccountFilter(
                includesReblogs: includesReblogs,
                includesReplies: includesReplies,
                onlyMedia: onlyMedia
            )
            if let tag {
                guard let id = try TagQueries.id(tag, connection) else { return empty }
                filter.tag = id
            }
            let entries = try TimelineQueries.account(
                account,
                upTo: visibility,
                viewer: viewer.accountID,
                filter: filter,
                request,
                connection
            )
            return Page(rows: entries.map { ($0.id, $0.id) }, bounds: request)
        }
    }

    /// Pinned statuses of an account that the viewer may see, the last pinned first; pages by their ids, as on Mastodon.
    public func pinnedStatuses(
        of account: Int64,
        for viewer: Viewer,
        _ request: PageBounds? = nil
    ) async throws -> Page<Int64> {
        let limit = limits.pinnedStatuses
        let request = request ?? PageBounds(limit: limit)
        guard let visibility = mostPrivate(of: account, for: viewer) else { return Page(rows: [], bounds: request) }
        let pins = try await database.read {
            try TimelineQueries.pinned(by: account, upTo: visibility, limit: limit, $0).map(\.id)
        }
        let within = pins.filter { $0 < request.below && $0 > request.above }.prefix(request.limit)
        return Page(rows: within.map { ($0, $0) }, bounds: request)
    }

    /// The most private visibility of an account's statuses that the viewer sees without being mentioned; nil for none at all.
    private func mostPrivate(of account: Int64, for viewer: Viewer) -> Visibility? {
        guard let standing = viewer.relations?.standing(to: account) else { return .unlisted }
        if standing.contains(.isSelf) { return .direct }
        if standing.contains(.isBlocked) { return nil }
        return standing.contains(.follows) ? .private : .unlisted
    }
}
