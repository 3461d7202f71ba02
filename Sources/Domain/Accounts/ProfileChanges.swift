// What an account's owner changes of profile and posting defaults.

/// Changes of a profile; what is nil stays as it is.
public struct ProfileChanges: Sendable, Equatable {
    public var displayName: String?
    /// Plain text.
    public var note: String?
    /// The whole table, in order; lines without name and value are dropped.
    public var fields: [ProfileField]?
    public var isLocked: Bool?
    public var isBot: Bool?
    public var isDiscoverable: Bool?
    public var isIndexable: Bool?
    public var hidesCollections: Bool?
    public var defaultVisibility: Visibility?
    public var defaultSensitive: Bool?
    /// A language tag, or "" for "not said".
    public var defaultLanguage: String?
    public var defaultQuotePolicy: QuotePolicy?
    public var avatar: PictureChange?
    public var header: PictureChange?

    public init(
        displayName: String? = nil,
        note: String? = nil,
        fields: [ProfileField]? = nil,
        isLocked: Bool? = nil,
        isBot: Bool? = nil,
        isDiscoverable: Bool? = nil,
        isIndexable: Bool? = nil,
        hidesCollections: Bool? = nil,
        defaultVisibility: Visibility? = nil,
        defaultSensitive: Bool? = nil,
        defaultLanguage: String? = nil,
        defaultQuotePolicy: QuotePolicy? = nil
    ) {
        self.displayName = displayName
        self.note = note
        self.fields = fields
        self.isLocked = isLocked
        self.isBot = isBot
        self.isDiscoverable = isDiscoverable
        self.isIndexable = isIndexable
        self.hidesCollections = hidesCollections
        self.defaultVisibility = defaultVisibility
        self.defaultSensitive = defaultSensitive
        self.defaultLanguage = defaultLanguage
        self.defaultQuotePolicy = defaultQuotePolicy
    }

    /// The account as it will be. A line of the table that says what it said before keeps its verification.
    public func applied(to account: Account) -> Account {
        var account = account
        if let displayName { account.displayName = displayName }
        if let avatar { account.avatar = avatar.picture }
        if let header { account.header = header.picture }
        if let note { account.note = note }
        if let fields {
            let old = account.fields
            account.fields = fields.map { field in
                old.first { $0.name == field.name && $0.value == field.value } ?? field
            }
        }
        if let isLocked { account.isLocked = isLocked }
        if let isBot { account.isBot = isBot }
        if let isDiscoverable { account.isDiscoverable = isDiscoverable }
        if let isIndexable { account.isIndexable = isIndexable }
        if let hidesCollections { account.hidesCollections = hidesCollections }
        return account
    }

    /// The posting defaults as they will be. `defaultLanguage` is taken as it stands.
    public func applied(to user: User) -> User {
        var user = user
        if let defaultVisibility { user.defaultVisibility = defaultVisibility }
        if let defaultSensitive { user.defaultSensitive = defaultSensitive }
        if let defaultQuotePolicy { user.defaultQuotePolicy = defaultQuotePolicy }
        if let defaultLanguage { user.defaultLanguage = defaultLanguage.isEmpty ? nil : defaultLanguage }
        return user
    }
}
