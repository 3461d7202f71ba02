// /api/v1 and v2/admin/accounts: the list of accounts, and who is let in.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func adminAccountRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/admin/accounts", .user(.adminRead)) { request in
        try await list(request, try request.olderFilter())
    }
    table.get("/api/v2/admin/accounts", .user(.adminRead)) { request in
        try await list(request, try request.filter())
    }
    table.post("/api/v1/admin/accounts/:id/approve", .user(.adminWrite)) { request in
        let (moderator, id) = (try request.requireModerator(), try request.pathID())
        try await request.services.approveSignUp(id, by: moderator)
        return try await request.adminAccount(id)
    }
    table.post("/api/v1/admin/accounts/:id/reject", .user(.adminWrite)) { request in
        let (moderator, id) = (try request.requireModerator(), try request.pathID())
        // As it was: afterwards there is nothing to show.
        let account = try await request.adminAccount(id)
        try await request.services.rejectSignUp(id, by: moderator)
        return account
    }
}

private func list(_ request: APIRequest, _ filter: AdminAccountFilter) async throws -> APIResponse {
    try request.requireModerator()
    let page = try await request.services.accountsForModerators(filter, try request.page(limit: 100, most: 200))
    let entities = try await request.adminAccounts(page.items)
    var json = JSONWriter(capacity: 2048 * page.items.count + 16)
    json.beginArray()
    for id in page.items { entities.write(id, to: &json) }
    json.endArray()
    return APIResponse.json(json).linking(page, request)
}

extension APIRequest {
    /// What both shapes of the list ask for by the same names.
    private func commonFilter() throws -> AdminAccountFilter {
        var filter = AdminAccountFilter()
        filter.username = Username.folded(try parameters.text("username") ?? "")
        filter.displayName = try parameters.text("display_name") ?? ""
        filter.domain = (try parameters.text("by_domain") ?? "").lowercased()
        filter.email = (try parameters.text("email") ?? "").lowercased()
        return filter
    }

    /// `GET /api/v1/admin/accounts`: a flag for each.
    fileprivate func olderFilter() throws -> AdminAccountFilter {
        var filter = try commonFilter()
        for (name, isLocal) in [("local", true), ("remote", false)] where try parameters.bool(name) == true {
            filter.isLocal = isLocal
        }
        let states: [(String, AdminAccountFilter.Status)] = [
            ("active", .active), ("pending", .pending), ("disabled", .disabled), ("silenced", .silenced),
            ("suspended", .suspended),
        ]
        for (name, status) in states where try parameters.bool(name) == true { filter.status = status }
        filter.isStaff = try parameters.bool("staff") ?? false
        return filter
    }

    /// `GET /api/v2/admin/accounts`.
    fileprivate func filter() throws -> AdminAccountFilter {
        var filter = try commonFilter()
        switch try parameters.text("origin") {
        case "local": filter.isLocal = true
        case "remote": filter.isLocal = false
        default: break
        }
        switch try parameters.text("status") {
        case "active": filter.status = .active
        case "pending": filter.status = .pending
        case "disabled": filter.status = .disabled
        case "silenced": filter.status = .silenced
        case "suspended": filter.status = .suspended
        default: break
        }
        filter.isStaff = try parameters.text("permissions") == "staff"
        // No account has the id -1: text that is no id names nobody.
        if !parameters.isBlank("invited_by") { filter.invitedByID = try parameters.id("invited_by") ?? -1 }
        return filter
    }
}
