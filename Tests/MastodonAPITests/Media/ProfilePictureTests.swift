// Avatars and headers.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Avatars and headers")
struct ProfilePictureTests {
    @Test("pictures are cut to size, shown, replaced and taken away", arguments: TestEngine.available)
    func pictures(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let before = try await server.get("/api/v1/accounts/verify_credentials", as: server.alice)
            let path = "/api/v1/accounts/update_credentials"
            let avatar = FormFile(name: "avatar", filename: "a.png", bytes: Pictures.png(600, 300))
            let header = FormFile(name: "header", filename: "b.gif", bytes: Pictures.gif(30, 10))
            let reply = try await server.upload(.patch, path, as: server.alice, [avatar, header], ["note": "Hello"])
            reply.expect(200)
            #expect(reply["avatar"] == reply["avatar_static"])
            #expect(reply["avatar"].string?.hasPrefix("https://chorus.example/media/accounts/") == true)
            #expect(reply["header"].string?.hasSuffix(".gif") == true)
            #expect(reply["header_static"].string?.hasSuffix(".png") == true)
            #expect(reply["source", "note"] == "Hello")
            try await server.file(reply["avatar"].string).expect(200)
            try await server.file(reply["header"].string).expect(200)
            let shown = try await server.get("/api/v1/accounts/\(server.alice.id)")
            #expect(shown["avatar"] == reply["avatar"])
            // Also where only the picture of somebody is told, and in a reader of feeds.
            let note = try await server.post("a note", by: server.bob)
            try await server.act("favourite", note, by: server.charlie)
            try await server.act("favourite", note, by: server.alice)
            try await server.act("unfavourite", note, by: server.charlie)
            try await server.act("favourite", note, by: server.charlie)
            let groups = try await server.get("/api/v2/notifications?expand_accounts=partial_avatars", as: server.bob)
            let partial = groups["partial_accounts", "0"]
            #expect(partial["id"] == .string("\(server.alice.id)"))
            #expect(partial["avatar"] == reply["avatar"] && partial["avatar_static"] == reply["avatar_static"])
            // An empty text changes nothing, as forms send it along.
            let same = try await server.send(.patch, path, as: server.alice, ["avatar": "", "note": "Hi"])
            #expect(same["avatar"] == reply["avatar"])
            let again = FormFile(name: "avatar", filename: "c.png", bytes: Pictures.png(50, 50))
            let replaced = try await server.upload(.patch, path, as: server.alice, [again]).expect(200)
            #expect(replaced["avatar"] != reply["avatar"])
            #expect(replaced["header"] == reply["header"])
            try await server.file(reply["avatar"].string).expect(404)
            let cleared = try await server.send(.delete, "/api/v1/profile/avatar", as: server.alice).expect(200)
            #expect(cleared["avatar"] == before["avatar"])
            #expect(cleared["header"] == reply["header"])
            let bare = try await server.send(.delete, "/api/v1/profile/header", as: server.alice).expect(200)
            #expect(bare["header"] == before["header"])
            try await server.file(reply["header_static"].string).expect(404)
        }
    }

    @Test("what is no picture changes nothing, and leaves no file", arguments: [TestEngine.sqlite])
    func refused(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let path = "/api/v1/accounts/update_credentials"
            let good = FormFile(name: "avatar", filename: "a.png", bytes: Pictures.png(60, 30))
            let bad = FormFile(name: "header", filename: "b.png", bytes: Array("<svg/>".utf8))
            try await server.upload(.patch, path, as: server.alice, [good, bad], ["display_name": "A"]).expect(422)
            let long = String(repeating: "x", count: 40)
            try await server.upload(.patch, path, as: server.alice, [good], ["display_name": long]).expect(422)
            try await server.send(.patch, path, as: server.alice, ["avatar": "data:,x"]).expect(422)
            let sound = FormFile(name: "avatar", filename: "a.wav", bytes: Pictures.wav())
            try await server.upload(.patch, path, as: server.alice, [sound]).expect(422)
            let shown = try await server.get("/api/v1/accounts/\(server.alice.id)")
            #expect(shown["avatar"] == "https://chorus.example/assets/avatar.png")
            #expect(shown["display_name"] == "")
            let left = try await server.services.database.read { try MediaRemovalQueries.noted(limit: 5, $0) }
            #expect(left.isEmpty)
        }
        try await withServer(engine) { server in
            let file = FormFile(name: "avatar", filename: "a.png", bytes: Pictures.png(6, 3))
            try await server.upload(.patch, "/api/v1/accounts/update_credentials", as: server.alice, [file]).expect(422)
        }
    }
}
