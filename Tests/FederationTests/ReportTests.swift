// Reports between servers: ours without a name, theirs taken once.

import ActivityPub
import Basics
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite struct ReportTests {
    @Test(
        "a forwarded report goes to the server of whoever is reported, and says nothing of who reports",
        arguments: TestEngine.available
    )
    func forwarded(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let status = try await server.note(by: bob, naming: "alice")
            let target = status.status.accountID
            var draft = ReportDraft(targetID: target, statusIDs: [status.status.id], comment: "Is not kind")
            _ = try await server.services.report(draft, by: alice.accountID)
            #expect(try await server.sent().isEmpty)
            draft.forwards = true
            #expect(try await server.services.report(draft, by: alice.accountID).isForwarded)
            let sent = try await server.sent()
            #expect(sent.map(\.inbox) == ["https://two.example/inbox"])
            let flag = try #require(sent.first.flatMap { Activity($0.activity) })
            #expect(flag.kind == .flag && flag.actor.text == "https://chorus.example/actor")
            #expect(flag.objects.map { $0.id?.text } == [bob, bob + "/notes/1"] && flag.content == "Is not kind")
            #expect(!String(describing: flag.json).contains("alice"))
        }
    }

    @Test("a report of another server is taken once, with what everybody may see", arguments: TestEngine.available)
    func incoming(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let reporter = try server.peer.person("moderators")
            let open = try await server.services.postStatus(StatusDraft(text: "Open"), by: alice)
            let hidden = try await server.services.postStatus(
                StatusDraft(text: "Mine", visibility: .private),
                by: alice
            )
            let ids = [open, hidden].map { server.services.site.statusURI($0.status.id, by: "alice") }
            let long = String(repeating: "x", count: 3000)
            try await server.send(
                #"{"id":"\#(reporter)/flags/1","type":"Flag","actor":"\#(reporter)","object":["\#(server.uri("alice"))","\#(ids[0])","\#(ids[1])"],"content":"\#(long)"}"#,
                signedBy: reporter
            )
            let reports = try await server.services.reports(.init(), PageBounds(limit: 10)).items
            #expect(reports.count == 1)
            #expect(reports.first?.statusIDs == [open.status.id] && reports.first?.comment.count == 1000)
        }
    }

    @Test("a server reports only so often a day", arguments: TestEngine.available)
    func many(_ engine: TestEngine) async throws {
        var limits = RateLimits.off
        // Each comes twice.
        limits[.serverReports] = RateLimit(4, seconds: 86_400)
        try await FederationFixture.run(engine, limits: limits) { server in
            _ = try await server.person("alice")
            for number in 1...3 {
                let reporter = try server.peer.person("somebody\(number)")
                try await server.send(
                    #"{"id":"\#(reporter)/flags/1","type":"Flag","actor":"\#(reporter)","object":["\#(server.uri("alice"))"],"content":"Again"}"#,
                    signedBy: reporter
                )
            }
            #expect(try await server.services.reports(.init(), PageBounds(limit: 10)).items.count == 2)
        }
    }
}

extension FederationFixture {
    /// A public post of somebody elsewhere that names somebody here, taken in.
    func note(by actor: String, naming name: String, number: Int = 1) async throws -> CachedStatus {
        try #require(try await sentNote(by: actor, naming: name, number: number))
    }

    /// The same; nil where it was not taken.
    func sentNote(by actor: String, naming name: String, number: Int = 1) async throws -> CachedStatus? {
        let id = "\(actor)/notes/\(number)"
        let note =
            #"{"id":"\#(id)","type":"Note","attributedTo":"\#(actor)","content":"<p>Hello</p>","to":"as:Public","cc":["\#(uri(name))"],"tag":[{"type":"Mention","href":"\#(uri(name))","name":"@\#(name)"}]}"#
        try await send(
            #"{"id":"\#(actor)/creates/\#(number)","type":"Create","actor":"\#(actor)","to":"as:Public","object":\#(note)}"#,
            signedBy: actor
        )
        return try await services.status(uri: id)
    }
}
