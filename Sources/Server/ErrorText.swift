// Errors in words for the admin at the command line.

internal import Basics
internal import Database
internal import Services
internal import Storage

public enum ErrorText {
    public static func describe(_ error: any Error) -> String {
        switch error {
        case ServiceError.notFound: "There is no such account."
        case ServiceError.invalidFields(let fields):
            fields.map { "\($0.field.prefix(1).uppercased() + $0.field.dropFirst()) \($0.description)." }
                .joined(separator: " ")
        case ServiceError.forbidden(let sentence), ServiceError.invalid(let sentence): sentence.english
        case ServiceError.overloaded: "Too much is waiting; try again."
        case ServiceError.storage(let sentence): "\(sentence)."
        case OAuthError.invalidScope: "The scopes are not known: use names such as read, write, follow, push."
        default: "\(error)"
        }
    }
}
