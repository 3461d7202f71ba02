// The account behind a mention, as rendering needs it.

/// A resolved mention.
public struct MentionTarget: Equatable, Sendable {
    /// The profile page; clients compare it with `mentions[].url`.
    public let url: String
    /// Shown after the `@`.
    public let username: String
    /// `user` for local accounts, `user@domain` for others; shown where the username alone is ambiguous.
    public let acct: String

    public init(url: String, username: String, acct: String) {
        self.url = url
        self.username = username
        self.acct = acct
    }
}
