// Who sees what: every viewer, every visibility, every relation, through every door.

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

@Suite("Visibility")
struct VisibilityTests {
    enum Viewing: String, CaseIterable, Sendable {
        case nobody, stranger, follower, mentioned, author, blocked, blocking, muting
    }

    @Test("the whole matrix", arguments: TestEngine.available)
    func matrix(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let author = server.alice
            var viewers: [(Viewing, Person?)] = []
            for viewing in Viewing.allCases {
                switch viewing {
                case .nobody: viewers.append((viewing, nil))
                case .author: viewers.append((viewing, author))
                default: viewers.append((viewing, try await server.newPerson(viewing.rawValue)))
                }
            }
            for (viewing, person) in viewers {
                guard let person else { continue }
                switch viewing {
                case .follower, .muting, .blocked: try await server.follow(author, by: person)
                default: break
                }
                switch viewing {
                case .blocked: _ = try await server.services.blockAccount(person.id, by: author.id)
                case .blocking: _ = try await server.services.blockAccount(author.id, by: person.id)
                case .muting: _ = try await server.services.muteAccount(author.id, by: person.id)
                default: break
                }
            }
            for visibility in Visibility.allCases {
                let parent = try await server.post("Top", by: author)
                let text = "@mentioned #matrix"
                let id = try await server.post(text, by: author, visibility.name, answering: parent)
                for (viewing, person) in viewers {
                    try await look(server, id, parent, visibility, viewing, person)
                }
            }
        }
    }

    private func look(
        _ server: TestServer,
        _ id: String,
        _ parent: String,
        _ visibility: Visibility,
        _ viewing: Viewing,
        _ person: Person?
    ) async throws {
        let sees =
            switch (viewing, visibility) {
            case (.author, _): true
            case (.blocked, _): false
            case (_, .public), (_, .unlisted), (.mentioned, _): true
            case (.follower, .private), (.muting, .private): true
            default: false
            }
        let hides = [.blocked, .blocking, .muting].contains(viewing)
        let what = "\(viewing) at \(visibility)"
        let path = "/api/v1/statuses/\(id)"
        for door in ["", "/context", "/history", "/favourited_by", "/reblogged_by"] {
            #expect(try await server.get(path + door, as: person).status == (sees ? 200 : 404), "\(what) \(door)")
        }
        #expect(try await server.get("/api/v1/statuses?id[]=\(id)", as: person).ids() == (sees ? [id] : []), "\(what)")
        let above = try await server.get("/api/v1/statuses/\(parent)/context", as: person)
        #expect(above.ids("descendants").contains(id) == (sees && !hides), "\(what)")

        func isIn(_ list: String) async throws -> Bool { try await server.get(list, as: person).ids().contains(id) }
        let isPublic = visibility == .public && !hides
        #expect(try await isIn("/api/v1/timelines/public") == isPublic, "\(what)")
        #expect(try await isIn("/api/v1/timelines/tag/matrix") == isPublic, "\(what)")
        #expect(try await isIn("/api/v1/timelines/tag/matrix?any[]=other") == isPublic, "\(what)")
        #expect(try await isIn("/api/v1/accounts/\(server.alice.id)/statuses") == sees, "\(what)")
        #expect(try await isIn("/api/v1/accounts/\(server.alice.id)/statuses?tagged=matrix") == sees, "\(what)")
        guard let person else { return }
        let isAtHome = viewing == .author || (viewing == .follower && visibility != .direct)
        #expect(try await isIn("/api/v1/timelines/home") == isAtHome, "\(what)")
        for act in ["favourite", "bookmark", "mute"] {
            for name in [act, "un\(act)"] {
                let reply = try await server.act(name, id, by: person)
                let isRefused = sees && name == "favourite" && viewing == .blocking
                #expect(reply.status == (isRefused ? 403 : sees ? 200 : 404), "\(what) \(name)")
            }
        }
        let mayReblog =
            sees && viewing != .blocking
            && (visibility.isOpen || (visibility == .private && viewing == .author))
        let reblog = try await server.act("reblog", id, by: person)
        #expect(reblog.status == (mayReblog ? 200 : sees ? 403 : 404), "\(what)")
        #expect(try await server.act("unreblog", id, by: person).status == (sees ? 200 : 404), "\(what)")
        let reply = try await server.send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": "Re", "visibility": "direct", "in_reply_to_id": id]
        )
        #expect(reply.status == (sees ? 200 : 404), "\(what)")
    }

    @Test("a reblog shows nothing of what its reader may not see", arguments: TestEngine.available)
    func reblogs(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(bob, by: charlie)
            let id = try await server.post("Hello", by: alice)
            let reblog = try await server.act("reblog", id, by: bob).id()
            #expect(try await server.get("/api/v1/timelines/home", as: charlie).ids() == [reblog])
            _ = try await server.services.blockAccount(charlie.id, by: alice.id)
            #expect(try await server.get("/api/v1/timelines/home", as: charlie).ids() == [])
            #expect(try await server.get("/api/v1/accounts/\(bob.id)/statuses", as: charlie).ids() == [])
            try await server.get("/api/v1/statuses/\(reblog)", as: charlie).expectError(404, "Record not found")
            try await server.act("reblog", reblog, by: charlie).expectError(404, "Record not found")
            _ = try await server.services.unblockAccount(charlie.id, by: alice.id)
            #expect(try await server.get("/api/v1/timelines/home", as: charlie).ids() == [reblog])
            // Somebody whom the viewer has muted stays away, even when another reblogs; their own page is looked at on purpose.
            _ = try await server.services.muteAccount(alice.id, by: charlie.id)
            #expect(try await server.get("/api/v1/timelines/home", as: charlie).ids() == [])
            #expect(try await server.get("/api/v1/accounts/\(bob.id)/statuses", as: charlie).ids() == [])
            #expect(try await server.get("/api/v1/accounts/\(alice.id)/statuses", as: charlie).ids() == [id])
            // An own private status can be reblogged, for those who see it.
            let quiet = try await server.post("Friends", by: bob, "private")
            let again = try await server.act("reblog", quiet, by: bob)
            #expect(again["visibility"] == "private")
            try await server.get("/api/v1/statuses/\(try again.id())", as: alice).expect(404)
            try await server.get("/api/v1/statuses/\(try again.id())", as: charlie).expect(200)
        }
    }

    @Test("undoing is no way to read what one may not see", arguments: TestEngine.available)
    func undoing(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let secret = try await server.post("@charlie for you", by: server.alice, "direct")
            for act in ["unreblog", "unfavourite", "unbookmark", "unmute", "unpin", "pin", "mute"] {
                let reply = try await server.act(act, secret, by: server.bob)
                reply.expectError(404, "Record not found")
            }
            let open = try await server.post("Open", by: server.alice)
            try await server.act("favourite", open, by: server.bob)
            try await server.act("bookmark", open, by: server.bob)
            try await server.act("reblog", open, by: server.bob)
            _ = try await server.services.blockAccount(server.bob.id, by: server.alice.id)
            for act in ["unfavourite", "unbookmark", "unreblog"] {
                try await server.act(act, open, by: server.bob).expect(200)
                // There is nothing left to take back, and so nothing to see.
                try await server.act(act, open, by: server.bob).expect(404)
            }
            let shown = try await server.get("/api/v1/statuses/\(open)")
            #expect(shown["favourites_count"] == 0)
            #expect(shown["reblogs_count"] == 0)
            #expect(try await server.wrongCounters() == [])
        }
    }
}
