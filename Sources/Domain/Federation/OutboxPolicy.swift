// The one place that says which acts of people here are told to other servers.

/// Rules for what goes into the outbox. Each answers with the account of this server that tells it, or nil where nobody
/// elsewhere is concerned.
public enum OutboxPolicy {
    /// What one account does to another, or to what the other wrote: a server is told by the account's own server only.
    public static func sender(of account: Account, to target: Account) -> Int64? {
        account.isLocal && !target.isLocal ? account.id : nil
    }

    /// A status of an author, or what becomes of it. A direct one is for those alone whom it names.
    ///
    /// - Parameters:
    ///   - remoteFollowers: of the author.
    ///   - isRemoteConcerned: somebody of another server is mentioned, answered, boosted or quoted.
    public static func sender(
        of author: Int64,
        isLocal: Bool,
        visibility: Visibility,
        remoteFollowers: Int64,
        isRemoteConcerned: Bool
    ) -> Int64? {
        isLocal && (isRemoteConcerned || (visibility != .direct && remoteFollowers > 0)) ? author : nil
    }
}
