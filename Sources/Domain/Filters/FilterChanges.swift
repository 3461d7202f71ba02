// What the owner of a filter sets or changes, and what is wrong with it.

public import Basics

/// Changes of a filter; what is nil stays.
public struct FilterChanges: Sendable, Equatable {
    /// When it shall end.
    public enum Expiry: Sendable, Equatable {
        case never
        /// Seconds from now.
        case after(Int64)
    }

    /// A change of one keyword.
    public struct Keyword: Sendable, Equatable {
        /// Of a keyword that is there; nil for a new one.
        public var id: Int64?
        public var keyword: String?
        public var isWholeWord: Bool?
        public var isDeleted: Bool

        public init(id: Int64? = nil, keyword: String? = nil, isWholeWord: Bool? = nil, isDeleted: Bool = false) {
            self.id = id
            self.keyword = keyword
            self.isWholeWord = isWholeWord
            self.isDeleted = isDeleted
        }
    }

    public var title: String?
    public var contexts: FilterContexts?
    public var action: FilterAction?
    public var expiry: Expiry?
    public var keywords: [Keyword]

    public init(
        title: String? = nil,
        contexts: FilterContexts? = nil,
        action: FilterAction? = nil,
        expiry: Expiry? = nil,
        keywords: [Keyword] = []
    ) {
        self.title = title
        self.contexts = contexts
        self.action = action
        self.expiry = expiry
        self.keywords = keywords
    }

    /// The filter as it will be, its keywords apart.
    public func applied(to filter: ContentFilter, at now: Timestamp) -> ContentFilter {
        var filter = filter
        if let title { filter.title = title }
        if let contexts { filter.contexts = contexts }
        if let action { filter.action = action }
        switch expiry {
        case nil: break
        case .never: filter.expiresAt = nil
        // No more than 100 years.
        case .after(let seconds): filter.expiresAt = now + .seconds(min(seconds, 100 * 366 * 86_400))
        }
        return filter
    }
}

/// The rules of what a filter may hold.
public enum FilterPolicy {
    /// The longest title and keyword in characters.
    public static let characters = 512

    /// What is wrong with a filter, in a sentence.
    public static func problem(_ filter: ContentFilter) -> Sentence? {
        if filter.title.isEmpty { return "Title can't be blank" }
        if filter.title.count > characters { return "Title is too long (maximum is \(most: characters) characters)" }
        if filter.contexts.isEmpty { return "Context None or invalid context supplied" }
        return nil
    }

    public static func problem(keyword: String) -> Sentence? {
        if keyword.isEmpty { return "Keyword can't be blank" }
        if keyword.count > characters { return "Keyword is too long (maximum is \(most: characters) characters)" }
        return nil
    }
}
