// An app's wish to act for somebody, after it was found sound; what can go wrong before; and the answers.

internal import Basics
public import Domain
internal import Storage

/// The parameters of `/oauth/authorize`, as they came. Blank ones count as absent.
public struct AuthorizationQuery: Sendable, Equatable {
    public var responseType: String?
    public var clientID: String?
    public var redirectURI: String?
    public var scope: String?
    public var state: String?
    public var codeChallenge: String?
    public var codeChallengeMethod: String?

    public init(
        responseType: String?,
        clientID: String?,
        redirectURI: String?,
        scope: String? = nil,
        state: String? = nil,
        codeChallenge: String? = nil,
        codeChallengeMethod: String? = nil
    ) {
        self.responseType = responseType
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scope = scope
        self.state = state
        self.codeChallenge = codeChallenge
        self.codeChallengeMethod = codeChallengeMethod
    }
}

/// A request that a person may now approve or deny.
public struct AuthorizationRequest: Sendable, Equatable {
    public let app: RegisteredApp
    /// One of the app's own.
    public let redirectURI: String
    /// Known names within those of the app, separated by single spaces.
    public let scopes: String
    public let state: String?
    public let challenge: String?

    /// The code is shown on a page instead of sent.
    public var isOutOfBand: Bool { redirectURI == RedirectURI.outOfBand }

    /// Where to send the person with a code.
    public func address(code: String) -> String {
        RedirectURI.adding([("code", code), ("state", state)], to: redirectURI)
    }
}

/// Why there is nothing to approve.
public enum AuthorizationFailure: Error, Sendable, Equatable {
    /// The client or the redirect URI cannot be trusted: tell the person, and send nobody anywhere (RFC 6749, 4.1.2.1).
    case shown(String)
    /// Tell the app, at this address of its own.
    case sentBack(OAuthError, to: String)

    /// The failure of a request whose redirect URI is sound. What cannot be sent anywhere is shown.
    static func of(_ error: OAuthError, redirectURI: String, state: String?) -> AuthorizationFailure {
        guard redirectURI != RedirectURI.outOfBand else { return .shown(error.sentence) }
        let answer = [("error", error.code), ("error_description", error.sentence), ("state", state)]
        return .sentBack(error, to: RedirectURI.adding(answer, to: redirectURI))
    }
}

extension AuthorizationRequest {
    /// The answer of one who says no.
    public var denial: AuthorizationFailure { .of(.accessDenied, redirectURI: redirectURI, state: state) }
}
