// Notifications as the second version of the API lists them: those alike as one.

public import Basics
internal import Database
public import Domain
internal import Storage

/// One line of a grouped list.
public struct GroupedNotification: Sendable, Equatable {
    public var key: GroupKey
    public var kind: NotificationKind
    public var count: Int64
    public var newestID: Int64
    public var newestAt: Timestamp
    /// The oldest notification of the group that is in the page.
    public var oldestInPage: Int64
    /// The newest of those who caused it, newest first.
    public var accounts: [Int64]
    public var statusID: Int64?
    public var subjectID: Int64?
}

/// Which lines are wanted.
public struct GroupedFilter: Sendable, Equatable {
    public var filter: NotificationFilter
    /// Kinds that may be grouped; those that never are do no harm.
    public var grouped: [NotificationKind]

    public init(_ filter: NotificationFilter, grouped: [NotificationKind] = NotificationKind.groupable) {
        self.filter = filter
        self.grouped = grouped
    }
}

extension Services {
    /// One page, newest first. A group stands at its newest notification and is in one page only.
    public func groupedNotifications(
        of account: Int64,
        _ filter: GroupedFilter,
        _ request: PageBounds
    ) async throws -> Page<GroupedNotification> {
        let relations = try await relations.relations(of: account)
        let page = try await database.read { connection in
            try GroupedPage.read(of: account, filter, request, connection)
        }
        return page.map { line in
            var line = line
            line.accounts.removeAll { relations.hidesNotifications(from: $0) }
            return line.accounts.isEmpty ? nil : line
        }
    }

    /// One group, or one notification on its own. Throws `ServiceError.notFound`.
    public func groupedNotification(_ key: GroupKey, of account: Int64) async throws -> GroupedNotification {
        let found = try await database.read { connection -> GroupedNotification? in
            switch key {
            case .ungrouped(let id):
                guard let record = try NotificationQueries.notification(id, of: account, connection),
                    record.bucket == nil
                else { return nil }
                return GroupedNotification(record)
            case .group(let kind, let status, let bucket):
                guard
                    let group = try NotificationGroupQueries.group(
                        kind,
                        status: status,
                        bucket: bucket,
                        of: account,
                        connection
                    )
                else { return nil }
                let samples = try NotificationGroupQueries.samples(of: [group.id], connection)
                return GroupedNotification(group, samples[group.id] ?? [])
            }
        }
        guard let found else { throw ServiceError.notFound }
        return found
    }

    /// Those who caused a group, newest first. Throws `ServiceError.notFound`.
    public func accounts(of key: GroupKey, of account: Int64, _ request: PageBounds) async throws -> Page<Int64> {
        let rows = try await database.read { connection -> [(cursor: Int64, item: Int64)]? in
            switch key {
            case .ungrouped(let id):
                return try NotificationQueries.notification(id, of: account, connection).map {
                    [($0.id, $0.fromAccountID)]
                }
            case .group(let kind, let status, let bucket):
                guard
                    let group = try NotificationGroupQueries.group(
                        kind,
                        status: status,
                        bucket: bucket,
                        of: account,
                        connection
                    )
                else { return nil }
                return try NotificationQueries.members(of: group.id, request, connection)
            }
        }
        guard let rows else { throw ServiceError.notFound }
        let relations = try await relations.relations(of: account)
        return Page(rows: rows, bounds: request).map { relations.hidesNotifications(from: $0) ? nil : $0 }
    }

    /// How many lines are newer than the account's marker, at most `limit`.
    public func unreadGroups(of account: Int64, _ filter: GroupedFilter, limit: Int) async throws -> Int {
        let marker = try await markers(of: account, timelines: ["notifications"]).first
        let request = PageBounds(sinceID: marker?.lastReadID, limit: limit)
        return try await groupedNotifications(of: account, filter, request).items.count
    }
}

extension GroupedNotification {
    init(_ record: NotificationRecord) {
        self.init(
            key: .ungrouped(record.id),
            kind: record.kind,
            count: 1,
            newestID: record.id,
            newestAt: record.createdAt,
            oldestInPage: record.id,
            accounts: [record.fromAccountID],
            statusID: record.statusID,
            subjectID: record.subjectID
        )
    }

    init(_ group: NotificationGroup, _ accounts: [Int64]) {
        self.init(
            key: group.key,
            kind: group.kind,
            count: group.count,
            newestID: group.lastID,
            newestAt: group.lastAt,
            oldestInPage: group.lastID,
            accounts: accounts,
            statusID: group.statusID
        )
    }
}

/// The reading of a page, in one look at the database.
private enum GroupedPage {
    private enum Place {
        case group(NotificationGroup)
        case alone(NotificationRecord)

        /// Where it stands.
        var id: Int64 {
            switch self {
            case .group(let group): group.lastID
            case .alone(let record): record.id
            }
        }

        var group: NotificationGroup? { if case .group(let group) = self { group } else { nil } }
    }

    static func read(
        of account: Int64,
        _ filter: GroupedFilter,
        _ request: PageBounds,
        _ connection: Connection
    ) throws -> Page<GroupedNotification> {
        let mayGroup = filter.filter.from == nil
        let grouped = filter.filter.kinds.filter { mayGroup && $0.isGroupable && filter.grouped.contains($0) }
        let groups = try NotificationGroupQueries.list(grouped, of: account, request, connection)
        let others = try NotificationQueries.ungrouped(of: account, filter.filter, except: grouped, request, connection)
        // Both are newest first; of the two, those nearest to the cursor make the page.
        var places = groups.map(Place.group) + others.map(Place.alone)
        places.sort { $0.id > $1.id }
        let isFull = places.count >= request.limit
        if places.count > request.limit {
            places = Array(request.isAscending ? places.suffix(request.limit) : places.prefix(request.limit))
        }
        let shown = places.compactMap(\.group)
        let samples = try NotificationGroupQueries.samples(of: shown.map(\.id), connection)
        // A page that is not full is the last: it reaches down to where it was asked to.
        let reach = isFull ? places.last?.id ?? 0 : min(request.above, .max - 1) + 1
        let oldest = try NotificationGroupQueries.oldest(
            of: shown.filter { $0.count > 1 }.map(\.id),
            from: reach,
            connection
        )
        let items = places.map { place -> GroupedNotification in
            switch place {
            case .alone(let record): return GroupedNotification(record)
            case .group(let group):
                var line = GroupedNotification(group, samples[group.id] ?? [])
                line.oldestInPage = oldest[group.id] ?? group.lastID
                return line
            }
        }
        return Page(items: items, newest: places.first?.id, oldest: places.last?.id, isFull: isFull)
    }
}
