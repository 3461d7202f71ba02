// An app sends somebody here to be asked: is what it asks for sound?

internal import Domain
internal import Storage

extension Services {
    /// The request, checked. Throws `AuthorizationFailure`; one that is `shown` must not redirect.
    public func beginAuthorization(_ query: AuthorizationQuery) async throws -> AuthorizationRequest {
        guard let clientID = query.clientID?.nonBlank, let app = try await app(clientID: clientID) else {
            throw AuthorizationFailure.shown("The app that sent you here is not known to this server (client_id).")
        }
        guard let redirectURI = query.redirectURI?.nonBlank, app.redirectURIs.contains(redirectURI) else {
            throw AuthorizationFailure.shown(
                "The app wants you to be sent to an address it did not register (redirect_uri)."
            )
        }
        // From here on the app can be told.
        let state = query.state?.nonBlank
        func refuse(_ error: OAuthError) -> AuthorizationFailure { .of(error, redirectURI: redirectURI, state: state) }
        guard let type = query.responseType?.nonBlank else {
            throw refuse(.invalidRequest("The parameter response_type is missing."))
        }
        guard type == "code" else { throw refuse(.unsupportedResponseType) }
        guard let scopes = ScopeText(query.scope), let allowed = Scopes(text: app.scopes),
            allowed.isSuperset(of: scopes.scopes)
        else { throw refuse(.invalidScope) }
        let (challenge, method) = (query.codeChallenge?.nonBlank, query.codeChallengeMethod?.nonBlank)
        if challenge != nil || method != nil {
            // RFC 7636, 4.3: without a method it would be "plain".
            guard method == ProofKey.method else {
                throw refuse(.invalidRequest("The parameter code_challenge_method must be S256."))
            }
            guard let challenge, ProofKey.isChallenge(challenge) else {
                throw refuse(.invalidRequest("The parameter code_challenge must be 43 characters of base64url."))
            }
        }
        return AuthorizationRequest(
            app: app,
            redirectURI: redirectURI,
            scopes: scopes.text,
            state: state,
            challenge: challenge
        )
    }
}
