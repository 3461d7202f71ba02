// What moderators do with a report.

internal import Basics
internal import Database
public import Domain
public import Storage

/// A step in the life of a report.
public enum ReportStep: Sendable, Equatable {
    case assign
    case unassign
    case resolve
    case reopen
    case classify(Report.Category, rules: [Int64]?)
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
    public func reports(_ filter: ReportQueries.Filter, _ request: PageRequest) async throws -> Page<Report> {
        let reports = try await database.read { try ReportQueries.list(filter, request, $0) }
        return Page(rows: reports.map { ($0.id, $0) }, request: request)
    }

    /// The rules that reports name, also such as are not in force any more.
    public func rules(_ ids: [Int64]) async throws -> [Rule] {
        guard !ids.isEmpty else { return [] }
        return try await database.read { try InstanceTextQueries.rules(ids, $0) }
    }

    /// Takes a step; one that is taken already changes nothing but the moment of change. Returns the report as it is then.
    ///
    /// - Parameter moderator: nil for the command line.
    /// Throws `ServiceError.notFound`, and `.invalid` for rules that are none.
    @discardableResult
    public func handleReport(_ id: Int64, _ step: ReportStep, by moderator: Int64?) async throws -> Report {
        try await change { change in
            guard var report = try ReportQueries.report(id, change.connection) else { throw ServiceError.notFound }
            switch step {
            case .assign: report.assignedTo = moderator
            case .unassign: report.assignedTo = nil
            case .resolve:
                report.resolvedAt = report.resolvedAt ?? change.now
                report.resolvedBy = report.resolvedBy ?? moderator
            case .reopen: (report.resolvedAt, report.resolvedBy) = (nil, nil)
            case .classify(let category, let rules):
                report.category = category
                if let rules {
                    guard try InstanceTextQueries.rules(rules, change.connection).count == Set(rules).count else {
                        throw ServiceError.invalid("Rules are not rules of this server")
                    }
                    report.ruleIDs = Set(rules).sorted()
                }
                if category != .violation { report.ruleIDs = [] }
            }
            report.updatedAt = change.now
            try ReportQueries.save(report, change.connection)
            return report
        }
    }
}
