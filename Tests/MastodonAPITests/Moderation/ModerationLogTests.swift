// Every act of a moderator: on whom it may be done, and that it leaves a row in the log.

import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

/// Somebody with something for each act.
private struct Subject: Sendable {
    var account: Int64
    var status: Int64
    var report: Int64
    var held: [Int64]
}

private struct Act: Sendable, CustomTestStringConvertible {
    let kind: ModerationAction.Kind
    let run: @Sendable (Services, Subject, Moderator) async throws -> Void

    var testDescription: String { kind.rawValue }

    /// On a person or their posts, in an order in which each changes something.
    static let onPeople: [Act] = {
        var acts = [Moderation.warn, .silence, .unsilence, .disable, .enable, .suspend, .unsuspend].map { moderation in
            Act(kind: moderation.kind) { try await $0.moderate($1.account, moderation, by: $2) }
        }
        let steps: [(ModerationAction.Kind, ReportStep)] = [
            (.assignReport, .assign), (.unassignReport, .unassign), (.resolveReport, .resolve),
            (.reopenReport, .reopen), (.classifyReport, .classify(.spam, rules: nil)),
        ]
        acts += steps.map { kind, step in
            Act(kind: kind) { try await $0.handleReport($1.report, step, by: $2) }
        }
        return acts + [
            Act(kind: .approveHeld) { _ = try await $0.approveHeldStatus($1.held[0], by: $2) },
            Act(kind: .rejectHeld) { try await $0.rejectHeldStatus($1.held[1], by: $2) },
            Act(kind: .removeStatuses) { try await $0.removeStatus($1.status, by: $2) },
        ]
    }()

    /// On tags and servers.
    static let others: [Act] = [
        Act(kind: .ruleTrend) { services, _, moderator in
            guard let tag = TagName("tea") else { return }
            try await services.ruleTrend(tag, .never, by: moderator)
        },
        Act(kind: .blockServer) { services, _, moderator in
            let block = ServerBlock(domain: "far.example", createdAt: services.clock.now())
            _ = try await services.set(block, by: moderator)
        },
        Act(kind: .unblockServer) { services, _, moderator in
            let id = try await services.serverBlocks().first?.id ?? 0
            try await services.deleteServerBlock(id, by: moderator)
        },
        Act(kind: .allowServer) { services, _, moderator in
            _ = try await services.allowServer("near.example", by: moderator)
        },
        Act(kind: .disallowServer) { services, _, moderator in
            let id = try await services.serverAllows(PageBounds(limit: 1)).items.first?.id ?? 0
            try await services.deleteServerAllow(id, by: moderator)
        },
    ]
}

@Suite("The log of moderation")
struct ModerationLogTests {
    private func staff(_ server: TestServer, _ name: String, _ role: Role) async throws -> Person {
        let new = NewAccount(
            username: name,
            email: "\(name)@example.org",
            password: nil,
            role: role,
            agreement: true
        )
        let user = try await server.services.createAccount(new).user
        let scopes = "read write admin:read admin:write"
        let token = try await server.services.createToken(username: name, scopes: scopes).token
        return Person(id: user.accountID, name: name, user: user, token: token)
    }

    private func subject(_ server: TestServer, _ person: Person) async throws -> Subject {
        let status = try await server.post("words", by: person)
        let report = try await server.send(
            .post,
            "/api/v1/reports",
            as: server.charlie,
            ["account_id": "\(person.id)"]
        ).expect(200)
        var held: [Int64] = []
        for number in 1...2 {
            let post = try await server.post(["status": "\(number): \(privateNumber)"], by: person).expect(200)
            held.append(try #require(Int64(try post.id())))
        }
        return Subject(
            account: person.id,
            status: try #require(Int64(status)),
            report: try #require(Int64(try report.id())),
            held: held
        )
    }

    private func log(_ server: TestServer) async throws -> [ModerationAction] {
        try await server.services.database.read {
            try ModerationActionQueries.list(.init(), PageBounds(limit: 100), $0)
        }
    }

    @Test("nobody acts on an equal, on somebody above, or on themselves", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: HeldTests.hold) { server in
            let admin = try await staff(server, "dana", .admin)
            let moderator = try await staff(server, "erin", .moderator)
            let other = try await staff(server, "finn", .moderator)
            let pairs =
                [
                    (moderator, admin, "Only somebody of a higher role can moderate this account"),
                    (moderator, other, "Only somebody of a higher role can moderate this account"),
                    (admin, admin, "Nobody moderates their own account"),
                    (server.bob, server.alice, "This action is not allowed"),
                ] as [(Person, Person, Sentence)]
            for (actor, target, sentence) in pairs {
                let subject = try await subject(server, target)
                for act in Act.onPeople {
                    await #expect(throws: ServiceError.forbidden(sentence), "\(actor.name): \(act.kind)") {
                        try await act.run(server.services, subject, .account(actor.id))
                    }
                }
            }
            for act in Act.others where act.kind != .unblockServer && act.kind != .disallowServer {
                await #expect(throws: ServiceError.notAllowed, "\(act.kind)") {
                    let nothing = Subject(account: 0, status: 0, report: 0, held: [])
                    try await act.run(server.services, nothing, .account(server.bob.id))
                }
            }
            // By the client API as well.
            try await server.send(
                .post,
                "/api/v1/admin/accounts/\(admin.id)/action",
                as: moderator,
                ["type": "suspend"]
            ).expectError(403, "Only somebody of a higher role can moderate this account")
            #expect(try await log(server).isEmpty)
            #expect(try await server.services.accounts.accounts([admin.id])[admin.id]?.account.isSuspended == false)
        }
    }

    @Test("every act leaves a row that says who did what to whom", arguments: TestEngine.available)
    func rows(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: HeldTests.hold) { server in
            let moderator = try await staff(server, "erin", .moderator)
            let subject = try await subject(server, server.bob)
            for act in Act.onPeople + Act.others {
                let before = try await log(server).count
                try await act.run(server.services, subject, .account(moderator.id))
                let rows = try await log(server)
                #expect(rows.count == before + 1, "\(act.kind)")
                let row = try #require(rows.first)
                #expect(row.kind == act.kind && row.moderator == .account(moderator.id))
                let isOnPeople = Act.onPeople.contains { $0.kind == act.kind }
                #expect(row.targetID == (isOnPeople ? server.bob.id : nil), "\(act.kind)")
                #expect(isOnPeople || !row.subject.isEmpty)
            }
            // What was taken back says by whom.
            let suspension = try await log(server).first { $0.kind == .suspend }
            #expect(suspension?.undoneBy == .account(moderator.id) && suspension?.undoneAt != nil)
            let by = try await server.services.database.read { connection in
                try ModerationActionQueries.list(
                    .init(actorID: moderator.id, targetID: server.bob.id, kind: .suspend),
                    PageBounds(limit: 10),
                    connection
                )
            }
            #expect(by.map(\.id) == [suspension?.id])
        }
    }

    @Test("roles are given by the owner alone, hold at once, and are in the log", arguments: TestEngine.available)
    func roles(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let admin = try await staff(server, "dana", .admin)
            let services = server.services
            await #expect(throws: ServiceError.notAllowed) {
                try await services.setRole(.moderator, of: server.bob.id, by: .account(admin.id))
            }
            await #expect(throws: ServiceError.notFound) {
                try await services.setRole(.admin, of: 99, by: .commandLine)
            }
            let token = try await services.createToken(username: "bob", scopes: "admin:read").token
            let reports = "/api/v1/admin/reports"
            try await server.send(.get, reports, token: token).expect(403)
            try await services.setRole(.moderator, of: server.bob.id, by: .commandLine)
            try await server.send(.get, reports, token: token).expect(200)
            try await services.setRole(.user, of: server.bob.id, by: .commandLine)
            try await server.send(.get, reports, token: token).expect(403)
            #expect(try await log(server).map(\.subject) == ["user", "moderator"])
        }
    }

    @Test("whoever was a moderator and is suspended decides nothing more", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let moderator = try await staff(server, "erin", .moderator)
            try await server.services.moderate(moderator.id, .suspend, by: .commandLine)
            await #expect(throws: ServiceError.notAllowed) {
                try await server.services.moderate(server.bob.id, .silence, by: .account(moderator.id))
            }
        }
    }

    @Test("of a deleted account the log keeps what was done, and no words", arguments: TestEngine.available)
    func forgotten(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let words = ModerationOptions(text: "Too loud", note: "The third time")
            try await server.services.moderate(server.bob.id, .silence, words, by: .commandLine)
            try await server.services.database.write { connection in
                try ModerationActionQueries.forgetWords(about: server.bob.id, connection)
                try LoginQueries.deleteAccount(server.bob.id, connection)
            }
            let row = try #require(try await log(server).first)
            #expect(row.kind == .silence && row.targetID == nil && row.text.isEmpty && row.note.isEmpty)
        }
    }
}
