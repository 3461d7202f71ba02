// A status that asks people to answer. It owns a tag, and a poll whose options are the answers.

public import Basics

/// Where somebody finds help.
public struct CallResource: Sendable, Equatable {
    /// ISO 3166-1 alpha-2, or empty for everywhere.
    public var country: String
    /// ISO 639, or empty.
    public var language: String
    public var name: String
    public var phone: String
    /// `https:` or `http:`, or empty.
    public var url: String

    public init(country: String = "", language: String = "", name: String, phone: String = "", url: String = "") {
        self.country = country
        self.language = language
        self.name = name
        self.phone = phone
        self.url = url
    }
}

/// A call as stored. Its id is that of its status.
public struct Call: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var pollID: Int64
    public var tag: TagReference
    public var prompt: String
    public var spoilerText: String
    public var isSensitive: Bool
    /// The poll's options.
    public var answers: [String]
    public var suggestedBy: String
    public var resources: [CallResource]
    public var createdAt: Timestamp
    public var closesAt: Timestamp?
    /// When its author closed it.
    public var closedAt: Timestamp?

    public init(
        id: Int64,
        accountID: Int64,
        pollID: Int64,
        tag: TagReference,
        prompt: String,
        spoilerText: String = "",
        isSensitive: Bool = false,
        answers: [String],
        suggestedBy: String = "",
        resources: [CallResource] = [],
        createdAt: Timestamp,
        closesAt: Timestamp? = nil,
        closedAt: Timestamp? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.pollID = pollID
        self.tag = tag
        self.prompt = prompt
        self.spoilerText = spoilerText
        self.isSensitive = isSensitive
        self.answers = answers
        self.suggestedBy = suggestedBy
        self.resources = resources
        self.createdAt = createdAt
        self.closesAt = closesAt
        self.closedAt = closedAt
    }

    public func isClosed(at now: Timestamp) -> Bool { closedAt != nil || closesAt.map { $0 <= now } ?? false }
}
