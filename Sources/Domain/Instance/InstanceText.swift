// What a server says of itself in words: rules, and longer texts.

public import Basics

/// One rule of the server.
public struct Rule: Sendable, Equatable {
    public var id: Int64
    public var text: String
    /// A longer explanation; may be empty.
    public var hint: String

    public init(id: Int64, text: String, hint: String) {
        self.id = id
        self.text = text
        self.hint = hint
    }
}

/// A longer text. Plain text with links; paragraphs are parted by empty lines.
public struct InstanceText: Sendable, Equatable {
    /// Raw values are stored.
    public enum Kind: String, Sendable, CaseIterable {
        case description
        case privacy
        case terms
    }

    public var kind: Kind
    public var text: String
    public var updatedAt: Timestamp
    /// The day from which terms hold, at midnight UTC; for other texts 1970.
    public var effectiveOn: Timestamp

    public init(kind: Kind, text: String, updatedAt: Timestamp, effectiveOn: Timestamp) {
        self.kind = kind
        self.text = text
        self.updatedAt = updatedAt
        self.effectiveOn = effectiveOn
    }
}
