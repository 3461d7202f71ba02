// Addresses that are told what waits for the moderators.
import Basics
import Crypto
import Domain
import Foundation
import Jobs
import Services
import Synchronization
import TestSupport
import Testing

/// Takes messages for a test.
private final class Room: Sendable {
    private struct State {
        var messages: [WebhookMessage] = []
        var status = 200
    }

    private let state = Mutex(State())

    var send: WebhookSend {
        { message in
            self.state.withLock { state in
                state.messages.append(message)
                return state.status
            }
        }
    }

    func answer(_ status: Int) { state.withLock { $0.status = status } }

    /// The messages since the last time.
    func take() -> [WebhookMessage] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }
}

private struct Told: Decodable, Equatable {
    struct Object: Decodable, Equatable {
        var id: String?
        var url: String
    }

    var event: String
    var object: Object
    var text: String
}

@Suite("Webhooks")
struct WebhookTests {
    private func visit(_ engine: TestEngine, _ body: (ServicesFixture, Room) async throws -> Void) async throws {
        let room = Room()
        try await withServices(engine, sendWebhook: room.send, guarding: GuardSettings(mode: .hold)) { stand in
            let handle: (inout JobHandlers) -> Void = { handlers in
                stand.services.handleWebhooks(&handlers)
                stand.services.handleMail(&handlers)
            }
            try await stand.withJobs(handle) { try await body(stand, room) }
        }
    }

    private func told(_ stand: ServicesFixture, _ room: Room) async throws -> [Told] {
        try await stand.finishJobs()
        return try room.take().map { try JSONDecoder().decode(Told.self, from: Data($0.body)) }
    }

    @Test("each thing that waits is told once, to those who wish it, with where it is", arguments: TestEngine.available)
    func events(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, room in
            let services = stand.services
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            #expect(try await told(stand, room) == [])
            let all = Set(WebhookEvent.allCases).subtracting([.test])
            let first = try await services.addWebhook("https://room.example/all", events: all)
            _ = try await services.addWebhook("https://room.example/appeals", events: [.appealCreated])

            let carol = try await stand.account("carol")
            var heard = try await told(stand, room)
            #expect(heard.map(\.event) == ["account.created"] && heard[0].object.id == "\(carol)")
            #expect(heard[0].object.url == "https://chorus.example/moderation/people/\(carol)")

            let report = try await services.report(ReportDraft(targetID: bob, comment: "a quiet word"), by: alice)
            try await stand.finishJobs()
            let message = try #require(room.take().first)
            #expect(message.url == first.url)
            // Nothing that anybody wrote, and nobody's name.
            let body = String(decoding: message.body, as: UTF8.self)
            #expect(!body.contains("quiet") && !body.contains("alice") && !body.contains("bob"))
            #expect(body.contains("\"id\":\"\(report.id)\"") && body.contains("/moderation/people/\(bob)"))
            let key = SymmetricKey(data: Data(first.secret.utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Data(message.body), using: key)
            let signature = "sha256=" + code.map { String(format: "%02x", $0) }.joined()
            #expect(message.headers.first { $0.name == "X-Hub-Signature" }?.value == signature)

            let user = try #require(try await services.user(alice))
            let held = try await services.postStatus(StatusDraft(text: "ring +49 30 23125123 tonight"), by: user)
            heard = try await told(stand, room)
            #expect(heard.map(\.event) == ["status.held"])
            #expect(heard.first?.object.url == "https://chorus.example/moderation/held/\(held.status.id)")

            try await services.moderate(bob, .silence, ModerationOptions(text: "Too loud"), by: .commandLine)
            let act = try #require(try await services.sanctions(of: bob).first).action.id
            try await services.appeal(act, "It was not me", by: bob)
            heard = try await told(stand, room)
            #expect(heard.map(\.event) == ["appeal.created", "appeal.created"])
            #expect(heard.allSatisfy { $0.object.url == "https://chorus.example/moderation/appeals/\(act)" })
        }
    }

    @Test(
        "what is not taken is sent again, and the list says why; what is removed is told nothing",
        arguments: TestEngine.available
    )
    func failures(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, room in
            let services = stand.services
            let webhook = try await services.addWebhook("http://127.0.0.1:9/room", events: [.accountCreated])
            room.answer(503)
            try await services.testWebhook(webhook.id)
            #expect(try await told(stand, room).map(\.event) == ["test"])
            #expect(try await services.webhooks().map(\.failure) == ["it answered 503"])
            room.answer(204)
            stand.clock.advance(.seconds(60))
            #expect(try await told(stand, room).map(\.event) == ["test"])
            let mended = try await services.webhooks()
            #expect(mended.map(\.failure) == [nil] && mended[0].answeredAt == stand.clock.clock.now())

            room.answer(500)
            _ = try await stand.account("dora")
            #expect(try await told(stand, room).count == 1)
            try await services.removeWebhook(webhook.id)
            stand.clock.advance(.seconds(60))
            #expect(try await told(stand, room) == [])
            #expect(try await services.webhooks() == [])
            await #expect(throws: ServiceError.notFound) { try await services.removeWebhook(webhook.id) }
            await #expect(throws: ServiceError.notFound) { try await services.testWebhook(webhook.id) }
        }
    }

    @Test("what is no address is refused, and more than twenty", arguments: TestEngine.available)
    func refusals(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, _ in
            for wrong in [
                "", "room.example", "ftp://room.example", "https://", "https://a b", "https://user@room.example",
            ] {
                await #expect(throws: WebhookRefusal.self) {
                    _ = try await stand.services.addWebhook(wrong, events: [.accountCreated])
                }
            }
            for number in 1...20 {
                _ = try await stand.services.addWebhook("https://room.example/\(number)", events: [.reportCreated])
            }
            await #expect(throws: WebhookRefusal.self) {
                _ = try await stand.services.addWebhook("https://room.example/21", events: [.reportCreated])
            }
        }
    }
}
