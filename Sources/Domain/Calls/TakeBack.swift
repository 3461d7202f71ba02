// Somebody takes back what they have said on an occasion: all that answers a call, or all with a tag.

public import Basics

public struct TakeBack: Sendable, Equatable {
    /// Raw values are stored.
    public enum Act: Int64, Sendable, CaseIterable {
        /// The posts go for good.
        case delete = 0
        /// The posts stay, for their author alone.
        case keep = 1
        /// The posts stay as they are, and answer no call any more.
        case withdraw = 2

        /// The name in the client API.
        public var name: String {
            switch self {
            case .delete: "delete"
            case .keep: "keep_for_oneself"
            case .withdraw: "withdraw"
            }
        }

        public init?(name: String) {
            guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }
    }

    public enum Occasion: Sendable, Equatable {
        case call(Int64)
        /// The id of the tag.
        case tag(Int64)
    }

    public var id: Int64
    public var accountID: Int64
    public var occasion: Occasion
    public var act: Act
    /// Posts that there were when it was asked for, and those dealt with by now.
    public var total: Int64
    public var done: Int64
    /// The last post that was dealt with.
    public var reached: Int64
    public var createdAt: Timestamp
    public var finishedAt: Timestamp?

    public init(
        id: Int64,
        accountID: Int64,
        occasion: Occasion,
        act: Act,
        total: Int64,
        done: Int64 = 0,
        reached: Int64 = 0,
        createdAt: Timestamp,
        finishedAt: Timestamp? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.occasion = occasion
        self.act = act
        self.total = total
        self.done = done
        self.reached = reached
        self.createdAt = createdAt
        self.finishedAt = finishedAt
    }
}
