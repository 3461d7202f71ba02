// The login of a local account: what only its owner and the admin know.

public import Basics

/// What a user may do on this server beyond posting.
public enum Role: Int64, Sendable, CaseIterable {
    case user = 0
    case moderator = 1
    case admin = 2
}

/// How a local account signs in, and the defaults for what it posts.
public struct User: Sendable, Equatable {
    public var accountID: Int64
    public var email: String
    public var role: Role
    /// Language of the interface, ISO 639-1.
    public var locale: String
    public var confirmedAt: Timestamp?
    /// False while a moderator has to let them in.
    public var isApproved: Bool
    /// Its owner has closed it, and all of it is being erased.
    public var isDisabled: Bool
    /// A moderator lets it read and export, and nothing else.
    public var isFrozen: Bool
    public var defaultVisibility: Visibility
    public var defaultSensitive: Bool
    /// ISO 639, or nil for "not said".
    public var defaultLanguage: String?
    /// Who may quote what they post.
    public var defaultQuotePolicy: QuotePolicy
    public var createdAt: Timestamp
    /// Whose invite they came with; for moderators alone.
    public var invitedByID: Int64?
    /// Whether they have not been let in yet: their address is not confirmed, or a moderator has not approved them. Until then nobody
    /// but moderators knows of the account.
    public var isNewcomer: Bool { confirmedAt == nil || !isApproved }

    public init(
        accountID: Int64,
        email: String,
        role: Role = .user,
        locale: String = "en",
        confirmedAt: Timestamp? = nil,
        isApproved: Bool = true,
        isDisabled: Bool = false,
        isFrozen: Bool = false,
        defaultVisibility: Visibility = .public,
        defaultSensitive: Bool = false,
        defaultLanguage: String? = nil,
        defaultQuotePolicy: QuotePolicy = .everyone,
        createdAt: Timestamp,
        invitedByID: Int64? = nil
    ) {
        self.accountID = accountID
        self.email = email
        self.role = role
        self.locale = locale
        self.confirmedAt = confirmedAt
        self.isApproved = isApproved
        self.isDisabled = isDisabled
        self.isFrozen = isFrozen
        self.defaultVisibility = defaultVisibility
        self.defaultSensitive = defaultSensitive
        self.defaultLanguage = defaultLanguage
        self.defaultQuotePolicy = defaultQuotePolicy
        self.createdAt = createdAt
        self.invitedByID = invitedByID
    }
}
