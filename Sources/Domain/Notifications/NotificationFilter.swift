// Which notifications are asked for.

/// What narrows a list of notifications.
public struct NotificationFilter: Sendable, Equatable {
    public var kinds: [NotificationKind]
    /// Only from this account.
    public var from: Int64?
    /// Also those that the recipient's policy holds back.
    public var includesFiltered: Bool

    public init(
        kinds: [NotificationKind] = NotificationKind.allCases,
        from: Int64? = nil,
        includesFiltered: Bool = false
    ) {
        self.kinds = kinds
        self.from = from
        self.includesFiltered = includesFiltered
    }
}
