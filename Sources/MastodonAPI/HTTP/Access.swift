// Who may call an endpoint.

public import Domain

/// What an endpoint asks of the token that comes with a request.
public enum Access: Sendable {
    /// Anybody; a token is not looked at.
    case open
    /// Anybody; where a token comes, it must be valid and have one of the scopes.
    case optional(Scopes)
    /// A person, by a token with one of the scopes.
    case user(Scopes)
    /// A person who may not have been let in yet (`User.isNewcomer`), by a token with one of the scopes.
    case newcomer(Scopes)
    /// An app or a person, by a token with one of the scopes.
    case client(Scopes)
    /// A person, by a token that may also come as parameter; what it allows depends on the stream.
    case stream
    /// Any valid token, whatever its scopes.
    case anyToken
}

extension Access {
    /// In a word, and the scopes of which one is asked.
    public var summary: String {
        switch self {
        case .open: "open"
        case .anyToken: "token"
        case .stream: "user \(Scopes([.readStatuses, .readNotifications]).list)"
        case .optional(let scopes): "optional \(scopes.list)"
        case .user(let scopes), .newcomer(let scopes): "user \(scopes.list)"
        case .client(let scopes): "client \(scopes.list)"
        }
    }
}

extension Scopes {
    /// The names of all scopes that lie in these.
    fileprivate var list: String { Scopes.names.filter { isSuperset(of: $0.scope) }.map(\.name).joined(separator: " ") }
}
