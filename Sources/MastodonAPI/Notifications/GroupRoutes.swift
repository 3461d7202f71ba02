// /api/v2/notifications: those alike as one. The alpha form, which older clients still know, answers the same.

internal import Basics
internal import Domain
internal import Services

func notificationGroupRoutes(_ table: inout RouteTable) {
    for version in ["v2", "v2_alpha"] {
        let root = "/api/\(version)/notifications"
        table.get(root, .user(.readNotifications), listGroups)
        table.get("\(root)/unread_count", .user(.readNotifications)) { request in
            let limit = try request.page(limit: 100, most: 1000).limit
            let filter = try groupedFilter(request.parameters)
            return .count(try await request.services.unreadGroups(of: try request.accountID(), filter, limit: limit))
        }
        table.get("\(root)/:group_key", .user(.readNotifications)) { request in
            let group = try await request.services.groupedNotification(
                try request.groupKey(),
                of: try request.accountID()
            )
            let expanding = try AccountExpansion(request.parameters)
            let answer = try await request.entities([group])
            guard answer.isShown(group) else { throw APIError.notFound }
            return .json(answer.json([group], expanding, isPage: false))
        }
        table.get("\(root)/:group_key/accounts", .user(.readNotifications)) { request in
            let bounds = try request.page(limit: 40, most: 80)
            let key = try request.groupKey()
            let page = try await request.services.accounts(of: key, of: try request.accountID(), bounds)
            return try await request.accountList(page).linking(page, request)
        }
        table.post("\(root)/:group_key/dismiss", .user(.writeNotifications)) { request in
            try await request.services.dismissGroup(try request.groupKey(), of: try request.accountID())
            return .empty
        }
    }
}

@Sendable private func listGroups(_ request: APIRequest) async throws -> APIResponse {
    let bounds = try request.page(limit: 40, most: 80)
    let filter = try groupedFilter(request.parameters)
    let expanding = try AccountExpansion(request.parameters)
    let page = try await request.services.groupedNotifications(of: try request.accountID(), filter, bounds)
    let entities = try await request.entities(page.items)
    // Both links wherever there is anything: a page of groups is never known to be the last.
    let linked = Page(items: page.items, newest: page.newest, oldest: page.oldest, isFull: page.oldest != nil)
    return APIResponse.json(entities.json(page.items, expanding, isPage: true)).linking(linked, request)
}

private func groupedFilter(_ parameters: Parameters) throws -> GroupedFilter {
    let filter = try notificationFilter(parameters)
    let wanted = try parameters.texts("grouped_types")
    guard !wanted.isEmpty else { return GroupedFilter(filter) }
    return GroupedFilter(filter, grouped: wanted.compactMap(NotificationKind.init(name:)))
}

/// How much is told of the accounts of a group besides its newest.
enum AccountExpansion {
    case full
    case partialAvatars

    init(_ parameters: Parameters) throws {
        switch try parameters.text("expand_accounts") {
        case nil, "", "full": self = .full
        case "partial_avatars": self = .partialAvatars
        default: throw APIError.badRequest("expand_accounts must be full or partial_avatars")
        }
    }
}

extension APIRequest {
    /// The group that the path names; a text that names none is nothing here.
    fileprivate func groupKey() throws -> GroupKey {
        guard let key = GroupKey(pathText("group_key")) else { throw APIError.notFound }
        return key
    }

    fileprivate func entities(_ groups: [GroupedNotification]) async throws -> NotificationEntities {
        try await notificationEntities(
            accounts: groups.flatMap(\.accounts),
            statuses: groups.compactMap(\.statusID),
            subjects: groups.map { ($0.kind, $0.subjectID) }
        )
    }
}
