// /api/v1/statuses/:id/quotes and interaction_policy: who quotes a status, and who may.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func quoteRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/statuses/:id/quotes", .client(.readStatuses)) { call in
        let status = try await call.visibleStatus(try call.pathID()).status
        let page = try await call.services.quotes(
            of: status.reblogOfID ?? status.id,
            try call.page(limit: 20, most: 40)
        )
        return try await call.statusList(page.items).linking(page, call, previous: "since_id")
    }
    table.post("/api/v1/statuses/:id/quotes/:quoting_status_id/revoke", .user(.writeStatuses)) { call in
        let quoting = try call.pathID("quoting_status_id")
        try await call.services.revokeQuote(of: try call.pathID(), in: quoting, by: try call.accountID())
        return try await call.statusAnswer(quoting)
    }
    table.update("/api/v1/statuses/:id/interaction_policy", .user(.writeStatuses)) { call in
        guard let policy = try quotePolicy(call.parameters) else {
            throw APIError.badRequest("param is missing or the value is empty: quote_approval_policy")
        }
        let id = try call.pathID()
        try await call.services.setQuotePolicy(policy, of: id, by: try call.accountID())
        return try await call.statusAnswer(id)
    }
}

/// Nil where nothing was said.
func quotePolicy(_ parameters: Parameters, _ name: String = "quote_approval_policy") throws -> QuotePolicy? {
    guard let text = try parameters.text(name), !text.isEmpty else { return nil }
    guard let policy = QuotePolicy(name: text) else {
        throw APIError.invalid("\(name) must be public, followers or nobody")
    }
    return policy
}
