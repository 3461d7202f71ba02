// What moderators do with a report.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// A step in the life of a report.
public enum ReportStep: Sendable, Equatable {
    case assign
    case unassign
    case resolve
    case reopen
    case classify(Report.Category, rules: [Int64]?)
}

extension ReportStep {
    fileprivate var kind: ModerationAction.Kind {
        switch self {
        case .assign: .assignReport
        case .unassign: .unassignReport
        case .resolve: .resolveReport
        case .reopen: .reopenReport
        case .classify: .classifyReport
        }
    }
}

extension Services {
    /// Throws `ServiceError.notFound`.
    public func report(_ id: Int64) async throws -> Report {
        guard let report = try await database.read({ try ReportQueries.report(id, $0) }) else {
            throw ServiceError.notFound
        }
        return report
    }

    /// One page, newest first.
    public func reports(_ filter: ReportFilter, _ request: PageBounds) async throws -> Page<Report> {
        let reports = try await database.read { try ReportQueries.list(filter, request, $0) }
        return Page(rows: reports.map { ($0.id, $0) }, bounds: request)
    }

    /// The rules that reports name, also such as are not in force any more.
    public func rules(_ ids: [Int64]) async throws -> [Rule] {
        guard !ids.isEmpty else { return [] }
        return try await database.read { try InstanceTextQueries.rules(ids, $0) }
    }

    /// Takes a step; one that is taken already changes nothing but the moment of change. Returns the report as it is then.
    ///
    /// Throws `ServiceError.notFound`, `.forbidden` where `moderator` may not act on whom it is about, and `.invalid` for rules that
    /// are none.
    @discardableResult
    public func handleReport(_ id: Int64, _ step: ReportStep, by moderator: Moderator) async throws -> Report {
        try await change { change in
            guard let target = try ReportQueries.report(id, change.connection)?.targetID else {
                throw ServiceError.notFound
            }
            // With the account locked, of two moderators one comes after the other.
            _ = try AccountQueries.restrictions(of: target, change.connection)
            guard var report = try ReportQueries.report(id, change.connection) else { throw ServiceError.notFound }
            try change.require(moderator, mayActOn: report.targetID)
            let isDecided = step == .resolve && report.resolvedAt == nil
            switch step {
            case .assign: report.assignedTo = moderator.accountID
            case .unassign: report.assignedTo = nil
            case .resolve:
                report.resolvedAt = report.resolvedAt ?? change.now
                report.resolvedBy = report.resolvedBy ?? moderator.accountID
            case .reopen: (report.resolvedAt, report.resolvedBy, report.hasMeasure) = (nil, nil, false)
            case .classify(let category, let rules):
                report.category = category
                if let rules {
                    try change.requireRules(rules)
                    report.ruleIDs = Set(rules).sorted()
                }
                if category != .violation { report.ruleIDs = [] }
            }
            report.updatedAt = change.now
            try ReportQueries.save(report, change.connection)
            if isDecided { try change.tellReporters([(report.id, report.accountID)]) }
            try change.log(step.kind, by: moderator) { [report] action in
                action.targetID = report.targetID
                action.reportID = report.id
                if case .classify(let category, _) = step {
                    (action.subject, action.ruleIDs) = (category.name, report.ruleIDs)
                }
            }
            return report
        }
    }
}
