// POST /api/v1/reports: telling the moderators.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func reportRoutes(_ table: inout RouteTable) {
    table.post("/api/v1/reports", .user(.writeReports), limited: .reports) { request in
        guard let target = try request.parameters.id("account_id") else { throw APIError.notFound }
        let category = try request.parameters.text("category").flatMap { $0.isEmpty ? nil : $0 }
        guard category == nil || category.flatMap(Report.Category.init(name:)) != nil else {
            throw APIError.wrongParameter("Category is not included in the list")
        }
        let draft = ReportDraft(
            targetID: target,
            statusIDs: try request.parameters.ids("status_ids"),
            ruleIDs: try request.parameters.ids("rule_ids"),
            comment: try request.parameters.text("comment") ?? "",
            category: category.flatMap(Report.Category.init(name:)),
            forwards: try request.parameters.bool("forward") ?? false
        )
        let report = try await request.services.report(draft, by: try request.accountID())
        // Nil where it is hidden for a while: the report stands, and tells nothing of the account.
        let account = try await request.services.accounts.account(target)
        var json = JSONWriter(capacity: 2048)
        ReportEntity.write(report, of: account, request.site, to: &json)
        return .json(json)
    }
}

/// Report as the one who made it reads it.
enum ReportEntity {
    static func write(_ report: Report, of target: CachedAccount?, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(report, to: &json)
        json.array("status_ids") { json in report.statusIDs.forEach { json.id($0) } }
        json.nullField("collection_ids")
        json.array("rule_ids") { json in report.ruleIDs.forEach { json.id($0) } }
        if let target {
            json.key("target_account")
            AccountEntity.write(target, site, to: &json)
        } else {
            json.nullField("target_account")
        }
        json.endObject()
    }

    /// What moderators read too.
    static func writeFields(_ report: Report, to json: inout JSONWriter) {
        json.field("id", id: report.id)
        json.field("action_taken", report.resolvedAt != nil)
        json.field("action_taken_at", report.resolvedAt)
        json.field("category", report.category.name)
        json.field("comment", report.comment)
        json.field("forwarded", report.isForwarded)
        json.field("created_at", report.createdAt)
    }
}
