// Leaving quickly, as far as the server has a part in it; e2e/test_leave.py is the same in a browser.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct LeaveRouteTests {
    @Test(
        "a browser that has left without a script finds the almanac in place of every page",
        arguments: TestEngine.available
    )
    func almanac(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let post = try await stand.post("a note #garden", by: alice)
            let left = try await stand.get("/leave")
            #expect(left.status == 303 && left.location == "/almanac#today")
            #expect(
                left.headers[.setCookie] == "chorus_almanac=1; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure"
            )
            let mark: HTTPFields = [.cookie: "chorus_almanac=1"]
            for path in ["/", "/explore", "/@alice", "/@alice/\(post)", "/tags/garden", "/calls", "/auth/sign_in"] {
                let page = try await stand.get(path, headers: mark)
                #expect(page.status == 303 && page.location == "/almanac#today", "\(path)")
                #expect(page.headers[.cacheControl] == "private, no-store, no-transform", "\(path)")
            }
            #expect(try await stand.get("/auth/sign_in", method: .post, headers: mark, body: "").status == 303)
            #expect(try await stand.get("/almanac", headers: mark).status == 200)
            #expect(try await stand.get(Assets.stylesheet.path, headers: mark).status == 200)
            let back = try await stand.get("/return", headers: mark)
            #expect(back.location == "/" && back.headers[.setCookie]?.hasPrefix("chorus_almanac=; ") == true)
        }
    }

    @Test(
        "whatever shows a sensitive call, an answer to it or its tag can be left, and no cache keeps it",
        arguments: TestEngine.available
    )
    func pages(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let before = try await stand.get("/")
            #expect(before.headers[.cacheControl] == "no-store" && !before.body.contains("data-leave"))
            func call(_ tag: String, isSensitive: Bool) async throws -> Int64 {
                let draft = CallDraft(prompt: "Say so", tag: tag, answers: ["yes", "no"], isSensitive: isSensitive)
                return try await stand.services.postCall(draft, by: alice).id
            }
            let asked = try await call("hard", isSensitive: true)
            let told = try await stand.post("me too", by: bob, to: asked)
            let more = try await stand.post("and more", by: bob, to: told)
            let (calm, note) = (try await call("calm", isSensitive: false), try await stand.post("a note", by: bob))
            for path in [
                "/", "/explore", "/calls", "/calls/\(asked)", "/tags/hard", "/@alice", "/@alice/\(asked)",
                "/@bob/with_replies", "/@bob/\(told)", "/@bob/\(more)", "/auth/sign_in", "/auth/sign_up",
            ] {
                let page = try await stand.get(path)
                #expect(page.status == 200 && page.complaints == [], "\(path)")
                #expect(page.headers[.cacheControl]?.hasPrefix("private, no-store") == true, "\(path)")
                #expect(page.links("data-leave", "") == ["/leave"], "\(path)")
                #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true, "\(path)")
            }
            for path in ["/calls/\(calm)", "/tags/calm", "/@alice/\(calm)", "/@bob/\(note)", "/about"] {
                let page = try await stand.get(path)
                #expect(page.headers[.cacheControl] == "no-store", "\(path)")
                #expect(page.links("data-leave", "") == [], "\(path)")
            }
        }
    }

    @Test(
        "who is signed in can leave home, notifications and search, and no cache keeps them",
        arguments: TestEngine.available
    )
    func signedIn(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let charlie = try await stand.signedIn("charlie")
            let draft = CallDraft(prompt: "Say so", tag: "hard", answers: ["yes", "no"], isSensitive: true)
            let asked = try await stand.services.postCall(draft, by: alice.user).id
            let told = try await stand.post("me too, on a Tuesday", by: bob.user, to: asked)
            _ = try await stand.services.favouriteStatus(told, by: alice.user.accountID)
            // Alice made the call and heard of the answer; bob gave it, and heard that it was liked.
            for (reader, paths) in [
                (alice, ["/home", "/notifications", "/search", "/search?q=Say+so"]),
                (bob, ["/home", "/notifications", "/search", "/search?q=Tuesday", "/calls/\(asked)"]),
            ] {
                for path in paths {
                    let page = try await reader.get(path)
                    #expect(page.status == 200 && page.complaints == [], "\(path)")
                    #expect(page.headers[.cacheControl] == "private, no-store, no-transform", "\(path)")
                    #expect(page.links("data-leave", "") == ["/leave"], "\(path)")
                }
            }
            // There is nothing of it where nothing of it is shown.
            for path in ["/home", "/notifications"] {
                #expect(try await charlie.get(path).links("data-leave", "") == [], "\(path)")
            }
        }
    }

    @Test(
        "a form that a script sends is told where to go; one that a browser sends is led to its page",
        arguments: TestEngine.available
    )
    func forms(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            _ = try await stand.account("alice")
            let form = try await stand.get("/auth/sign_in?return_to=%2Fexplore")
            let cookie = String(form.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let secret = String(cookie.drop { $0 != "=" }.dropFirst())
            func send(_ password: String, _ more: HTTPFields) async throws -> PageReply {
                let words = password.replacing(" ", with: "+")
                let body = "csrf=\(FormProof.make(for: secret))&return_to=%2Fexplore&login=alice&password=\(words)"
                var headers: HTTPFields = [.cookie: cookie]
                headers.append(contentsOf: more)
                return try await stand.get("/auth/sign_in", method: .post, headers: headers, body: body)
            }
            let (requestedWith, mode) = (HTTPField.Name("X-Requested-With"), HTTPField.Name("Sec-Fetch-Mode"))
            let fetch = try HTTPFields([HTTPField(name: #require(requestedWith), value: "fetch")])
            let right = try await send("a quiet long password", fetch)
            #expect(right.status == 204 && right.location == "/explore" && right.headers[.setCookie] != nil)
            let wrong = try await send("another", fetch)
            #expect(wrong.status == 422 && wrong.text.contains("is wrong"))

            let navigate = try HTTPFields([HTTPField(name: #require(mode), value: "navigate")])
            #expect(try await send("a quiet long password", navigate).status == 302)
            let refused = try await send("another", navigate)
            #expect(refused.status == 303 && refused.location == "/notice" && refused.body.isEmpty)
            let token = String(refused.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let notice = try await stand.get("/notice", headers: [.cookie: token])
            #expect(notice.status == 422 && notice.text.contains("is wrong") && notice.complaints == [])
            #expect(notice.headers[.cacheControl] == "private, no-store, no-transform")
            let others = try await stand.get("/notice", headers: [.cookie: "__Host-chorus_notice=x.200"])
            #expect(others.status == 422 && !others.text.contains("is wrong"))
            // Another node has the words.
            try await withPages(engine) { other in
                let words = try await other.get("/notice", headers: [.cookie: token])
                #expect(words.status == 422 && words.complaints == [] && words.text.contains("is wrong"))
                #expect(words.links("class", "button") == ["/auth/sign_in"])
            }
            stand.clock.advance(.seconds(601))
            #expect(try await stand.get("/notice", headers: [.cookie: token]).text.contains("is wrong") == false)

            // Of a call the browser keeps no word and no address.
            let call = try await stand.get("/calls/0", method: .post, headers: navigate, body: "do=answer")
            let kept = String(call.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            #expect(call.location == "/notice" && kept.hasSuffix("."))
            #expect(try await stand.get("/notice", headers: [.cookie: kept]).status == 404)
        }
    }
}
