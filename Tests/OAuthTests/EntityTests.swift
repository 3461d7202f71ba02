// The entities of OAuth, byte for byte.
import Basics
import Domain
import Storage
import Testing

@testable import MastodonAPI
@testable import Services

@Suite("Entities of OAuth")
struct EntityTests {
    let app = RegisteredApp(
        id: 98_765_432_100_000,
        clientID: "client",
        secretHash: [],
        name: "An \"app\"",
        website: nil,
        redirectURIs: ["urn:ietf:wg:oauth:2.0:oob", "tusky://oauth"],
        scopes: "read write:statuses",
        createdAt: Timestamp(seconds: 0)
    )

    private func json(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test("Application")
    func application() {
        let fields =
            #""id":"98765432100000","name":"An \"app\"","website":null,"scopes":["read","write:statuses"],"#
            + #""redirect_uris":["urn:ietf:wg:oauth:2.0:oob","tusky://oauth"],"#
            + #""redirect_uri":"urn:ietf:wg:oauth:2.0:oob\ntusky://oauth","vapid_key":"key""#
        #expect(json { ApplicationEntity.write(app, vapidKey: "key", &$0) } == "{\(fields)}")
        let credentials = #""client_id":"client","client_secret":"secret","client_secret_expires_at":0"#
        #expect(
            json { ApplicationEntity.write(NewApp(app: app, secret: "secret"), vapidKey: "key", &$0) }
                == "{\(fields),\(credentials)}"
        )
    }

    @Test("Token")
    func token() {
        let issued = IssuedToken(
            token: "abc",
            scopes: "read write",
            createdAt: Timestamp(milliseconds: 1_508_098_860_999)
        )
        #expect(
            json { TokenEntity.write(issued, &$0) }
                == #"{"access_token":"abc","token_type":"Bearer","scope":"read write","created_at":1508098860}"#
        )
    }

    @Test("the metadata of the server")
    func metadata() throws {
        let site = try #require(Site(url: "https://chorus.example"))
        let text = json { AuthorizationServerMetadata.write(site, &$0) }
        #expect(text.hasPrefix(#"{"issuer":"https://chorus.example/","service_documentation":"#))
        for part in [
            #""authorization_endpoint":"https://chorus.example/oauth/authorize""#,
            #""token_endpoint":"https://chorus.example/oauth/token""#,
            #""revocation_endpoint":"https://chorus.example/oauth/revoke""#,
            #""userinfo_endpoint":"https://chorus.example/oauth/userinfo""#,
            #""app_registration_endpoint":"https://chorus.example/api/v1/apps""#,
            #""scopes_supported":["read","profile","write","follow","push","#, #""response_types_supported":["code"]"#,
            #""grant_types_supported":["authorization_code","client_credentials"]"#,
            #""token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]"#,
            #""code_challenge_methods_supported":["S256"]"#,
        ] { #expect(text.contains(part)) }
    }
}
