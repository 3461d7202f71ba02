// Subscriptions of apps, and what is sent to them.

import Basics
import Database
import Domain
import HTTPTypes
import Jobs
import Logging
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Push")
struct PushTests {
    private static let path = "/api/v1/push/subscription"
    private static let key =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"

    private static func wish(_ more: String = "", alerts: String = #"{"mention":true,"favourite":"1"}"#) -> String {
        """
        {"subscription":{"endpoint":"https://push.example/abc","keys":{"p256dh":"\(key)","auth":"BTBZMqHH6r4Tts7J_aSIgg"}\
        \(more)},"data":{"alerts":\(alerts)}}
        """
    }

    @Test("a token has one subscription, which is made, read, changed and ended", arguments: TestEngine.available)
    func lifecycle(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            try await server.get(Self.path, as: alice).expectError(404, "Record not found")
            let made = try await server.send(.post, Self.path, as: alice, json: Self.wish()).expect(200)
            #expect(made.json.keys == ["id", "endpoint", "standard", "alerts", "policy", "server_key"])
            guard case .number(let id) = made["id"] else {
                Issue.record("the id is a number")
                return
            }
            #expect(made["alerts", "mention"] == true && made["alerts", "favourite"] == true)
            #expect(made["alerts", "admin.sign_up"] == false && made["policy"] == "all" && made["standard"] == false)
            let instance = try await server.get("/api/v2/instance")
            #expect(instance["configuration", "vapid", "public_key"] == made["server_key"])
            #expect(Base64URL.decode(made["server_key"].string ?? "")?.count == 65)
            #expect(try await server.get(Self.path, as: alice).text == made.text)
            // IceCubes sends all of it in the query.
            let query = "?data[alerts][poll]=true&policy=followed"
            let changed = try await server.send(.put, Self.path + query, as: alice).expect(200)
            #expect(changed["alerts", "poll"] == true && changed["alerts", "mention"] == false)
            #expect(changed["policy"] == "followed" && changed["id"] == .number(id))
            let again = try await server.send(.post, Self.path, as: alice, json: Self.wish(#","standard":true"#))
            #expect(again["standard"] == true && again["id"] != .number(id) && again["policy"] == "all")
            #expect(try await server.send(.delete, Self.path, as: alice).expect(200).text == "{}")
            try await server.get(Self.path, as: alice).expect(404)
            try await server.send(.put, Self.path, as: alice, json: "{}").expectError(404, "Record not found")
            try await server.send(.delete, Self.path, as: alice).expect(200)
        }
    }

    @Test("what cannot be pushed to is refused in a sentence", arguments: TestEngine.available)
    func refusals(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            for (json, sentence) in [
                ("{}", "Endpoint must be an https address"),
                (Self.wish().replacing("https:", with: "http:"), "Endpoint must be an https address"),
                (Self.wish().replacing("push.example", with: "a@b"), "Endpoint must be an https address"),
                (
                    Self.wish().replacing(Self.key, with: "AAAA"),
                    "Key p256dh must be an uncompressed P-256 key in base64"
                ),
                (Self.wish().replacing("BTBZMqHH6r4Tts7J_aSIgg", with: "AAAA"), "Key auth must be 16 bytes in base64"),
                (
                    Self.wish().replacing(#""data":{"#, with: #""data":{"policy":"some","#),
                    "Policy must be all, followed, follower or none"
                ),
            ] {
                try await server.send(.post, Self.path, as: alice, json: json)
                    .expectError(422, "Validation failed: \(sentence)")
            }
            let token = try await server.token(alice, scopes: "read write")
            try await server.send(.post, Self.path, token: token, json: Self.wish())
                .expectError(403, "This action is outside the authorized scopes")
        }
    }

    @Test("a job is written for each app that wants to hear, and for no other", arguments: TestEngine.available)
    func jobs(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.send(.post, Self.path, as: alice, json: Self.wish()).expect(200)
            let status = try await server.post("me too", by: alice)
            #expect(try await server.pushes(answering: 201).isEmpty)
            try await server.act("favourite", status, by: bob)
            try await server.act("reblog", status, by: bob)
            try await server.post("@alice psst", by: bob, "direct")
            try await server.post("@alice hello", by: bob)
            let sent = try await server.pushes(answering: 201)
            #expect(sent.count == 2)
            #expect(sent.allSatisfy { $0.endpoint.url == "https://push.example/abc" && $0.body.count < 4096 })
            let headers = Dictionary(sent[0].headers.map { ($0.name, $0.value) }) { first, _ in first }
            #expect(headers["TTL"] == "172800" && headers["Content-Encoding"] == "aesgcm")
            #expect(headers["Authorization"]?.hasPrefix("WebPush ") == true)
            #expect(headers["Encryption"]?.hasPrefix("salt=") == true)
            #expect(headers["Crypto-Key"]?.contains(";p256ecdsa=") == true)
            #expect(try await server.pushes(answering: 201).isEmpty)
        }
    }

    @Test(
        "a push service that knows the app no more ends the subscription, one that fails is asked again",
        arguments: TestEngine.available
    )
    func answers(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            try await server.send(.post, Self.path, as: alice, json: Self.wish(#","standard":true"#)).expect(200)
            try await server.post("@alice hello", by: server.bob)
            #expect(try await server.pushes(answering: 503).count == 1)
            try await server.get(Self.path, as: alice).expect(200)
            server.clock.advance(.seconds(60))
            let again = try await server.pushes(answering: 410)
            #expect(again.count == 1 && again[0].headers.contains { $0.value == "aes128gcm" })
            try await server.get(Self.path, as: alice).expect(404)
            try await server.post("@alice hello", by: server.bob)
            #expect(try await server.pushes(answering: 201).isEmpty)
        }
    }

    @Test("the policy of a subscription, a block and age hold a push back", arguments: TestEngine.available)
    func policies(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.send(.post, Self.path, as: alice, json: Self.wish()).expect(200)
            func mention(_ policy: String) async throws -> Int {
                try await server.send(.put, "\(Self.path)?data[policy]=\(policy)", as: alice).expect(200)
                try await server.post("@alice hello", by: bob)
                return try await server.pushes(answering: 201).count
            }
            #expect(try await mention("all") == 1)
            #expect(try await mention("followed") == 0)
            #expect(try await mention("follower") == 0)
            #expect(try await mention("none") == 0)
            try await server.follow(bob, by: alice)
            #expect(try await mention("followed") == 1)
            try await server.follow(alice, by: bob)
            #expect(try await mention("follower") == 1)
            try await server.send(.put, "\(Self.path)?data[policy]=all", as: alice).expect(200)
            try await server.post("@alice hello", by: bob)
            server.clock.advance(.seconds(49 * 3600))
            #expect(try await server.pushes(answering: 201).isEmpty)
        }
    }

    @Test("an ended token takes its subscription along", arguments: TestEngine.available)
    func revoked(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await server.token(server.alice, scopes: "read push")
            try await server.send(.post, Self.path, token: token, json: Self.wish()).expect(200)
            let hash = GrantCache.hash(token)
            try await server.services.database.write { try OAuthQueries.deleteToken(hash: hash, $0) }
            try await server.post("@alice hello", by: server.bob)
            #expect(try await server.pushes(answering: 201).isEmpty)
        }
    }
}

extension TestServer {
    /// Does the jobs that are due; what was sent meanwhile.
    func pushes(answering status: Int) async throws -> [PushMessage] {
        let sent = Sent()
        let services = Services(
            database: services.database,
            site: services.site,
            limits: services.limits,
            clock: services.clock,
            push: PushSettings(sealingKey: pushKey) { message in
                sent.append(message)
                return status
            }
        )
        var handlers = JobHandlers()
        services.handlePushes(&handlers)
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        let runner = JobRunner(queue: services.jobs, handlers: handlers, logger: logger)
        let work = Task { await runner.run() }
        services.jobs.wake()
        let now = clock.clock.now()
        for _ in 0..<500 where try await services.database.read({ try JobQueries.isAnyDue(by: now, $0) }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        // What was taken on is done when nothing ends any more.
        var (ended, quiet) = (-1, 0)
        while quiet < 10 {
            let figures = services.jobs.figures
            let count = figures.done + figures.failed + figures.givenUp
            quiet = count == ended && count >= sent.all.count ? quiet + 1 : 0
            ended = count
            try await Task.sleep(for: .milliseconds(15))
        }
        work.cancel()
        await work.value
        return sent.all
    }
}

private final class Sent: Sendable {
    private let messages = Mutex<[PushMessage]>([])

    var all: [PushMessage] { messages.withLock { $0 } }

    func append(_ message: PushMessage) { messages.withLock { $0.append(message) } }
}
