// /api/v1/admin/accounts/:id/action: limiting and suspending, as Mastodon's moderation apps do.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func moderationRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/admin/accounts/:id/action", .user(.adminWrite)) { call in
        // Without a type it is a warning, as in Mastodon (app/models/admin/account_action.rb).
        let type = call.parameters.isBlank("type") ? Moderation.warn.rawValue : try call.parameters.text("type") ?? ""
        guard let moderation = Moderation(rawValue: type), [.warn, .disable, .silence, .suspend].contains(moderation)
        else { throw APIError.badRequest("type must be none, disable, silence or suspend") }
        return try await moderate(call, moderation)
    }
    for moderation in [Moderation.unsilence, .unsuspend, .enable] {
        table.post("/api/v1/admin/accounts/:id/\(moderation.rawValue)", .user(.adminWrite)) { call in
            try await moderate(call, moderation)
        }
    }
}

private func moderate(_ call: APICall, _ moderation: Moderation) async throws -> Answer {
    let moderator = try call.requireModerator()
    var options = ModerationOptions(text: try call.parameters.text("text") ?? "", moderator: moderator)
    if !call.parameters.isBlank("report_id") {
        // No report has the id -1: text that is no id names none.
        options.report = try call.parameters.id("report_id") ?? -1
    }
    try await call.services.moderate(try call.pathID(), moderation, options)
    return .empty
}
