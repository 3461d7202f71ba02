// What moderators decide about reports without a measure, and what they note for each other.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// The oldest open reports, by the account that they are about, in the order of the oldest of each.
    ///
    /// - Parameter limit: reports that are read.
    public func openReports(limit: Int) async throws -> [(target: Int64, reports: [Report])] {
        // Upward from the beginning.
        let read = try await database.read { try ReportQueries.list(.init(), PageBounds(minID: 0, limit: limit), $0) }
        var groups: [(target: Int64, reports: [Report])] = []
        var places: [Int64: Int] = [:]
        for report in read.reversed() {
            if let place = places[report.targetID] {
                groups[place].reports.append(report)
            } else {
                places[report.targetID] = groups.count
                groups.append((report.targetID, [report]))
            }
        }
        return groups
    }

    /// Closes reports about an account where nothing is to be done.
    ///
    /// Throws `ServiceError.notFound`, `.forbidden` where `moderator` may not act on the account, `.invalid` where one is decided
    /// already.
    public func dismissReports(
        _ ids: [Int64],
        about account: Int64,
        note: String = "",
        by moderator: Moderator
    ) async throws {
        var options = ModerationOptions(note: note)
        options.reports = ids
        let checked = options
        try checked.check()
        guard !ids.isEmpty else { throw ServiceError.notFound }
        try await change { change in
            try change.require(moderator, mayActOn: account)
            try change.requireOpen(checked, about: account)
            for var report in try ReportQueries.reports(ids, change.connection) {
                (report.resolvedAt, report.resolvedBy) = (change.now, moderator.accountID)
                report.updatedAt = change.now
                try ReportQueries.save(report, change.connection)
                try change.log(.resolveReport, by: moderator) { [report] action in
                    (action.targetID, action.reportID, action.note) = (account, report.id, note)
                }
                try change.tellReporters([(report.id, report.accountID)])
            }
        }
    }

    /// Writes a word about an account for other moderators. Throws `ServiceError.notFound`, `.forbidden`, `.invalid`.
    public func note(_ text: String, on account: Int64, by moderator: Moderator) async throws {
        let text = text.trimmed
        guard !text.isEmpty else { throw ServiceError.invalid("Please write something") }
        try ModerationOptions(note: text).check()
        try await change { change in
            guard try AccountQueries.restrictions(of: account, change.connection) != nil else {
                throw ServiceError.notFound
            }
            try change.require(moderator, mayActOn: account)
            try change.log(.note, by: moderator) { ($0.targetID, $0.note) = (account, text) }
        }
    }
}

extension Change {
    /// Throws `ServiceError.invalid` where one of the reports that are decided was decided meanwhile. Of two moderators at the
    /// same reports one comes after the other.
    func requireOpen(_ options: ModerationOptions, about account: Int64) throws {
        guard !options.reports.isEmpty else { return }
        _ = try AccountQueries.restrictions(of: account, connection)
        let reports = try ReportQueries.reports(options.reports, connection)
        guard reports.count == Set(options.reports).count, reports.allSatisfy({ $0.targetID == account }) else {
            throw ServiceError.notFound
        }
        guard reports.allSatisfy({ $0.resolvedAt == nil }) else {
            throw ServiceError.invalid("Somebody else has decided about this already")
        }
    }
}
