// What the guard finds in a text.

/// Kinds of private information.
public enum PrivateKind: String, Sendable, CaseIterable, Codable {
    case phoneNumber = "phone_number"
    case emailAddress = "email_address"
    case streetAddress = "street_address"
    case bankAccount = "bank_account"
    case cardNumber = "card_number"
    case identityNumber = "identity_number"
}

/// One piece of private information and where it stands.
public struct Finding: Sendable, Equatable {
    public var kind: PrivateKind
    /// Offsets of bytes in the UTF-8 of the text that was scanned.
    public var range: Range<Int>
    /// The same for all ways of writing it: digits with the country's code for a phone number, lower case for an
    /// address. To compare, never to log or show.
    public var key: String

    public init(kind: PrivateKind, range: Range<Int>, key: String) {
        self.kind = kind
        self.range = range
        self.key = key
    }
}
