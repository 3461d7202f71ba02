// /oauth/token, /oauth/revoke, /oauth/userinfo: what apps do with codes and tokens. The pages of /oauth are in Web.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func oauthRoutes(_ table: inout RouteTable) {
    table.post("/oauth/token", .open) { call in
        try await OAuthAnswer.of(call) { proof in
            switch try call.parameters.text("grant_type") ?? "" {
            case "authorization_code":
                guard let code = try call.parameters.text("code"), !code.isEmpty else {
                    throw OAuthError.invalidRequest("The parameter code is missing.")
                }
                return TokenEntity.answer(
                    try await call.services.exchangeCode(
                        code,
                        clientID: proof.clientID,
                        secret: proof.secret,
                        redirectURI: try call.parameters.text("redirect_uri"),
                        verifier: try call.parameters.text("code_verifier")
                    )
                )
            case "client_credentials":
                return TokenEntity.answer(
                    try await call.services.clientCredentialsToken(
                        clientID: proof.clientID,
                        secret: proof.secret,
                        scope: try call.parameters.text("scope")
                    )
                )
            case "":
                throw OAuthError.invalidRequest("The parameter grant_type is missing.")
            default:
                throw OAuthError.unsupportedGrantType
            }
        }
    }

    table.post("/oauth/revoke", .open) { call in
        try await OAuthAnswer.of(call) { proof in
            guard let token = try call.parameters.text("token"), !token.isEmpty else {
                throw OAuthError.unauthorizedClient
            }
            try await call.services.revokeToken(token, clientID: proof.clientID, secret: proof.secret)
            return .empty
        }
    }

    table.get("/oauth/userinfo", .user(.profile), userinfo)
    table.post("/oauth/userinfo", .user(.profile), userinfo)

    /// The standard claims of OpenID Connect (Core 1.0, 5.1).
    @Sendable func userinfo(_ call: APICall) async throws -> Answer {
        guard let account = try await call.services.accounts.account(try call.accountID())?.account else {
            throw APIError.notFound
        }
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("iss", AuthorizationServerMetadata.issuer(call.site))
        json.field("sub", call.site.uri(of: account))
        json.field("name", account.displayName.isEmpty ? account.username : account.displayName)
        json.field("preferred_username", account.username)
        json.field("profile", call.site.url(of: account))
        json.field("picture", call.site.avatarURL(of: account))
        json.endObject()
        return .json(json)
    }
}

/// The errors of RFC 6749 (5.2) as answers.
enum OAuthAnswer {
    static func of(_ call: APICall, _ body: (ClientProof) async throws -> Answer) async throws -> Answer {
        let proof = try ClientProof(call)
        do {
            return try await body(proof)
        } catch let error as OAuthError {
            throw failure(error, isBasic: proof.isBasic)
        }
    }

    static func failure(_ error: OAuthError, isBasic: Bool) -> APIError {
        var headers: HTTPFields = [:]
        let status: HTTPResponse.Status
        switch error {
        case .invalidClient:
            status = .unauthorized
            // Only who sent Basic is asked for it: a browser would open a dialog of its own.
            headers[.wwwAuthenticate] =
                isBasic ? #"Basic realm="Chorus""# : #"Bearer realm="Chorus", error="invalid_client""#
        case .unauthorizedClient, .accessDenied: status = .forbidden
        default: status = .badRequest
        }
        return APIError(status, error.code, description: error.sentence, headers: headers)
    }
}
