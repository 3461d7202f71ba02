// How many SQL statements a page may cost, with nothing in memory and with all: an answer never asks once per item.

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

@Suite("Statements")
struct StatementTests {
    @Test("pages of 20 and 40 cost the same few statements", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(bob, by: alice)
            try await server.follow(charlie, by: alice)
            for number in 0..<45 {
                let id = try await server.post(
                    "Number \(number) @alice #tag\(number) #all https://example.org",
                    by: bob
                )
                try await server.act("favourite", id, by: alice)
                try await server.act("bookmark", id, by: alice)
                if number % 2 == 0 { try await server.act("reblog", id, by: charlie) }
            }
            let lists: [(String, cold: Int, warm: Int)] = [
                ("/api/v1/timelines/home", 22, 0), ("/api/v1/timelines/public", 20, 0),
                ("/api/v1/timelines/tag/all", 20, 0), ("/api/v1/timelines/tag/all?any[]=tag1&none[]=tag2", 20, 5),
                ("/api/v1/accounts/\(charlie.id)/statuses", 20, 1),
                ("/api/v1/accounts/\(bob.id)/statuses?tagged=all", 20, 2),
                ("/api/v1/favourites", 18, 1), ("/api/v1/bookmarks", 18, 1),
            ]
            for (list, cold, warm) in lists {
                for limit in [20, 40] {
                    let path = list + (list.contains("?") ? "&" : "?") + "limit=\(limit)"
                    try await server.with(server.cold()) { (fresh: TestServer) async throws -> Void in
                        let first = try await fresh.get(path, as: fresh.alice)
                        first.expect(200).expectStatements(atMost: cold)
                        #expect(first.ids().count == min(limit, path.contains("\(charlie.id)") ? 23 : limit))
                        let second = try await fresh.get(path, as: fresh.alice)
                        second.expectStatements(atMost: warm)
                        #expect(second.text == first.text)
                    }
                }
            }
        }
    }

    @Test("one status, its context and each act cost a few statements", arguments: TestEngine.available)
    func single(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello @bob #one", by: server.alice)
            for number in 0..<30 { try await server.post("Re \(number)", by: server.charlie, answering: id) }
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                try await cold.get("/api/v1/statuses/\(id)", as: cold.bob).expectStatements(atMost: 16)
                try await cold.get("/api/v1/statuses/\(id)", as: cold.bob).expectStatements(atMost: 0)
                try await cold.get("/api/v1/statuses/\(id)/context", as: cold.bob).expectStatements(atMost: 9)
                try await cold.get("/api/v1/statuses/\(id)/context", as: cold.bob).expectStatements(atMost: 1)
                for act in [
                    "favourite", "unfavourite", "reblog", "unreblog", "bookmark", "unbookmark", "mute", "unmute",
                ] {
                    try await cold.act(act, id, by: cold.bob).expect(200).expectStatements(atMost: 20)
                }
            }
        }
    }
}
