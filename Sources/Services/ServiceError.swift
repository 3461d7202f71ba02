// Why a use case did not do what was asked. Each surface turns these into its own answers, in one place.

/// One field that was refused, with Mastodon's code (`ERR_TAKEN`, ...) and a sentence.
public struct FieldError: Sendable, Equatable {
    public var field: String
    public var code: String
    public var description: String

    public init(field: String, code: String, description: String) {
        self.field = field
        self.code = code
        self.description = description
    }

    /// As a person reads it: "Display name is too long".
    public var sentence: String {
        "\(field.prefix(1).uppercased())\(field.dropFirst().replacing("_", with: " ")) \(description)"
    }
}

public enum ServiceError: Error, Sendable, Equatable {
    /// It does not exist, or must not be known to exist.
    case notFound
    /// Known, but not allowed. The sentence is shown.
    case forbidden(String)
    /// Understood, but not acceptable. The sentence is shown.
    case invalid(String)
    /// Fields of a form that were refused.
    case invalidFields([FieldError])
    /// A text mentions accounts that its author does not expect: these.
    case unexpectedMentions([Int64])
    /// Not now: too much is waiting.
    case overloaded
    /// Not so often: too many attempts from one address, or at one login.
    case tooManyAttempts
    /// Files cannot be kept or read; the sentence is for the admin.
    case storage(String)

    /// Forbidden, without saying why.
    public static let notAllowed = ServiceError.forbidden("This action is not allowed")
}

extension ServiceError: CustomStringConvertible {
    /// For the log.
    public var description: String {
        switch self {
        case .notFound: "not found"
        case .forbidden(let sentence), .invalid(let sentence), .storage(let sentence): sentence
        case .invalidFields(let fields): fields.map(\.sentence).joined(separator: ", ")
        case .unexpectedMentions: "the text mentions unexpected accounts"
        case .overloaded: "too much is waiting"
        case .tooManyAttempts: "too many attempts"
        }
    }
}
