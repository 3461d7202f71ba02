// /api/v1 and v2/notifications/policy: from whom somebody wants to hear. The first version knows only yes and no.

internal import Basics
internal import Domain
internal import Services

func notificationPolicyRoutes(_ table: inout RouteTable) {
    for isFirst in [true, false] {
        let path = "/api/\(isFirst ? "v1" : "v2")/notifications/policy"
        table.get(path, .user(.readNotifications)) { try await policy($0, isFirst: isFirst) }
        table.update(path, .user(.writeNotifications)) { request in
            var wishes: [(PolicyRule, NotificationRuling)] = []
            for rule in PolicyRule.all {
                guard let wish = try isFirst ? request.first(rule) : request.second(rule) else { continue }
                wishes.append((rule, wish))
            }
            try await request.services.setNotificationPolicy(of: try request.accountID()) { [wishes] policy in
                for (rule, wish) in wishes { policy[keyPath: rule.place] = wish }
            }
            return try await policy(request, isFirst: isFirst)
        }
    }
}

@Sendable private func policy(_ request: APIRequest, isFirst: Bool) async throws -> APIResponse {
    let (policy, held) = try await request.services.notificationPolicy(of: try request.accountID())
    var json = JSONWriter(capacity: 256)
    json.beginObject()
    for rule in PolicyRule.all {
        let ruling = policy[keyPath: rule.place]
        if isFirst {
            json.key(text: "filter_\(rule.name)")
            json.bool(ruling != .accept)
        } else {
            json.key(text: "for_\(rule.name)")
            json.string(ruling.name)
        }
    }
    json.object("summary") { json in
        json.field("pending_requests_count", held.requests)
        json.field("pending_notifications_count", held.notifications)
    }
    json.endObject()
    return .json(json)
}

/// One rule, as both versions name it.
private struct PolicyRule: Sendable {
    let name: String
    let place: any WritableKeyPath<NotificationPolicy, NotificationRuling> & Sendable

    static let all = [
        PolicyRule(name: "not_following", place: \.notFollowing),
        PolicyRule(name: "not_followers", place: \.notFollowers),
        PolicyRule(name: "new_accounts", place: \.newAccounts),
        PolicyRule(name: "private_mentions", place: \.privateMentions),
        PolicyRule(name: "limited_accounts", place: \.limitedAccounts),
        PolicyRule(name: "bots", place: \.bots),
    ]
}

extension APIRequest {
    fileprivate func first(_ rule: PolicyRule) throws -> NotificationRuling? {
        try parameters.bool("filter_\(rule.name)").map { $0 ? .filter : .accept }
    }

    fileprivate func second(_ rule: PolicyRule) throws -> NotificationRuling? {
        guard let text = try parameters.text("for_\(rule.name)"), !text.isEmpty else { return nil }
        guard let ruling = NotificationRuling(name: text) else {
            throw APIError.badRequest("for_\(text: rule.name) must be accept, filter or drop")
        }
        return ruling
    }
}
