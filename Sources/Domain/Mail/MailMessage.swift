// A letter of this server to one person, and why one could not be handed over.

public import Basics

/// One letter in plain text.
public struct MailMessage: Sendable, Equatable {
    /// The left side of its Message-ID, letters and digits: the same for each attempt, so that doubles can be told.
    public var id: String
    public var to: EmailAddress
    public var subject: String
    /// Lines end with `\n`.
    public var text: String
    public var date: Timestamp

    public init(id: String, to: EmailAddress, subject: String, text: String, date: Timestamp) {
        self.id = id
        self.to = to
        self.subject = subject
        self.text = text
        self.date = date
    }
}

/// Why a letter was not handed over.
public struct MailFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Whether another attempt is of no use.
    public var isFinal: Bool
    /// A sentence without anything that the mail server said in its own words: those may name the person.
    public var description: String
    /// What the mail server said, in printable ASCII, for the admin who asks.
    public var reply: String

    public init(_ description: String, isFinal: Bool = false, reply: String = "") {
        self.isFinal = isFinal
        self.description = description
        self.reply = reply
    }
}

/// Hands a letter to the mail server, or throws `MailFailure`.
public typealias MailSend = @Sendable (MailMessage) async throws -> Void
