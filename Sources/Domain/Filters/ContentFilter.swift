// A filter: what somebody wants to be warned of, or not to see, and where.

public import Basics

/// Where a filter applies. Raw values are stored.
public struct FilterContexts: OptionSet, Hashable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static let home = FilterContexts(rawValue: 1)
    public static let notifications = FilterContexts(rawValue: 2)
    public static let `public` = FilterContexts(rawValue: 4)
    public static let thread = FilterContexts(rawValue: 8)
    public static let account = FilterContexts(rawValue: 16)

    /// The names used by the client API.
    public static let names: [(name: String, context: FilterContexts)] = [
        ("home", .home), ("notifications", .notifications), ("public", .public), ("thread", .thread),
        ("account", .account),
    ]

    /// Nil when a name is unknown.
    public init?(names: [String]) {
        var contexts: FilterContexts = []
        for name in names {
            guard let known = FilterContexts.names.first(where: { $0.name == name }) else { return nil }
            contexts.insert(known.context)
        }
        self = contexts
    }

    public var names: [String] { FilterContexts.names.filter { contains($0.context) }.map(\.name) }
}

/// What an app does with what a filter matches. Raw values are stored.
public enum FilterAction: Int64, Sendable, CaseIterable {
    case warn = 0
    case hide = 1
    case blur = 2

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .warn: "warn"
        case .hide: "hide"
        case .blur: "blur"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

public struct FilterKeyword: Sendable, Equatable {
    public var id: Int64
    public var keyword: String
    /// Only where no letter or digit stands beside it.
    public var isWholeWord: Bool

    public init(id: Int64 = 0, keyword: String, isWholeWord: Bool) {
        self.id = id
        self.keyword = keyword
        self.isWholeWord = isWholeWord
    }
}

/// One status that a filter names.
public struct FilterStatus: Sendable, Equatable {
    public var id: Int64
    public var statusID: Int64

    public init(id: Int64, statusID: Int64) {
        self.id = id
        self.statusID = statusID
    }
}

/// A filter as stored, with its keywords and statuses.
public struct ContentFilter: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var title: String
    public var contexts: FilterContexts
    public var action: FilterAction
    public var expiresAt: Timestamp?
    public var keywords: [FilterKeyword]
    public var statuses: [FilterStatus]

    public init(
        id: Int64,
        accountID: Int64,
        title: String,
        contexts: FilterContexts,
        action: FilterAction = .warn,
        expiresAt: Timestamp? = nil,
        keywords: [FilterKeyword] = [],
        statuses: [FilterStatus] = []
    ) {
        self.id = id
        self.accountID = accountID
        self.title = title
        self.contexts = contexts
        self.action = action
        self.expiresAt = expiresAt
        self.keywords = keywords
        self.statuses = statuses
    }

    public func isExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }
}
