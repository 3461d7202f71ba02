// The pages as an installed app, and a browser that is told while no page is open.
import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Pages as an app")
struct AppTests {
    /// The keys of RFC 8291, section 5.
    private static let keys = [
        ("p256dh", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        ("auth", "BTBZMqHH6r4Tts7J_aSIgg"),
    ]

    @Test("who is signed in can install it; the service worker looks after all pages", arguments: TestEngine.available)
    func installs(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let manifest = try await stand.get("/manifest.webmanifest")
            #expect(manifest.status == 200 && manifest.headers[.contentType] == "application/manifest+json")
            let json = try JSONSerialization.jsonObject(with: Data(manifest.body.utf8)) as? [String: Any]
            #expect(json?["name"] as? String == "Chorus & friends" && json?["start_url"] as? String == "/home")
            let share = json?["share_target"] as? [String: Any]
            #expect(share?["method"] as? String == "GET")
            #expect(share?["enctype"] as? String == "application/x-www-form-urlencoded")
            #expect(try await alice.get("/home").links("rel", "manifest") == ["/manifest.webmanifest"])
            #expect(try await stand.get("/").links("rel", "manifest") == [])
            let worker = try await stand.get("/sw.js")
            #expect(worker.status == 200 && worker.headers[.cacheControl] == "no-cache")
            #expect(worker.headers[.contentSecurityPolicy]?.contains("connect-src 'self'") == true)
            let known = try await stand.get("/sw.js", headers: [.ifNoneMatch: worker.headers[.eTag] ?? ""])
            #expect(known.status == 304)
            let offline = try await stand.get("/offline")
            #expect(offline.status == 200 && offline.complaints == [] && offline.text.contains("You are offline"))
            let spoken = try await stand.get("/offline", headers: [.acceptLanguage: "ja"])
            #expect(spoken.body.contains("lang=\"ja\"") && !spoken.text.contains("You are offline"))
        }
    }

    @Test("the last home may be kept, unless it shows anything of a sensitive call", arguments: TestEngine.available)
    func kept(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            func mark(_ path: String) async throws -> String? {
                try await alice.get(path).headers[try #require(HTTPField.Name("X-Chorus-Offline"))]
            }
            let note = try await stand.post("a note", by: alice.user)
            #expect(try await mark("/home") == "keep")
            for path in ["/notifications", "/@alice", "/public/local", "/home?max_id=\(note)", "/publish", "/settings"]
            {
                #expect(try await mark(path) == nil, "\(path)")
            }
            let draft = CallDraft(prompt: "Say so", tag: "hard", answers: ["yes", "no"], isSensitive: true)
            _ = try await stand.services.postCall(draft, by: alice.user)
            #expect(try await alice.get("/home").body.contains("data-leave"))
            #expect(try await mark("/home") == nil)
        }
    }

    @Test("a browser is told by a token of its own, which ends with its sign-out", arguments: TestEngine.available)
    func pushes(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let page = try await alice.get("/notifications")
            let key = try await stand.services.vapidPublicKey()
            #expect(page.complaints == [] && page.body.contains("data-push=\"\(key)\""))
            let on = [("do", "on"), ("endpoint", "https://push.example/1")] + AppTests.keys
            func apps(_ person: SignedIn) async throws -> [AppAccess] {
                try await stand.services.logins(of: person.user.accountID).apps
            }
            #expect(try await alice.send("/notifications/push", on, proof: "x").status == 422)
            #expect(try await stand.sendAsStranger("/notifications/push", on).status == 401)
            for wrong in ["http://push.example/1", "", "push.example"] {
                let fields = [("do", "on"), ("endpoint", wrong)] + AppTests.keys
                #expect(try await alice.send("/notifications/push", fields).status == 422, "\(wrong)")
            }
            #expect(try await apps(alice).isEmpty)
            let sent = try await alice.send("/notifications/push", on)
            #expect(sent.status == 200)
            let access = try #require(try await apps(alice).first)
            #expect(access.scopes == "push")
            let subscription = try await stand.database.read { try PushQueries.subscription(ofToken: access.id, $0) }
            #expect(
                subscription?.endpoint == "https://push.example/1"
                    && subscription?.alerts == [
                        PushAlerts(.mention), PushAlerts(.quote), PushAlerts(.follow), PushAlerts(.followRequest),
                        PushAlerts(.moderationWarning),
                    ]
            )
            let cookie = try #require(sent.headers[.setCookie]?.prefix { $0 != ";" })
            #expect(cookie.hasPrefix("__Host-chorus_push=") && cookie.count > 50)
            // Once more in the same browser: one subscription.
            var again = alice.cookie
            again[.cookie] = [again[.cookie] ?? "", String(cookie)].joined(separator: "; ")
            func send(_ path: String, _ fields: [(String, String)], as person: SignedIn, cookies: HTTPFields)
                async throws -> PageReply
            {
                var headers = cookies
                headers[.contentType] = "application/x-www-form-urlencoded"
                let body = ([("csrf", person.proof)] + fields)
                    .map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
                let reply = try await stand.get(path, method: .post, headers: headers, body: body)
                #expect(reply.status < 400)
                return reply
            }
            let renewed = try await send("/notifications/push", on, as: alice, cookies: again)
            let second = try #require(try await apps(alice).first)
            #expect(try await apps(alice).count == 1 && second.id != access.id)
            let kept = try #require(renewed.headers[.setCookie]?.prefix { $0 != ";" })
            again[.cookie] = "\(alice.cookie[.cookie] ?? ""); \(kept)"
            // The page says what holds for who reads it.
            var others = bob.cookie
            others[.cookie] = "\(bob.cookie[.cookie] ?? ""); \(kept)"
            for (cookies, isTold) in [(again, true), (others, false), (alice.cookie, false)] {
                let page = try await stand.get("/notifications", headers: cookies)
                #expect(page.body.contains("data-told=\"\(isTold)\""))
            }
            _ = try await send("/auth/sign_out", [], as: alice, cookies: again)
            #expect(try await apps(alice).isEmpty)
        }
    }

    @Test("who signs in with a browser is not told what it was told for somebody else", arguments: TestEngine.available)
    func nextPerson(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            _ = try await stand.signedIn("bob")
            let on = [("do", "on"), ("endpoint", "https://push.example/1")] + AppTests.keys
            let cookie = try #require(
                try await alice.send("/notifications/push", on).headers[.setCookie]?.prefix { $0 != ";" }
            )
            let form = try await stand.get("/auth/sign_in")
            let secret = try #require(form.headers[.setCookie]?.prefix { $0 != ";" })
            let csrf = try #require(form.field("csrf"))
            for (name, isTold) in [("alice", true), ("bob", false)] {
                let reply = try await stand.sendAsStranger(
                    "/auth/sign_in",
                    [("csrf", csrf), ("login", name), ("password", "a quiet long password")],
                    headers: [.cookie: "\(secret); \(cookie)"]
                )
                #expect(reply.status == 302)
                #expect(try await stand.services.logins(of: alice.user.accountID).apps.isEmpty != isTold, "\(name)")
            }
        }
    }
}
