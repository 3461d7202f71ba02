// Which reports are asked for.

/// Which reports a moderator wants to see.
public struct ReportFilter: Sendable, Equatable {
    public var isResolved: Bool
    public var accountID: Int64?
    public var targetID: Int64?

    public init(isResolved: Bool = false, accountID: Int64? = nil, targetID: Int64? = nil) {
        self.isResolved = isResolved
        self.accountID = accountID
        self.targetID = targetID
    }
}
