// What broken and hostile requests are answered: the right code and an error that apps can read, never a 500.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// Every route of statuses and timelines, with an id or a tag put in.
    static func routes(_ id: String, _ account: String) -> [(HTTPRequest.Method, String)] {
        var routes: [(HTTPRequest.Method, String)] = [
            (.post, "/api/v1/statuses"), (.get, "/api/v1/statuses"), (.get, "/api/v1/statuses/\(id)"),
            (.put, "/api/v1/statuses/\(id)"), (.patch, "/api/v1/statuses/\(id)"), (.get, "/api/v1/favourites"),
            (.get, "/api/v1/bookmarks"), (.get, "/api/v1/timelines/home"), (.get, "/api/v1/timelines/public"),
            (.get, "/api/v1/timelines/tag/\(id)"), (.get, "/api/v1/accounts/\(account)/statuses"),
        ]
        for list in ["context", "history", "source", "favourited_by", "reblogged_by"] {
            routes.append((.get, "/api/v1/statuses/\(id)/\(list)"))
        }
        for act in ["favourite", "bookmark", "pin", "mute", "reblog"] {
            routes.append((.post, "/api/v1/statuses/\(id)/\(act)"))
            routes.append((.post, "/api/v1/statuses/\(id)/un\(act)"))
        }
        return routes + [(.delete, "/api/v1/statuses/\(id)")]
    }

    @Test("a body that is no JSON is a 400, everywhere", arguments: TestEngine.available)
    func malformed(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            for body in [
                "{", "nil", #"{"status":}"#, "\u{FEFF}{", #"{"a":"\ud800"#, String(repeating: "[", count: 500),
            ] {
                for (method, path) in BadInputTests.routes(id, "\(server.alice.id)") {
                    let reply = try await server.send(method, path, as: server.alice, json: body)
                    reply.expect(400)
                    #expect(reply["error"].string?.isEmpty == false, "\(reply.request)")
                }
            }
        }
    }

    @Test("values of the wrong shape are a 422 that names them", arguments: TestEngine.available)
    func shapes(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for body in [
                #"{"status":{"a":1}}"#, #"{"status":["a"]}"#, #"{"status":"a","spoiler_text":[]}"#,
                #"{"status":"a","sensitive":"perhaps"}"#, #"{"status":"a","sensitive":{}}"#,
                #"{"status":"a","language":["en"]}"#, #"{"status":"a","visibility":{"x":1}}"#,
                #"{"status":"a","visibility":7}"#, #"{"status":"a","in_reply_to_id":{"a":1}}"#,
            ] {
                try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body).expect(422)
            }
            for (body, content) in [
                (#"{"status":12345}"#, "<p>12345</p>"), (#"{"status":true,"sensitive":"1"}"#, "<p>true</p>"),
                (#"{"status":"a","unknown":{"deep":[1,{"x":null}]}}"#, "<p>a</p>"),
            ] {
                let reply = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body)
                #expect(reply["content"] == .string(content))
            }
            for path in ["home", "public", "tag/x"] {
                for query in ["limit[]=1", "max_id[a]=1", "min_id[]=3"] {
                    try await server.get("/api/v1/timelines/\(path)?\(query)", as: server.alice).expect(422)
                }
            }
        }
    }

    @Test("ids that are no ids name nothing", arguments: TestEngine.available)
    func ids(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for id in [
                "0", "1", "-1", "abc", "9223372036854775807", "9223372036854775808", "1.5", "1e3", "%00", "%FF", "+1",
                "..%2F1",
            ] {
                for (method, path) in BadInputTests.routes(id, id)
                where path.contains("/\(id)") && !path.contains("/tag/") {
                    let reply = try await server.send(
                        method,
                        path,
                        as: server.alice,
                        method == .get ? [:] : ["status": "a"]
                    )
                    reply.expectError(404, "Record not found")
                }
            }
        }
    }

    @Test("text is kept as it came and escaped where it is HTML", arguments: TestEngine.available)
    func injection(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for text in [
                "'; DROP " + "TABLE statuses; --", "\" OR 1=1", "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "$1 $2 {in $1} ?1 %s", "</p><p>", "&lt;&amp;", "https://example.org/\"><script>", "#a<b>", "@alice<b>",
                "\u{202E}right\u{202C}", "javascript:alert(1)", "\\", "{{name}} {{{content}}}", "\u{1}\u{7F}x",
            ] {
                let json = JSONText.object(["status": text, "spoiler_text": text, "language": text])
                let reply = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: json)
                let id = try reply.id()
                let source = try await server.get("/api/v1/statuses/\(id)/source", as: server.alice)
                #expect(source["text"] == .string(text))
                #expect(source["spoiler_text"] == .string(text))
                let content = try #require(reply["content"].string)
                for tag in ["<script", "<img", "<b>", "onerror=alert(1)>"] {
                    #expect(!content.contains(tag), "\(text)")
                }
                #expect(content.hasPrefix("<p>") && content.hasSuffix("</p>"), "\(text)")
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    #expect(try await cold.get("/api/v1/statuses/\(id)", as: cold.alice).text == reply.text)
                }
                for path in ["/api/v1/timelines/tag/\(PercentEncoding.encode(text))"] {
                    #expect(try await server.get(path).status < 500)
                }
            }
        }
    }

    @Test(
        "NUL is left out, bytes that are no UTF-8 and bodies that are too large are refused",
        arguments: TestEngine.available
    )
    func bytes(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let nul = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                json: #"{"status":"a\u0000b"}"#
            )
            #expect(nul["content"] == "<p>ab</p>")
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            for bytes in ["status=%FF%FE", "status=%C3", "%FF=1&status=a"] {
                let reply = try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.alice,
                    headers: form,
                    body: ByteBuffer(string: bytes)
                )
                #expect([200, 400, 422].contains(reply.status), "\(bytes): \(reply.text)")
            }
            let raw = ByteBuffer(bytes: Array("{\"status\":\"".utf8) + [0xFF, 0xC0, 0x80] + Array("\"}".utf8))
            try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                headers: [.contentType: "application/json"],
                body: raw
            ).expect(400)
            let large = ByteBuffer(string: "status=" + String(repeating: "a", count: 2 << 20))
            try await server.send(.post, "/api/v1/statuses", as: server.alice, headers: form, body: large)
                .expectError(413, "The request body is too large")
            let long = ByteBuffer(string: "status=" + String(repeating: "e\u{301}\u{302}", count: 100_000))
            try await server.send(.post, "/api/v1/statuses", as: server.alice, headers: form, body: long).expect(422)
            // Few characters of many bytes.
            let tower = "a" + String(repeating: "\u{301}", count: 40_000)
            try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": tower])
                .expectError(422, "Validation failed: Text is longer than 32768 bytes")
        }
    }

    @Test("each route asks for a person and its scope", arguments: TestEngine.available)
    func access(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            let narrow = try await server.token(server.alice, scopes: "push")
            let app = try await server.services.registerApp(
                name: "Test",
                redirectURIs: ["urn:ietf:wg:oauth:2.0:oob"],
                scopes: "read write",
                website: nil
            )
            let appToken = try await server.services.clientCredentialsToken(
                clientID: app.app.clientID,
                secret: app.secret,
                scope: "read write"
            ).token
            let revoked = try await server.services.clientCredentialsToken(
                clientID: app.app.clientID,
                secret: app.secret,
                scope: "read write"
            ).token
            #expect(try await server.send(.get, "/api/v1/timelines/public", token: revoked).status == 200)
            try await server.services.revokeToken(revoked, clientID: app.app.clientID, secret: app.secret)
            let open: Set<String> = [
                "/api/v1/statuses", "/api/v1/statuses/\(id)", "/api/v1/statuses/\(id)/context",
                "/api/v1/statuses/\(id)/history", "/api/v1/statuses/\(id)/favourited_by",
                "/api/v1/statuses/\(id)/reblogged_by", "/api/v1/timelines/public", "/api/v1/timelines/tag/\(id)",
                "/api/v1/accounts/\(server.alice.id)/statuses",
            ]
            for (method, path) in BadInputTests.routes(id, "\(server.alice.id)") {
                let isOpen = method == .get && open.contains(path)
                let anonymous = try await server.send(method, path)
                if isOpen {
                    anonymous.expect(200)
                } else {
                    anonymous.expectError(401, "This method requires an authenticated user")
                }
                for token in ["wrong", revoked, String(repeating: "x", count: 5000), "ä", server.alice.token + "x"] {
                    let reply = try await server.send(method, path, token: token)
                    reply.expectError(401, "The access token is invalid")
                    #expect(reply.response.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
                }
                try await server.send(method, path, token: narrow)
                    .expectError(403, "This action is outside the authorized scopes")
                let byApp = try await server.send(method, path, token: appToken)
                if isOpen {
                    byApp.expect(200)
                } else {
                    byApp.expectError(422, "This method requires an authenticated user")
                }
            }
            for (scope, isEnough) in [
                ("read:statuses", true), ("read", true), ("read:accounts", false), ("write", false),
            ] {
                let token = try await server.token(server.bob, scopes: scope)
                #expect(
                    try await server.send(.get, "/api/v1/timelines/home", token: token).status == (isEnough ? 200 : 403)
                )
            }
        }
    }

    @Test("apps may add a slash, send a body with GET, and ask from another origin", arguments: TestEngine.available)
    func habits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            try await server.get("/api/v1/statuses/\(id)/", as: server.alice).expect(200)
            try await server.get("/api/v1/timelines/home/?limit=1", as: server.alice).expect(200)
            let page = try await server.send(.get, "/api/v1/timelines/home", as: server.alice, json: #"{"limit":1}"#)
            #expect(page.ids() == [id])
            let preflight = try await server.send(.options, "/api/v1/statuses")
            #expect(preflight.status == 204)
            let origin = try await server.send(
                .get,
                "/api/v1/timelines/public",
                headers: [.origin: "https://app.example"]
            )
            #expect(origin.response.headers[.accessControlAllowOrigin] == "*")
            #expect(origin.response.headers[.accessControlExposeHeaders]?.contains("Link") == true)
            // Query parameters with POST, as some apps send them.
            let posted = try await server.send(
                .post,
                "/api/v1/statuses?status=By%20query&visibility=unlisted",
                as: server.alice
            )
            #expect(posted["content"] == "<p>By query</p>")
            #expect(posted["visibility"] == "unlisted")
        }
    }

    @Test("three thousand random requests, and no 500", arguments: TestEngine.available)
    func fuzz(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var random = SeededGenerator(seed: 20_261_122)
            var ids = ["\(server.alice.id)", "0", "-1", "x", "9223372036854775807", "99999999999999999999"]
            for number in 0..<4 { ids.append(try await server.post("Number \(number) #x", by: server.alice)) }
            let people: [Person?] = [server.alice, server.bob, server.charlie, nil]
            for _ in 0..<3000 {
                let id = ids.randomElement(using: &random) ?? ""
                let routes = BadInputTests.routes(id, id)
                guard let (method, path) = routes.randomElement(using: &random),
                    let person = people.randomElement(using: &random)
                else { continue }
                var reply: Reply
                switch Int.random(in: 0..<5, using: &random) {
                case 0: reply = try await server.send(method, path, as: person)
                case 1: reply = try await server.send(method, path, as: person, json: Fuzz.json(ids, &random))
                case 2:
                    let separator = path.contains("?") ? "&" : "?"
                    reply = try await server.send(method, path + separator + Fuzz.form(ids, &random), as: person)
                case 3:
                    reply = try await server.send(
                        method,
                        path,
                        as: person,
                        headers: [.contentType: "application/x-www-form-urlencoded"],
                        body: ByteBuffer(string: Fuzz.form(ids, &random))
                    )
                default:
                    let type = ["application/json", "multipart/form-data; boundary=x", "text/plain", ""].randomElement(
                        using: &random
                    )
                    reply = try await server.send(
                        method,
                        path,
                        as: person,
                        headers: [.contentType: type ?? ""],
                        body: ByteBuffer(bytes: Fuzz.bytes(&random))
                    )
                }
                #expect(reply.status < 500, "\(reply.request): \(reply.text)")
                if reply.status >= 400 { #expect(reply["error"].string != nil, "\(reply.request): \(reply.text)") }
                if reply.status == 200, method == .post, path == "/api/v1/statuses", let id = reply["id"].string {
                    ids.append(id)
                    if ids.count > 16 { ids.remove(at: 6) }
                }
            }
            #expect(try await server.wrongCounters() == [])
        }
    }
}
