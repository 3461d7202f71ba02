// /api/v1/statuses/:id/quotes and interaction_policy: who quotes a status, and who may.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func quoteRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/statuses/:id/quotes", .client(.readStatuses)) { request in
        let status = try await request.visibleStatus(try request.pathID()).status
        let page = try await request.services.quotes(
            of: status.reblogOfID ?? status.id,
            try request.page(limit: 20, most: 40)
        )
        return try await request.statusList(page.items).linking(page, request, previous: "since_id")
    }
    table.post("/api/v1/statuses/:id/quotes/:quoting_status_id/revoke", .user(.writeStatuses)) { request in
        let quoting = try request.pathID("quoting_status_id")
        try await request.services.revokeQuote(of: try request.pathID(), in: quoting, by: try request.accountID())
        return try await request.statusAnswer(quoting)
    }
    table.update("/api/v1/statuses/:id/interaction_policy", .user(.writeStatuses)) { request in
        let (quotes, replies) = (try quotePolicy(request.parameters), try replyPolicy(request.parameters))
        guard quotes != nil || replies != nil else {
            throw APIError.badRequest("param is missing or the value is empty: quote_approval_policy")
        }
        let id = try request.pathID()
        let account = try request.accountID()
        try await request.services.setInteractionPolicy(quotes: quotes, replies: replies, of: id, by: account)
        return try await request.statusAnswer(id)
    }
}

/// Nil where nothing was said.
func quotePolicy(_ parameters: Parameters, _ name: String = "quote_approval_policy") throws -> QuotePolicy? {
    guard let text = try parameters.text(name), !text.isEmpty else { return nil }
    guard let policy = QuotePolicy(name: text) else {
        throw APIError.wrongParameter("\(text: name) must be public, followers or nobody")
    }
    return policy
}
