// Why a use case did not do what was asked. Each surface turns these into its own answers, in one place.

public import Basics

/// One field that was refused, with Mastodon's code (`ERR_TAKEN`, ...) and a sentence.
public struct FieldError: Sendable, Equatable {
    public var field: String
    public var code: String
    /// Without its subject: "is too long".
    public var description: Sentence

    public init(field: String, code: String, description: Sentence) {
        self.field = field
        self.code = code
        self.description = description
    }

    /// As a person reads it: "Display name is too long".
    public var sentence: Sentence {
        Sentence("{field} {problem}", ["field": name, "problem": .sentence(description)])
    }

    /// Of the field.
    private var name: Sentence.Value {
        switch field {
        case "agreement": .sentence("Agreement")
        case "code": .sentence("Code")
        case "current_password": .sentence("Current password")
        case "display_name": .sentence("Display name")
        case "email": .sentence("Email")
        case "field_name": .sentence("Field name")
        case "field_value": .sentence("Field value")
        case "fields": .sentence("Fields")
        case "language": .sentence("Language|of posts")
        case "note": .sentence("Note|of a profile")
        case "password": .sentence("Password")
        case "reason": .sentence("Reason")
        case "username": .sentence("Username")
        default: .text("\(field.prefix(1).uppercased())\(field.dropFirst().replacing("_", with: " "))")
        }
    }
}

public enum ServiceError: Error, Sendable, Equatable {
    /// It does not exist, or must not be known to exist.
    case notFound
    /// Known, but not allowed. The sentence is shown.
    case forbidden(Sentence)
    /// Understood, but not acceptable. The sentence is shown.
    case invalid(Sentence)
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

    /// Understood, but not acceptable, and for whoever writes the app: in English in every language, as the names of parameters are.
    public static func ofApp(_ sentence: Sentence) -> ServiceError { .invalid(sentence) }

    /// Forbidden, without saying why.
    public static let notAllowed = ServiceError.forbidden("This action is not allowed")
}

extension ServiceError: CustomStringConvertible {
    /// For the log.
    public var description: String {
        switch self {
        case .notFound: "not found"
        case .forbidden(let sentence), .invalid(let sentence): sentence.english
        case .storage(let sentence): sentence
        case .invalidFields(let fields): fields.map(\.sentence.english).joined(separator: ", ")
        case .unexpectedMentions: "the text mentions unexpected accounts"
        case .overloaded: "too much is waiting"
        case .tooManyAttempts: "too many attempts"
        }
    }
}
