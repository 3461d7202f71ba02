// Statuses that somebody may not see: nothing is done with them, and no answer says that they exist.
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Statuses that one may not see")
struct UnseenTests {
    private struct Act {
        let method: HTTPRequest.Method
        let path: @Sendable (String) -> String
        var parameters: @Sendable (String) -> KeyValuePairs<String, String> = { _ in [:] }
    }

    /// Everything that takes the id of a status of somebody else.
    private static func acts(of author: Int64, own: String, filter: String) -> [Act] {
        let reads = [
            "", "/context", "/history", "/source", "/card", "/favourited_by", "/reblogged_by", "/quotes",
        ].map { end in Act(method: .get, path: { "/api/v1/statuses/\($0)\(end)" }) }
        let doings = [
            "favourite", "unfavourite", "bookmark", "unbookmark", "pin", "unpin", "mute", "unmute", "reblog",
            "unreblog",
            "translate", "quotes/\(own)/revoke",
        ].map { name in Act(method: .post, path: { "/api/v1/statuses/\($0)/\(name)" }) }
        let posts = ["in_reply_to_id", "quoted_status_id"].map { name in
            Act(method: .post, path: { _ in "/api/v1/statuses" }) { ["status": "words", name: $0] }
        }
        return reads + doings + posts + [
            Act(method: .put, path: { "/api/v1/statuses/\($0)" }) { _ in ["status": "words"] },
            Act(method: .delete, path: { "/api/v1/statuses/\($0)" }),
            Act(method: .put, path: { "/api/v1/statuses/\($0)/interaction_policy" }) { _ in
                ["quote_approval_policy": "nobody"]
            },
            Act(method: .get, path: { "/api/v1/statuses?id[]=\($0)" }),
            Act(method: .post, path: { _ in "/api/v2/filters/\(filter)/statuses" }) { ["status_id": $0] },
            Act(method: .post, path: { _ in "/api/v1/reports" }) { ["account_id": "\(author)", "status_ids[]": $0] },
            Act(method: .get, path: { "/api/v2/search?resolve=true&q=https://chorus.example/@alice/\($0)" }),
            Act(method: .post, path: { "/api/chorus/v1/calls/\($0)/answer" }) { _ in ["answer": "0"] },
            Act(method: .post, path: { "/api/chorus/v1/calls/\($0)/withdraw" }),
            Act(method: .get, path: { "/api/chorus/v1/calls/\($0)" }),
        ]
    }

    @Test(
        "a direct message, a private post and a post of somebody who is suspended answer as what never was",
        arguments: TestEngine.available
    )
    func unseen(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let filter = try await server.send(
                .post,
                "/api/v2/filters",
                as: server.charlie,
                ["title": "quiet", "context[]": "home"]
            ).id()
            let own = try await server.post("mine", by: server.charlie)
            let dana = try await server.newPerson("dana")
            let hidden = [
                try await server.post("@bob between us", by: server.alice, "direct"),
                try await server.post("for those who follow", by: server.alice, "private"),
                try await server.post("was open", by: dana),
            ]
            try await server.services.moderate(dana.id, .suspend, by: .commandLine)
            for (status, author) in zip(hidden, [server.alice, server.alice, dana]) {
                let before = try await server.services.statuses.statuses([try #require(Int64(status))]).values.first
                for act in Self.acts(of: author.id, own: own, filter: filter) {
                    func answer(_ id: String) async throws -> Reply {
                        try await server.send(act.method, act.path(id), as: server.charlie, act.parameters(id))
                    }
                    let there = try await answer(status)
                    let missing = try await answer("99")
                    let what = "\(act.method) \(act.path(status)) \(act.parameters(status))"
                    #expect(there.status == missing.status, "\(what): \(there.text)")
                    #expect(there.text == missing.text, "\(what)")
                    #expect(there.events == [], "\(what)")
                }
                let after = try await server.services.statuses.statuses([try #require(Int64(status))]).values.first
                #expect(before?.status == after?.status && before?.counters == after?.counters)
            }
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test(
        "a report takes what its reporter sees, and shows moderators nothing else",
        arguments: TestEngine.available
    )
    func reported(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let secret = try await server.post("@bob between us", by: server.alice, "direct")
            let open = try await server.post("for all", by: server.alice)
            func report(_ person: Person, _ statuses: [String]) async throws -> Reply {
                try await server.send(
                    .post,
                    "/api/v1/reports",
                    as: person,
                    json: #"{"account_id":"\#(server.alice.id)","status_ids":[\#(statuses.joined(separator: ","))]}"#
                )
            }
            try await report(server.charlie, [open, secret]).expectError(404, "Record not found")
            #expect(try await server.services.reports(.init(), PageBounds(limit: 10)).items.isEmpty)
            // Whom it was for may show it.
            #expect(try await report(server.bob, [open, secret]).expect(200)["status_ids"].array?.count == 2)
        }
    }
}
