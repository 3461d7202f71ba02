// Telling the moderators of an account.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What somebody reports.
public struct ReportDraft: Sendable {
    public var targetID: Int64
    public var statusIDs: [Int64]
    public var ruleIDs: [Int64]
    public var comment: String
    /// nil: `violation` where rules are named, else `other`.
    public var category: Report.Category?
    public var forwards: Bool
    /// The id that another server has given it.
    public var uri: String?

    public init(
        targetID: Int64,
        statusIDs: [Int64] = [],
        ruleIDs: [Int64] = [],
        comment: String = "",
        category: Report.Category? = nil,
        forwards: Bool = false,
        uri: String? = nil
    ) {
        self.targetID = targetID
        self.statusIDs = statusIDs
        self.ruleIDs = ruleIDs
        self.comment = comment
        self.category = category
        self.forwards = forwards
        self.uri = uri
    }
}

extension Services {
    /// Reports an account. The one who is reported is told nothing.
    ///
    /// Throws `ServiceError.notFound` for an account that does not exist, and for a status that is not the account's or that
    /// the reporter may not see: whoever guesses ids learns nothing, and shows moderators nothing that was not theirs to see.
    /// `.invalid` for a comment that is too long, too many statuses, and rules that are none.
    public func report(_ draft: ReportDraft, by account: Int64) async throws -> Report {
        guard draft.comment.count <= Report.commentCharacters else {
            throw ServiceError.invalid("Comment is too long (maximum is \(most: Report.commentCharacters) characters)")
        }
        guard draft.statusIDs.count <= Report.statusLimit else {
            throw ServiceError.invalid("Too many statuses (maximum is \(most: Report.statusLimit))")
        }
        // Who hides for a while can be reported all the same: nobody is to be out of reach for a night.
        let isHidden = try await accounts.account(draft.targetID, evenSecret: true)?.account.isDeactivated == true
        for status in draft.statusIDs {
            if isHidden {
                guard try await statuses.status(status)?.status.visibility.isOpen == true else {
                    throw ServiceError.notFound
                }
            } else {
                _ = try await visible(status, for: account)
            }
        }
        return try await change { change in
            // What came twice is one report.
            if let uri = draft.uri, let known = try ReportQueries.report(uri: uri, change.connection) { return known }
            guard let found = try AccountQueries.details(draft.targetID, change.connection), !found.isNewcomer else {
                throw ServiceError.notFound
            }
            let target = found.account
            let isForwarded = draft.forwards && !target.isLocal
            let wished = Set(draft.statusIDs)
            let statuses = try ReportQueries.statuses(wished.sorted(), of: draft.targetID, change.connection)
            guard statuses.count == wished.count else { throw ServiceError.notFound }
            let rules = Set(draft.ruleIDs)
            guard rules.isSubset(of: Set(try InstanceTextQueries.rules(change.connection).map(\.id))) else {
                throw ServiceError.invalid("Rules are not rules of this server")
            }
            var report = Report(
                accountID: account,
                targetID: draft.targetID,
                category: draft.category ?? (rules.isEmpty ? .other : .violation),
                comment: draft.comment,
                isForwarded: isForwarded,
                statusIDs: statuses,
                ruleIDs: draft.category == nil || draft.category == .violation ? rules.sorted() : [],
                createdAt: change.now,
                updatedAt: change.now
            )
            report.id = try ReportQueries.insert(report, uri: draft.uri, change.connection)
            let sender = isForwarded ? try change.sender(account, toRemote: true) : nil
            try change.record(.reported(report: report.id, account: account, target: target.id), sentBy: sender)
            // Whoever is reported does not learn by whom, moderators neither.
            try change.notifyStaff(.adminReport, from: account, subject: report.id, except: target.id)
            try change.tellWebhooks(.reportCreated, report.id, at: "/moderation/people/\(target.id)")
            return report
        }
    }
}
