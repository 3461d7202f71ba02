// /api/v1/admin/reports: what moderators read of reports, and do with them.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func adminReportRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/admin/reports", .user(.adminRead), listReports)
    table.get("/api/v1/admin/reports/:id", .user(.adminRead)) { call in
        try call.requireModerator()
        return try await answer(try await call.services.report(try call.pathID()), call)
    }
    table.update("/api/v1/admin/reports/:id", .user(.adminWrite)) { call in
        try call.requireModerator()
        let id = try call.pathID()
        let before = try await call.services.report(id)
        let name = try call.parameters.text("category") ?? before.category.name
        guard let category = Report.Category(name: name) else {
            throw APIError.invalid("Category is not included in the list")
        }
        let rules = call.parameters.contains("rule_ids") ? try call.parameters.ids("rule_ids") : nil
        return try await step(.classify(category, rules: rules), call)
    }
    let steps: [(String, ReportStep)] = [
        ("assign_to_self", .assign), ("unassign", .unassign), ("resolve", .resolve), ("reopen", .reopen),
    ]
    for (name, taken) in steps {
        table.post("/api/v1/admin/reports/:id/\(name)", .user(.adminWrite)) { try await step(taken, $0) }
    }
}

@Sendable private func listReports(_ call: APICall) async throws -> Answer {
    try call.requireModerator()
    var filter = ReportQueries.Filter(isResolved: try call.parameters.bool("resolved") ?? false)
    // No account has the id -1: text that is no id names nobody.
    if !call.parameters.isBlank("account_id") { filter.accountID = try call.parameters.id("account_id") ?? -1 }
    if !call.parameters.isBlank("target_account_id") {
        filter.targetID = try call.parameters.id("target_account_id") ?? -1
    }
    let page = try await call.services.reports(filter, try call.page(limit: 100, most: 200))
    let entities = try await call.entities(of: page.items)
    var json = JSONWriter(capacity: 4096 * page.items.count + 16)
    json.beginArray()
    for report in page.items { entities.write(report, to: &json) }
    json.endArray()
    return Answer.json(json).linking(page, call)
}

private func step(_ step: ReportStep, _ call: APICall) async throws -> Answer {
    let moderator = try call.requireModerator()
    return try await answer(try await call.services.handleReport(try call.pathID(), step, by: moderator), call)
}

private func answer(_ report: Report, _ call: APICall) async throws -> Answer {
    var json = JSONWriter(capacity: 4096)
    try await call.entities(of: [report]).write(report, to: &json)
    return .json(json)
}

/// Admin::Report: everything needed to write some reports, read beforehand.
struct AdminReportEntities: Sendable {
    let site: Site
    let accounts: [Int64: KeptAccount]
    let users: [Int64: User]
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
        guard let id, let account = accounts[id] else { return json.null() }
        AdminAccountEntity.write(account, users[id], site, to: &json)
    }
}

extension APICall {
    /// Reads what shows these reports: accounts, logins, statuses and rules, each kind once.
    fileprivate func entities(of reports: [Report]) async throws -> AdminReportEntities {
        let people = reports.flatMap {
            [$0.accountID, $0.targetID] + [$0.assignedTo, $0.resolvedBy].compactMap { $0 }
        }
        let unique = Set(people).sorted()
        let rules = try await services.rules(Set(reports.flatMap(\.ruleIDs)).sorted())
        return AdminReportEntities(
            site: site,
            accounts: try await services.accounts.accounts(unique),
            users: try await services.database.read { try UserQueries.users(unique, $0) },
            rules: Dictionary(uniqueKeysWithValues: rules.map { ($0.id, $0) }),
            statuses: try await entities(try await services.statuses.statuses(reports.flatMap(\.statusIDs)))
        )
    }
}
