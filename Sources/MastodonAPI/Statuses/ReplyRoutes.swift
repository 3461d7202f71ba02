// /api/chorus/v1/statuses/:id/hide_reply and the like: who may reply, what is hidden, and what is not told.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func replyRoutes(_ table: inout RouteTable) {
    act("hide_reply", .writeStatuses) { try await $0.hideReply($1, by: $2) }
    act("unhide_reply", .writeStatuses) { try await $0.unhideReply($1, by: $2) }
    act("mute_interactions", .writeMutes) { try await $0.muteInteractions(true, of: $1, by: $2) }
    act("unmute_interactions", .writeMutes) { try await $0.muteInteractions(false, of: $1, by: $2) }
    table.get("/api/chorus/v1/hidden_replies", .user(.readStatuses)) { request in
        let bounds = try request.page(limit: 20, most: 40)
        let page = try await request.services.hiddenReplies(by: try request.accountID(), bounds)
        // Also of somebody blocked since: they can be shown again.
        return try await request.statusList(page.items, listed: false).linking(page, request, previous: "min_id")
    }

    func act(
        _ name: String,
        _ scope: Scopes,
        _ perform: @escaping @Sendable (Services, _ status: Int64, _ account: Int64) async throws -> Void
    ) {
        table.post("/api/chorus/v1/statuses/:id/\(name)", .user(scope)) { request in
            let id = try request.pathID()
            try await perform(request.services, id, try request.accountID())
            return try await request.statusAnswer(id)
        }
    }
}

/// `reply_policy`, or GoToSocial's `interaction_policy[can_reply]`. Nil where nothing was said.
func replyPolicy(_ parameters: Parameters) throws -> ReplyPolicy? {
    if let text = try parameters.text("reply_policy"), !text.isEmpty {
        guard let policy = ReplyPolicy(name: text) else {
            throw APIError.wrongParameter(
                "reply_policy must be public, followers, following, mentioned or nobody, or one of followers_or_approved, "
                    + "following_or_approved and mentioned_or_approved"
            )
        }
        return policy
    }
    for (first, second) in [("automatic_approval", "manual_approval"), ("always", "with_approval")] {
        let isAsked = [first, second].contains { parameters.contains("interaction_policy", "can_reply", $0) }
        guard isAsked else { continue }
        let groups = try parameters.texts("interaction_policy", "can_reply", first)
        let others = try parameters.texts("interaction_policy", "can_reply", second)
        guard let policy = InteractionPolicyEntity.replyPolicy(of: Set(groups), approving: Set(others)) else {
            throw APIError.wrongParameter(
                "interaction_policy[can_reply] must be public, or one of followers and following, with mentioned and author; "
                    + "with approval, it must be public"
            )
        }
        return policy
    }
    return nil
}
