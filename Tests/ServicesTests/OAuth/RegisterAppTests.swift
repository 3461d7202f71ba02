import Basics
import Database
// Registering apps: what is kept and what is refused.
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Register an app")
struct RegisterAppTests {
    @Test("an app is found by its id and proves itself by its secret", arguments: TestEngine.available)
    func registers(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let new = try await stand.services.registerApp(
                name: " Nice\u{0}\u{7} app ",
                redirectURIs: ["urn:ietf:wg:oauth:2.0:oob\nicecubesapp://\r\nhttp://localhost:3000/b?x=1"],
                scopes: "read+write read",
                website: "https://app.example/#/start"
            )
            #expect(new.app.name == "Nice app" && new.app.scopes == "read write")
            #expect(
                new.app.redirectURIs == ["urn:ietf:wg:oauth:2.0:oob", "icecubesapp://", "http://localhost:3000/b?x=1"]
            )
            #expect(try await stand.services.app(clientID: new.app.clientID) == new.app)
            #expect(try await stand.services.app(clientID: new.app.clientID, secret: new.secret) == new.app)
            for (id, secret) in [
                (new.app.clientID, "wrong"), (new.app.clientID, ""), ("", new.secret), ("\u{0}", new.secret),
                (new.app.clientID, String(repeating: "x", count: 100_000)),
            ] {
                await #expect(throws: OAuthError.invalidClient) {
                    try await stand.services.app(clientID: id, secret: secret)
                }
            }
            let plain = try await stand.services.registerApp(
                name: "A",
                redirectURIs: ["a:b"],
                scopes: nil,
                website: " "
            )
            #expect(plain.app.scopes == "read" && plain.app.website == nil)
        }
    }

    @Test("what is no app is refused in a sentence", arguments: TestEngine.available)
    func refuses(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            func problem(_ name: String, _ uris: [String], _ scopes: String? = nil, _ website: String? = nil) async
                -> String
            {
                do {
                    _ = try await stand.services.registerApp(
                        name: name,
                        redirectURIs: uris,
                        scopes: scopes,
                        website: website
                    )
                    return "none"
                } catch ServiceError.invalid(let sentence) {
                    return sentence.english
                } catch {
                    return "\(error)"
                }
            }
            #expect(await problem(" \u{0}", ["a:b"]) == "Application name can't be blank")
            #expect(await problem(String(repeating: "n", count: 61), ["a:b"]).contains("60 characters"))
            #expect(await problem("A", [" "]) == "Redirect URI can't be blank")
            #expect(await problem("A", ["a:" + String(repeating: "b", count: 2000)]).contains("2000 characters"))
            #expect(await problem("A", ["a:b"], "read everything").contains("Scopes"))
            for website in ["javascript:alert(1)", "app.example", "https://", "https://x\" onclick=\"y"] {
                #expect(await problem("A", ["a:b"], nil, website).contains("Website"))
            }
        }
    }

    @Test(
        "redirect URIs that run, have no scheme or could break a header are refused",
        arguments: [
            "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "blob:x", "/back",
            "app.example/back",
            "localhost:3000/back", "https://", "https:///x", "http:app.example", "https://user@",
            "https://a.example/#x",
            "https://a.example/\r\nX: y", "https://a.example/é", "1a:b", ":x", "a:", "", "https://a.example/<x>",
        ]
    )
    func badRedirects(_ uri: String) {
        // `user@` with an empty host is left to the browser; it leads nowhere.
        #expect(RedirectURI.isValid(uri) == (uri == "https://user@"))
    }

    @Test("answers are added to a query that may be there already")
    func answers() {
        #expect(
            RedirectURI.adding([("code", "a b&c"), ("state", nil)], to: "tusky://oauth")
                == "tusky://oauth?code=a%20b%26c"
        )
        #expect(
            RedirectURI.adding([("a", "1"), ("b", "2")], to: "https://a.example/?x=y")
                == "https://a.example/?x=y&a=1&b=2"
        )
        #expect(RedirectURI.adding([("a", "1")], to: "https://a.example/?") == "https://a.example/?a=1")
    }
}
