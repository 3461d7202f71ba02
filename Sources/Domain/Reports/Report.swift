// Telling the moderators of an account and its posts.

public import Basics

public struct Report: Sendable, Equatable {
    /// Raw values are stored; the names are those of the client API.
    public enum Category: Int64, Sendable, CaseIterable {
        case other = 0
        case spam = 1
        case legal = 2
        case violation = 3

        public var name: String { "\(self)" }

        public init?(name: String) {
            guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }
    }

    public var id: Int64
    /// Who reports, and whom.
    public var accountID: Int64
    public var targetID: Int64
    public var category: Category
    public var comment: String
    /// Whether those who run the target's server are told too.
    public var isForwarded: Bool
    public var statusIDs: [Int64]
    public var ruleIDs: [Int64]
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// The moderator who has taken it on.
    public var assignedTo: Int64?
    public var resolvedAt: Timestamp?
    public var resolvedBy: Int64?
    /// Whether something was done against whom it is about.
    public var hasMeasure: Bool

    public init(
        id: Int64 = 0,
        accountID: Int64,
        targetID: Int64,
        category: Category,
        comment: String,
        isForwarded: Bool = false,
        statusIDs: [Int64] = [],
        ruleIDs: [Int64] = [],
        createdAt: Timestamp,
        updatedAt: Timestamp,
        assignedTo: Int64? = nil,
        resolvedAt: Timestamp? = nil,
        resolvedBy: Int64? = nil,
        hasMeasure: Bool = false
    ) {
        self.id = id
        self.accountID = accountID
        self.targetID = targetID
        self.category = category
        self.comment = comment
        self.isForwarded = isForwarded
        self.statusIDs = statusIDs
        self.ruleIDs = ruleIDs
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.assignedTo = assignedTo
        self.resolvedAt = resolvedAt
        self.resolvedBy = resolvedBy
        self.hasMeasure = hasMeasure
    }

    public static let commentCharacters = 1000
    public static let statusLimit = 100
}
