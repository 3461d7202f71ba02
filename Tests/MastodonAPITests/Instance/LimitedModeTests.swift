// A server in limited mode: strangers, and apps without a person, see how to come in and nothing else.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import MastodonAPI

@Suite("Limited mode")
struct LimitedModeTests {
    /// What answers strangers: the whole list, so that a new route has to be thought about.
    private static let open: Set<String> = [
        "POST /api/v1/apps", "GET /api/v1/apps/verify_credentials", "POST /oauth/token", "POST /oauth/revoke",
        "GET /.well-known/oauth-authorization-server", "GET /.well-known/nodeinfo", "GET /nodeinfo/2.0",
        "GET /nodeinfo/2.1", "GET /api/v1/instance/domain_blocks",
        "POST /api/v1/accounts", "GET /api/v1/instance", "GET /api/v2/instance", "GET /api/v1/instance/activity",
        "GET /api/v1/instance/rules", "GET /api/v1/instance/extended_description",
        "GET /api/v1/instance/privacy_policy",
        "GET /api/v1/instance/terms_of_service", "GET /api/v1/instance/terms_of_service/:date",
        "GET /api/v1/instance/languages", "GET /api/v1/instance/peers",
        "GET /api/v1/instance/translation_languages", "GET /emojis/image/:id", "GET /emojis/still/:id",
        "GET /api/v1/streaming/health", "GET /api/v1/streaming", "GET /api/v1/streaming/:first",
        "GET /api/v1/streaming/:first/:second",
    ]

    /// What Mastodon answers an app's token where a person is asked for, with 422. Any other 422 would be of a route that looked at
    /// what was asked before it looked at who asks.
    private static let needsPerson = "This method requires an authenticated user"

    @Test(
        "every route asks for a person, but for what leads in: without a token, and with an app's",
        arguments: TestEngine.available
    )
    func closed(_ engine: TestEngine) async throws {
        try await withServer(engine, isLimited: true) { server in
            let status = try await server.post("among ourselves #quiet", by: server.alice)
            let app = try await server.send(
                .post,
                "/api/v1/apps",
                [
                    "client_name": "app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                    "scopes": "read write follow push",
                ]
            ).expect(200)
            let granted = try await server.send(
                .post,
                "/oauth/token",
                [
                    "grant_type": "client_credentials", "client_id": app["client_id"].string ?? "",
                    "client_secret": app["client_secret"].string ?? "", "scope": "read write follow push",
                ]
            )
            let token = try #require(granted["access_token"].string)
            let all = Set(API.routes().routes.map { "\($0.method) \($0.path)" })
            #expect(Self.open.subtracting(all) == [])
            for route in API.routes().routes {
                let path = route.path.split(separator: "/", omittingEmptySubsequences: false).map { part in
                    part.hasPrefix(":")
                        ? (part.contains("name") || part.contains("tag") ? "quiet" : status) : String(part)
                }.joined(separator: "/")
                for sent in [nil, token] {
                    let reply = try await server.send(route.method, path, token: sent)
                    let what = "\(route.method) \(route.path) with \(sent == nil ? "nothing" : "an app's token")"
                    #expect(!reply.text.contains("among ourselves"), "\(what)")
                    guard !Self.open.contains("\(route.method) \(route.path)") else { continue }
                    let asksForPerson = sent != nil && reply["error"] == .string(Self.needsPerson)
                    #expect(
                        [401, 403].contains(reply.status) || reply.status == 422 && asksForPerson,
                        "\(what): \(reply.status) \(reply.text)"
                    )
                }
            }
            // Who is in reads all of it.
            try await server.get("/api/v1/statuses/\(status)/quotes", as: server.alice).expect(200)
            try await server.get("/api/v1/statuses/\(status)", as: server.bob).expect(200)
        }
    }
}
