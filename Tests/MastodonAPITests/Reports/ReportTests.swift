// Reports: made by people, read and handled by moderators.
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Reports")
struct ReportTests {
    /// A token of an admin who is none of the three.
    private func moderator(_ server: TestServer) async throws -> String {
        _ = try await server.services.createAccount(
            NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
        )
        return try await server.services.createToken(username: "dana", scopes: "admin:read admin:write").token
    }

    @Test("a report names the account, its posts and the rules", arguments: TestEngine.available)
    func made(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let rule = try await server.services.addRule("Be kind", hint: "")
            let status = try await server.post("not so kind", by: server.bob)
            // Apps also send all of it in the query.
            let path =
                "/api/v1/reports?account_id=\(server.bob.id)&status_ids[]=\(status)&rule_ids[]=\(rule)&comment=please"
            let report = try await server.send(.post, path, as: server.alice).expect(200)
            #expect(
                report.json.keys == [
                    "id", "action_taken", "action_taken_at", "category", "comment", "forwarded", "created_at",
                    "status_ids",
                    "collection_ids", "rule_ids", "target_account",
                ]
            )
            #expect(report["category"] == "violation")
            #expect(report["status_ids"] == .array([.string(status)]))
            #expect(report["rule_ids"] == .array([.string("\(rule)")]))
            #expect(report["target_account", "username"] == "bob")
            // The moderators' affair alone: nobody is told of anything.
            let number = try #require(Int64(try report.id()))
            #expect(report.events == [.reported(report: number, account: server.alice.id, target: server.bob.id)])
        }
    }

    @Test("what cannot be reported is refused", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let own = try await server.post("mine", by: server.alice)
            let bob = "\(server.bob.id)"
            func report(_ parameters: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.send(.post, "/api/v1/reports", as: server.alice, parameters)
            }
            for parameters in [["account_id": "99"], ["account_id": ""], ["account_id": bob, "status_ids[]": own]]
                as [KeyValuePairs<String, String>]
            {
                try await report(parameters).expectError(404, "Record not found")
            }
            try await report(["account_id": bob, "category": "dislike"]).expectError(
                422,
                "Validation failed: Category is not included in the list"
            )
            try await report(["account_id": bob, "rule_ids[]": "7"]).expectError(
                422,
                "Validation failed: Rules are not rules of this server"
            )
            try await report(["account_id": bob, "comment": String(repeating: "a", count: 1001)]).expectError(
                422,
                "Validation failed: Comment is too long (maximum is 1000 characters)"
            )
            try await server.send(.post, "/api/v1/reports", ["account_id": bob]).expect(401)
            let narrow = try await server.token(server.alice, scopes: "write:statuses")
            try await server.send(.post, "/api/v1/reports", token: narrow, ["account_id": bob]).expect(403)
        }
    }

    @Test("moderators list, take on, classify, resolve and reopen", arguments: TestEngine.available)
    func handled(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await moderator(server)
            let status = try await server.post("not so kind", by: server.bob)
            var ids: [String] = []
            for (reporter, target) in [
                (server.alice, server.bob), (server.charlie, server.bob), (server.alice, server.charlie),
            ] {
                let reply = try await server.send(
                    .post,
                    "/api/v1/reports",
                    as: reporter,
                    target.id == server.bob.id
                        ? ["account_id": "\(target.id)", "status_ids[]": status, "category": "spam"]
                        : ["account_id": "\(target.id)"]
                )
                ids.append(try reply.id())
            }
            func list(_ query: String) async throws -> Reply {
                try await server.send(.get, "/api/v1/admin/reports" + query, token: token).expect(200)
            }
            #expect(try await list("").ids() == ids.reversed())
            #expect(try await list("?target_account_id=\(server.bob.id)").ids() == [ids[1], ids[0]])
            #expect(
                try await list("?account_id=\(server.alice.id)&target_account_id=\(server.bob.id)").ids() == [ids[0]]
            )
            #expect(try await list("?account_id=x").ids() == [])
            #expect(try await list("?limit=2").links["next"] == "/api/v1/admin/reports?limit=2&max_id=\(ids[1])")
            let one = try await server.send(.get, "/api/v1/admin/reports/\(ids[0])", token: token).expect(200)
            #expect(one["account", "email"] == "alice@example.org" || one["account", "email"].string != nil)
            #expect(one["target_account", "account", "username"] == "bob")
            #expect(one.ids("statuses") == [status])
            #expect(one["assigned_account"] == .null)
            func step(_ name: String) async throws -> Reply {
                try await server.send(.post, "/api/v1/admin/reports/\(ids[0])/\(name)", token: token).expect(200)
            }
            #expect(try await step("assign_to_self")["assigned_account", "username"] == "dana")
            #expect(try await step("unassign")["assigned_account"] == .null)
            let resolved = try await step("resolve")
            #expect(resolved["action_taken"] == true)
            #expect(resolved["action_taken_by_account", "username"] == "dana")
            #expect(try await list("?resolved=true").ids() == [ids[0]])
            #expect(try await list("").ids() == [ids[2], ids[1]])
            #expect(try await step("reopen")["action_taken"] == false)
            let rule = try await server.services.addRule("Be kind", hint: "")
            let classified = try await server.send(
                .put,
                "/api/v1/admin/reports/\(ids[0])",
                token: token,
                ["category": "violation", "rule_ids[]": "\(rule)"]
            ).expect(200)
            #expect(classified["rules", "0", "text"] == "Be kind")
        }
    }

    @Test(
        "a warning resolves the report that it names, a limit or a suspension all reports about the account",
        arguments: TestEngine.available
    )
    func resolvedByAction(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await moderator(server)
            var ids: [String] = []
            for target in [server.bob, server.bob, server.bob, server.charlie] {
                let reply = try await server.send(
                    .post,
                    "/api/v1/reports",
                    as: server.alice,
                    ["account_id": "\(target.id)"]
                )
                ids.append(try reply.id())
            }
            func act(_ parameters: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.send(.post, "/api/v1/admin/accounts/\(server.bob.id)/action", token: token, parameters)
            }
            func open() async throws -> [String] {
                try await server.send(.get, "/api/v1/admin/reports", token: token).expect(200).ids()
            }
            try await act(["report_id": ids[0], "text": "Please be kind", "send_email_notification": "true"]).expect(
                200
            )
            #expect(try await open() == [ids[3], ids[2], ids[1]])
            let resolved = try await server.send(.get, "/api/v1/admin/reports/\(ids[0])", token: token).expect(200)
            #expect(resolved["action_taken_by_account", "username"] == "dana")
            try await act(["type": "none", "report_id": "999999"]).expectError(404, "Record not found")
            try await act(["type": "none", "report_id": "x"]).expectError(404, "Record not found")
            try await act(["type": "silence", "report_id": ids[3]]).expectError(
                422,
                "Validation failed: The report is about another account"
            )
            #expect(try await open() == [ids[3], ids[2], ids[1]])
            try await act(["type": "silence", "report_id": ids[1]]).expect(200)
            #expect(try await open() == [ids[3]])
        }
    }

    @Test("nobody else reads reports, and a page costs the same however long it is", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await moderator(server)
            for _ in 0..<12 {
                _ = try await server.send(
                    .post,
                    "/api/v1/reports",
                    as: server.alice,
                    ["account_id": "\(server.bob.id)"]
                )
                .expect(200)
            }
            try await server.get("/api/v1/admin/reports", as: server.alice).expect(403)
            let admin = try await server.token(server.alice, scopes: "admin:read")
            try await server.send(.get, "/api/v1/admin/reports", token: admin).expect(403)
            _ = try await server.send(.get, "/api/v1/admin/reports", token: token).expect(200)
            try await server.send(.get, "/api/v1/admin/reports", token: token).expect(200).expectStatements(atMost: 5)
        }
    }
}
