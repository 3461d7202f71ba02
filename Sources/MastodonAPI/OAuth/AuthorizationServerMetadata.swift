// /.well-known/oauth-authorization-server: what this server can do, for apps to find out (RFC 8414).

internal import Basics
internal import Domain
internal import Services

func authorizationServerMetadataRoutes(_ table: inout RouteTable) {
    table.get("/.well-known/oauth-authorization-server", .open) { request in
        var json = JSONWriter(capacity: 2048)
        AuthorizationServerMetadata.write(request.site, &json)
        return .json(json)
    }
}

enum AuthorizationServerMetadata {
    /// With a slash at the end, as Mastodon has it.
    static func issuer(_ site: Site) -> String { site.url + "/" }

    static func write(_ site: Site, _ json: inout JSONWriter) {
        json.beginObject()
        json.field("issuer", issuer(site))
        json.field("service_documentation", "https://docs.joinmastodon.org/")
        json.field("authorization_endpoint", "\(site.url)/oauth/authorize")
        json.field("token_endpoint", "\(site.url)/oauth/token")
        json.field("revocation_endpoint", "\(site.url)/oauth/revoke")
        json.field("userinfo_endpoint", "\(site.url)/oauth/userinfo")
        json.field("app_registration_endpoint", "\(site.url)/api/v1/apps")
        json.field("scopes_supported", strings: Scopes.names.map(\.name))
        json.field("response_types_supported", strings: ["code"])
        // Only what is there: answers go into the query.
        json.field("response_modes_supported", strings: ["query"])
        json.field("grant_types_supported", strings: ["authorization_code", "client_credentials"])
        json.field("token_endpoint_auth_methods_supported", strings: ["client_secret_basic", "client_secret_post"])
        json.field("code_challenge_methods_supported", strings: ["S256"])
        json.endObject()
    }
}
