// /api/v1/admin/reports: what moderators read of reports, and do with them.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func adminReportRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/admin/reports", .user(.adminRead), listReports)
    table.get("/api/v1/admin/reports/:id", .user(.adminRead)) { request in
        let moderator = try request.requireModerator()
        let report = try await request.services.report(try request.pathID())
        guard report.targetID != moderator.accountID else { throw ServiceError.notFound }
        return try await answer(report, request)
    }
    table.update("/api/v1/admin/reports/:id", .user(.adminWrite)) { request in
        try request.requireModerator()
        let id = try request.pathID()
        let before = try await request.services.report(id)
        let name = try request.parameters.text("category") ?? before.category.name
        guard let category = Report.Category(name: name) else {
            throw APIError.wrongParameter("Category is not included in the list")
        }
        let rules = request.parameters.contains("rule_ids") ? try request.parameters.ids("rule_ids") : nil
        return try await step(.classify(category, rules: rules), request)
    }
    let steps: [(String, ReportStep)] = [
        ("assign_to_self", .assign), ("unassign", .unassign), ("resolve", .resolve), ("reopen", .reopen),
    ]
    for (name, taken) in steps {
        table.post("/api/v1/admin/reports/:id/\(name)", .user(.adminWrite)) { try await step(taken, $0) }
    }
}

@Sendable private func listReports(_ request: APIRequest) async throws -> APIResponse {
    let moderator = try request.requireModerator()
    var filter = ReportFilter(isResolved: try request.parameters.bool("resolved") ?? false)
    // No account has the id -1: text that is no id names nobody.
    if !request.parameters.isBlank("account_id") { filter.accountID = try request.parameters.id("account_id") ?? -1 }
    if !request.parameters.isBlank("target_account_id") {
        filter.targetID = try request.parameters.id("target_account_id") ?? -1
    }
    let page = try await request.services.reports(filter, try request.page(limit: 100, most: 200))
    // Nobody reads who reported them.
    let shown = page.items.filter { $0.targetID != moderator.accountID }
    let entities = try await request.entities(of: shown)
    var json = JSONWriter(capacity: 4096 * shown.count + 16)
    json.beginArray()
    for report in shown { entities.write(report, to: &json) }
    json.endArray()
    return APIResponse.json(json).linking(page, request)
}

private func step(_ step: ReportStep, _ request: APIRequest) async throws -> APIResponse {
    let moderator = try request.requireModerator()
    return try await answer(try await request.services.handleReport(try request.pathID(), step, by: moderator), request)
}

private func answer(_ report: Report, _ request: APIRequest) async throws -> APIResponse {
    var json = JSONWriter(capacity: 4096)
    try await request.entities(of: [report]).write(report, to: &json)
    return .json(json)
}

/// Admin::Report: everything needed to write some reports, read beforehand.
struct AdminReportEntities: Sendable {
    let accounts: AdminAccountEntities
    let rules: [Int64: Rule]
    let statuses: StatusEntities

    func write(_ report: Report, to json: inout JSONWriter) {
        json.beginObject()
        ReportEntity.writeFields(report, to: &json)
        json.field("updated_at", report.updatedAt)
        write("account", report.accountID, to: &json)
        write("target_account", report.targetID, to: &json)
        write("assigned_account", report.assignedTo, to: &json)
        write("action_taken_by_account", report.resolvedBy, to: &json)
        json.array("statuses") { json in
            for id in report.statusIDs {
                if let status = statuses.statuses[id] { statuses.write(status, to: &json) }
            }
        }
        json.key("rules")
        RuleEntity.write(report.ruleIDs.compactMap { rules[$0] }, to: &json)
        json.endObject()
    }

    private func write(_ name: StaticString, _ id: Int64?, to json: inout JSONWriter) {
        json.key(name)
        guard let id, accounts.write(id, to: &json) else { return json.null() }
    }
}

extension APIRequest {
    /// Reads what shows these reports: accounts, logins, statuses and rules, each kind once.
    fileprivate func entities(of reports: [Report]) async throws -> AdminReportEntities {
        let people = reports.flatMap {
            [$0.accountID, $0.targetID] + [$0.assignedTo, $0.resolvedBy].compactMap { $0 }
        }
        let rules = try await services.rules(Set(reports.flatMap(\.ruleIDs)).sorted())
        return AdminReportEntities(
            accounts: try await adminAccounts(people),
            rules: Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0) }),
            statuses: try await entities(try await services.statuses.statuses(reports.flatMap(\.statusIDs)))
        )
    }
}
