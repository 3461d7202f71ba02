// A list: some of those whom one follows, with a timeline of its own.

public import Basics

/// Which answers the timeline of a list shows. Raw values are stored.
public enum RepliesPolicy: Int64, Sendable, CaseIterable {
    /// Those to members of the list.
    case list = 0
    /// Those to anybody whom the list's owner follows.
    case followed = 1
    /// Only those to the list's owner.
    case none = 2

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .list: "list"
        case .followed: "followed"
        case .none: "none"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// A list as stored.
public struct AccountList: Sendable, Equatable {
    /// The longest title in characters.
    public static let titleCharacters = 256

    public var id: Int64
    public var ownerID: Int64
    public var title: String
    public var repliesPolicy: RepliesPolicy
    /// What its members post is shown in the list alone, not in the home timeline.
    public var isExclusive: Bool

    public init(
        id: Int64,
        ownerID: Int64,
        title: String,
        repliesPolicy: RepliesPolicy = .list,
        isExclusive: Bool = false
    ) {
        self.id = id
        self.ownerID = ownerID
        self.title = title
        self.repliesPolicy = repliesPolicy
        self.isExclusive = isExclusive
    }
}

/// What the owner of a list sets or changes; what is nil stays.
public struct ListChanges: Sendable, Equatable {
    public var title: String?
    public var repliesPolicy: RepliesPolicy?
    public var isExclusive: Bool?

    public init(title: String? = nil, repliesPolicy: RepliesPolicy? = nil, isExclusive: Bool? = nil) {
        self.title = title
        self.repliesPolicy = repliesPolicy
        self.isExclusive = isExclusive
    }

    public func applied(to list: AccountList) -> AccountList {
        var list = list
        if let title { list.title = title }
        if let repliesPolicy { list.repliesPolicy = repliesPolicy }
        if let isExclusive { list.isExclusive = isExclusive }
        return list
    }

    /// What is wrong with a list, in a sentence.
    public static func problem(_ list: AccountList) -> Sentence? {
        if list.title.isEmpty { return "Title can't be blank" }
        if list.title.count > AccountList.titleCharacters {
            return "Title is too long (maximum is \(most: AccountList.titleCharacters) characters)"
        }
        return nil
    }
}
