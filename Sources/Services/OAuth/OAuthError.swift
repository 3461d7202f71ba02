// What can be wrong with a request of the OAuth protocol.

/// The error codes of RFC 6749 (4.1.2.1 and 5.2), each with a sentence for the one who wrote the app.
public enum OAuthError: Error, Sendable, Equatable {
    /// A parameter is missing or malformed; the sentence says which.
    case invalidRequest(String)
    /// The client is unknown or its secret is wrong.
    case invalidClient
    /// The code cannot be exchanged; for whichever reason, so that nobody learns by trying.
    case invalidGrant
    /// The token belongs to another client.
    case unauthorizedClient
    case unsupportedGrantType
    case unsupportedResponseType
    /// A scope is unknown, or more than the app registered for.
    case invalidScope
    /// The person said no, or may not say yes.
    case accessDenied

    /// `error` of the answer.
    public var code: String {
        switch self {
        case .invalidRequest: "invalid_request"
        case .invalidClient: "invalid_client"
        case .invalidGrant: "invalid_grant"
        case .unauthorizedClient: "unauthorized_client"
        case .unsupportedGrantType: "unsupported_grant_type"
        case .unsupportedResponseType: "unsupported_response_type"
        case .invalidScope: "invalid_scope"
        case .accessDenied: "access_denied"
        }
    }

    /// `error_description` of the answer.
    public var sentence: String {
        switch self {
        case .invalidRequest(let sentence): sentence
        case .invalidClient: "The client is unknown, or its secret is missing or wrong."
        case .invalidGrant:
            "The code is wrong, expired or already used, or redirect_uri, code_verifier or client differ from those it was "
                + "given for."
        case .unauthorizedClient: "This client may not do that with this token."
        case .unsupportedGrantType: "This server knows the grant types authorization_code and client_credentials."
        case .unsupportedResponseType: "This server knows the response type code."
        case .invalidScope: "A scope is unknown, or is more than the app registered for."
        case .accessDenied: "The request was denied."
        }
    }
}
