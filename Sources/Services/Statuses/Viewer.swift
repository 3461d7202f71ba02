// Who looks, and what they may see of statuses in memory: `StatusPolicy` applied.

public import Domain

/// Somebody who looks at statuses; `accountID` nil means nobody is signed in.
public struct Viewer: Sendable {
    public let accountID: Int64?
    public let relations: ReaderRelations?

    public init(accountID: Int64?, relations: ReaderRelations?) {
        self.accountID = accountID
        self.relations = relations
    }

    public static let anonymous = Viewer(accountID: nil, relations: nil)

    /// May the viewer see it? For a reblog, what it reblogs must be visible too.
    ///
    /// - Parameters:
    ///   - kept: where what it reblogs is found.
    ///   - listed: whether it is for a list, which leaves out those the viewer blocked or muted.
    public func sees(_ status: CachedStatus, among cached: [Int64: CachedStatus], listed: Bool) -> Bool {
        guard seesAlone(status, listed: listed) else { return false }
        guard let reblogged = status.status.reblogOfID else { return true }
        return cached[reblogged].map { seesAlone($0, listed: listed) } ?? false
    }

    /// The same for the list of one account's statuses: a look at somebody blocked or muted is meant, what they reblog of
    /// others who are hidden is not.
    public func seesOnProfile(_ status: CachedStatus, among cached: [Int64: CachedStatus]) -> Bool {
        guard seesAlone(status, listed: false) else { return false }
        guard let reblogged = status.status.reblogOfID else { return true }
        return cached[reblogged].map {
            seesAlone($0, listed: $0.status.accountID != status.status.accountID)
        } ?? false
    }

    private func seesAlone(_ status: CachedStatus, listed: Bool) -> Bool {
        var standing = relations?.standing(to: status.status.accountID)
        if relations?.hides(domain: status.authorDomain) == true { standing?.insert(.blocksDomain) }
        let isMentioned = accountID.map(status.addresses) ?? false
        let visibility = status.status.visibility
        return listed
            ? StatusPolicy.isListed(visibility: visibility, standing: standing, isMentioned: isMentioned)
            : StatusPolicy.canSee(visibility: visibility, standing: standing, isMentioned: isMentioned)
    }
}
