// /api/v1/admin/accounts/:id/action: limiting and suspending, as Mastodon's moderation apps do.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func moderationRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/admin/accounts/:id/action", .user(.adminWrite)) { call in
        guard let moderation = try call.parameters.text("type").flatMap(Moderation.init(rawValue:)),
            [.warn, .silence, .suspend].contains(moderation)
        else { throw APIError.badRequest("type must be none, silence or suspend") }
        return try await moderate(call, moderation)
    }
    for moderation in [Moderation.unsilence, .unsuspend] {
        table.post("/api/v1/admin/accounts/:id/\(moderation.rawValue)", .user(.adminWrite)) { call in
            try await moderate(call, moderation)
        }
    }
}

private func moderate(_ call: APICall, _ moderation: Moderation) async throws -> Answer {
    try call.requireModerator()
    let text = try call.parameters.text("text") ?? ""
    try await call.services.moderate(try call.pathID(), moderation, text: text)
    return .empty
}
