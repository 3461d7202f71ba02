// /oauth/token, /oauth/revoke, /oauth/userinfo: what apps do with codes and tokens. The pages of /oauth are in Web.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func oauthRoutes(_ table: inout RouteTable) {
    table.post("/oauth/token", .open) { request in
        try await OAuthAnswer.of(request) { proof in
            switch try request.parameters.text("grant_type") ?? "" {
            case "authorization_code":
                guard let code = try request.parameters.text("code"), !code.isEmpty else {
                    throw OAuthError.invalidRequest("The parameter code is missing.")
                }
                return TokenEntity.answer(
                    try await request.services.exchangeCode(
                        code,
                        clientID: proof.clientID,
                        secret: proof.secret,
                        redirectURI: try request.parameters.text("redirect_uri"),
                        verifier: try request.parameters.text("code_verifier")
                    )
                )
            case "client_credentials":
                return TokenEntity.answer(
                    try await request.services.clientCredentialsToken(
                        clientID: proof.clientID,
                        secret: proof.secret,
                        scope: try request.parameters.text("scope")
                    )
                )
            case "":
                throw OAuthError.invalidRequest("The parameter grant_type is missing.")
            default:
                throw OAuthError.unsupportedGrantType
            }
        }
    }

    table.post("/oauth/revoke", .open) { request in
        try await OAuthAnswer.of(request) { proof in
            guard let token = try request.parameters.text("token"), !token.isEmpty else {
                throw OAuthError.unauthorizedClient
            }
            try await request.services.revokeToken(token, clientID: proof.clientID, secret: proof.secret)
            return .empty
        }
    }

    table.get("/oauth/userinfo", .user(.profile), userinfo)
    table.post("/oauth/userinfo", .user(.profile), userinfo)

    /// The standard claims of OpenID Connect (Core 1.0, 5.1).
    @Sendable func userinfo(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.accountID()
        guard let account = try await request.services.accounts.account(id, for: id)?.account else {
            throw APIError.notFound
        }
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("iss", AuthorizationServerMetadata.issuer(request.site))
        json.field("sub", request.site.uri(of: account))
        json.field("name", account.displayName.isEmpty ? account.username : account.displayName)
        json.field("preferred_username", account.username)
        json.field("profile", request.site.url(of: account))
        json.field("picture", request.site.avatarURL(of: account))
        json.endObject()
        return .json(json)
    }
}

/// The errors of RFC 6749 (5.2) as answers.
enum OAuthAnswer {
    static func of(_ request: APIRequest, _ body: (ClientProof) async throws -> APIResponse) async throws -> APIResponse
    {
        let proof = try ClientProof(request)
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
        var refusal = APIError.technical(status, Sentence(stringLiteral: error.code), headers: headers)
        refusal.description = error.sentence
        return refusal
    }
}
