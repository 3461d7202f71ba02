// Lists of accounts that stand in one relation to another.

/// The lists of accounts that belong to one account.
public enum RelationshipList: Sendable, CaseIterable {
    case followers
    case following
    case followRequests
    case blocks
    case mutes
    /// Whom an account shows on its profile.
    case endorsements
}
