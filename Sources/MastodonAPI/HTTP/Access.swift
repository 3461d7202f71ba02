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
    /// An app or a person, by a token with one of the scopes.
    case client(Scopes)
    /// Any valid token, whatever its scopes.
    case anyToken
}
