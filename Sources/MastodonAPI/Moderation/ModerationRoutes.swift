// /api/v1/admin/accounts/:id/action: limiting and suspending, as Mastodon's moderation apps do.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func moderationRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/admin/accounts/:id/action", .user(.adminWrite)) { request in
        // Without a type it is a warning, as in Mastodon (app/models/admin/account_action.rb).
        let type =
            request.parameters.isBlank("type") ? Moderation.warn.rawValue : try request.parameters.text("type") ?? ""
        guard let moderation = Moderation(rawValue: type),
            [.warn, .disable, .sensitive, .silence, .suspend].contains(moderation)
        else { throw APIError.badRequest("type must be none, disable, sensitive, silence or suspend") }
        return try await moderate(request, moderation)
    }
    for moderation in [Moderation.unsilence, .unsuspend, .enable, .unsensitive] {
        table.post("/api/v1/admin/accounts/:id/\(moderation.rawValue)", .user(.adminWrite)) { request in
            _ = try await moderate(request, moderation)
            return try await request.adminAccount(try request.pathID())
        }
    }
    table.get("/api/v1/admin/accounts/:id", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await request.adminAccount(try request.pathID())
    }
    table.delete("/api/v1/admin/accounts/:id", .user(.adminWrite)) { request in
        let (moderator, id) = (try request.requireModerator(), try request.pathID())
        let account = try await request.adminAccount(id)
        try await request.services.deleteSuspendedAccount(id, by: moderator)
        return account
    }
}

private func moderate(_ request: APIRequest, _ moderation: Moderation) async throws -> APIResponse {
    let moderator = try request.requireModerator()
    var options = ModerationOptions(text: try request.parameters.text("text") ?? "")
    if !request.parameters.isBlank("report_id") {
        // No report has the id -1: text that is no id names none.
        options.report = try request.parameters.id("report_id") ?? -1
    }
    try await request.services.moderate(try request.pathID(), moderation, options, by: moderator)
    return .empty
}
