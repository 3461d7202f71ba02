// Uploads before a status has them.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Media
import Services
import Storage
import TestSupport
import Testing

@Suite("Uploading files")
struct UploadTests {
    @Test("a picture is measured, made small and served", arguments: TestEngine.available)
    func picture(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let file = FormFile(filename: "a.png", type: "image/png", bytes: Pictures.png(1200, 800))
            let reply = try await server.upload(
                as: server.alice,
                [file],
                ["description": "Stripes", "focus": "0.5,-1.5"]
            )
            reply.expect(200)
            #expect(reply["type"] == "image")
            #expect(reply["description"] == "Stripes")
            #expect(reply["meta", "original", "size"] == "1200x800")
            #expect(reply["meta", "original", "aspect"] == .number("1.5"))
            #expect(reply["meta", "small", "width"] == 587 || reply["meta", "small", "width"] == 588)
            #expect(reply["meta", "focus", "x"] == .number("0.5"))
            #expect(reply["meta", "focus", "y"] == .number("-1"))
            #expect(reply["blurhash"].string?.count == 36)
            #expect(
                reply.json.keys == [
                    "id", "type", "url", "preview_url", "remote_url", "preview_remote_url", "text_url", "meta",
                    "description", "blurhash",
                ]
            )
            let served = try await server.file(reply["url"].string).expect(200)
            #expect(served.response.headers[.contentType] == "image/png")
            #expect(served.response.headers[.cacheControl] == "public, max-age=0, s-maxage=15, must-revalidate")
            #expect(served.response.headers[.xContentTypeOptions] == "nosniff")
            #expect(served.response.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            try await server.file(reply["preview_url"].string).expect(200)
            let part = try await server.file(reply["url"].string, headers: [.range: "bytes=1-3"]).expect(206)
            #expect(part.text == "PNG")
            #expect(part.response.headers[.contentRange]?.hasPrefix("bytes 1-3/") == true)
            try await server.file(reply["url"].string, headers: [.range: "bytes=99999999-"]).expect(416)
            let again = try await server.get("/api/v1/media/\(try reply.id())", as: server.alice).expect(200)
            #expect(again.text == reply.text)
            try await server.get("/api/v1/media/\(try reply.id())", as: server.bob).expect(404)
        }
    }

    @Test("files of the outside are not reached by paths", arguments: [TestEngine.sqlite])
    func paths(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            for path in [
                "/media/attachments/aa/bb/original.jpg", "/media/in-progress/arriving/a/b.jpg",
                "/media/..%2f..%2fetc/passwd", "/media/attachments/../../chorus.sqlite", "/media/", "/media/x.jpg",
            ] {
                try await server.file(path).expect(404)
            }
        }
    }

    @Test("the older address answers alike, and both want a file", arguments: [TestEngine.sqlite])
    func older(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let file = FormFile(filename: "a.png", bytes: Pictures.png(4, 4))
            try await server.upload(.post, "/api/v1/media", as: server.alice, [file]).expect(200)
            for path in ["/api/v1/media", "/api/v2/media"] {
                try await server.upload(.post, path, as: server.alice, []).expect(422)
                try await server.send(.post, path, as: server.alice).expect(422)
                try await server.upload(.post, path, as: nil, [file]).expect(401)
            }
            let token = try await server.token(server.alice, scopes: "read write:statuses")
            try await server.send(.post, "/api/v2/media", token: token).expect(403)
        }
    }

    @Test("what is no picture, or a broken or monstrous one, is refused", arguments: [TestEngine.sqlite])
    func hostile(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let png = Pictures.png(200, 200)
            let files: [(String, [UInt8])] = [
                ("empty.png", []), ("a.png", Array("<svg xmlns='http://www.w3.org/2000/svg'></svg>".utf8)),
                ("b.png", Array("<!DOCTYPE html><script>alert(1)</script>".utf8)),
                ("c.png", Array("PK\u{3}\u{4}".utf8) + png), ("cut.png", Array(png.prefix(png.count / 2))),
                ("head.png", Array(png.prefix(40))), ("signature.png", Array(png.prefix(8))),
                ("bomb.png", Pictures.png(60_000, 60_000, colour: 2, data: Pictures.stored([0]))),
                ("wide.png", Pictures.png(2_000_000_000, 1, colour: 2, data: Pictures.stored([0]))),
                ("nothing.png", Pictures.png(0, 0, colour: 2, data: [])),
                ("short.png", Pictures.png(5000, 5000, colour: 2, data: Pictures.stored([0, 0]))),
                ("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0, count: 500)),
                ("a.gif", Array("GIF89a".utf8) + [255, 255, 255, 255, 0, 0, 0]),
                ("a.webp", Array("RIFF\0\0\0\0WEBPVP8 ".utf8)), ("a.mp4", Array("\0\0\0 ftypisom\0\0\0\0isom".utf8)),
                ("a.mp3", Array("ID3\u{3}\0\0\0\0\0\0".utf8)), ("a.webm", [0x1A, 0x45, 0xDF, 0xA3]),
                ("a.avif", Array("\0\0\0 ftypavif\0\0\0\0avif".utf8)),
                ("list.m3u8", Array("#EXTM3U\n/etc/passwd".utf8)),
                ("a.wav", Array("RIFF\u{24}\0\0\0WAVEfmt ".utf8)),
            ]
            for (name, bytes) in files {
                let file = FormFile(filename: name, type: "image/png", bytes: bytes)
                let reply = try await server.upload(as: server.alice, [file])
                #expect(reply.status == 422, "\(name): \(reply.status) \(reply.text)")
                #expect(reply["error"].string?.hasPrefix("Validation failed: ") == true, "\(name): \(reply.text)")
            }
            _ = try await server.picture(by: server.alice)
        }
    }

    @Test("a picture that is also something else is served as a picture alone", arguments: [TestEngine.sqlite])
    func polyglot(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let page = Pictures.png(8, 8) + Array("<html><script>alert(1)</script></html>".utf8)
            let reply = try await server.upload(as: server.alice, [FormFile(filename: "x.html", bytes: page)])
            let served = try await server.file(reply["url"].string).expect(200)
            #expect(served.response.headers[.contentType] == "image/png")
            #expect(!served.text.contains("script"))
        }
    }

    @Test("a picture too big for the limit is refused while it comes", arguments: [TestEngine.sqlite])
    func tooBig(_ engine: TestEngine) async throws {
        try await withMediaServer(
            engine,
            limits: {
                $0.media.imageBytes = 1000; $0.media.videoBytes = 4 << 20
            }
        ) { server in
            let file = FormFile(filename: "a.png", bytes: Pictures.png(40, 40))
            try await server.upload(as: server.alice, [file]).expect(422)
            let flood = FormFile(filename: "a.mp4", bytes: [UInt8](repeating: 13, count: 5 << 20))
            try await server.upload(as: server.alice, [flood]).expect(422)
            let text = String(repeating: "x", count: 1 << 20)
            try await server.upload(as: server.alice, [], ["description": text]).expect(413)
        }
    }

    @Test("a GIF or PNG that moves becomes a silent film, a tone a sound", arguments: [TestEngine.sqlite])
    func films(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            for (name, bytes) in [("a.gif", Pictures.gif()), ("a.png", Pictures.animatedPNG(4, 4))] {
                let file = FormFile(filename: name, bytes: bytes)
                let film = try await server.upload(.post, "/api/v1/media", as: server.alice, [file]).expect(200)
                #expect(film["type"] == "gifv")
                #expect(film["url"].string?.hasSuffix(".mp4") == true)
                #expect(film["meta", "original", "width"] == 4)
                #expect(film["blurhash"].string?.count == 36)
            }
            let wav = FormFile(filename: "a.wav", bytes: Pictures.wav())
            let cover = FormFile(name: "thumbnail", filename: "b.png", bytes: Pictures.png(30, 30))
            let sound = try await server.upload(.post, "/api/v1/media", as: server.alice, [wav, cover]).expect(200)
            #expect(sound["type"] == "audio")
            #expect(sound["url"].string?.hasSuffix(".mp3") == true)
            #expect(sound["preview_url"].string != nil)
            #expect(sound["meta", "small", "width"] == 30)
            let served = try await server.file(sound["url"].string).expect(200)
            #expect(served.response.headers[.contentType] == "audio/mpeg")
        }
    }

    @Test("what takes long answers 202, then 206, then 200", arguments: TestEngine.available)
    func later(_ engine: TestEngine) async throws {
        try await withMediaServer(engine, limits: { $0.media.quickMilliseconds = 0 }) { server in
            let file = FormFile(filename: "a.gif", bytes: Pictures.gif(64, 64))
            let reply = try await server.upload(as: server.alice, [file]).expect(202)
            #expect(reply["url"] == .null)
            let id = try #require(reply["id"].string)
            var answer = try await server.get("/api/v1/media/\(id)", as: server.alice)
            var tries = 0
            while answer.status == 206, tries < 600 {
                let early = try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.alice,
                    ["status": "Early", "media_ids[]": id]
                )
                if tries == 0, early.status == 200 { return }
                try await Task.sleep(for: .milliseconds(50))
                answer = try await server.get("/api/v1/media/\(id)", as: server.alice)
                tries += 1
            }
            #expect(answer.status == 200 || answer.status == 404, "\(answer.text)")
        }
    }

    @Test("description, focus and thumbnail change before it is attached", arguments: TestEngine.available)
    func update(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let id = try await server.picture(by: server.alice)
            let path = "/api/v1/media/\(id)"
            let changed = try await server.send(
                .put,
                path,
                as: server.alice,
                ["description": "New", "focus": "-0.25,0"]
            )
            #expect(changed.expect(200)["description"] == "New")
            #expect(changed["meta", "focus", "x"] == .number("-0.25"))
            let cover = FormFile(name: "thumbnail", filename: "b.png", bytes: Pictures.png(16, 8))
            let covered = try await server.upload(.patch, path, as: server.alice, [cover]).expect(200)
            #expect(covered["meta", "small", "size"] == "16x8")
            #expect(covered["description"] == "New")
            let cleared = try await server.send(.put, path, as: server.alice, json: #"{"description":""}"#)
            #expect(cleared.expect(200)["description"] == .null)
            let long = String(repeating: "x", count: 1501)
            try await server.send(.put, path, as: server.alice, ["description": long]).expect(422)
            try await server.send(.put, path, as: server.alice, ["focus": "left"]).expect(422)
            try await server.send(.put, path, as: server.bob, ["description": "Mine"]).expect(404)
            try await server.send(.delete, path, as: server.bob).expect(404)
            try await server.send(.delete, path, as: server.alice).expect(200)
            try await server.get(path, as: server.alice).expect(404)
            try await server.file(covered["url"].string).expect(404)
            try await server.file(covered["preview_url"].string).expect(404)
        }
    }

    @Test("uploads that nobody attached go after a day", arguments: TestEngine.available)
    func purge(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let (loose, kept) = (try await server.picture(by: server.alice), try await server.picture(by: server.alice))
            let url = try await server.get("/api/v1/media/\(loose)", as: server.alice)["url"].string
            try await server.send(.post, "/api/v1/statuses", as: server.alice, ["media_ids[]": kept]).expect(200)
            try await server.services.purgeMedia()
            try await server.get("/api/v1/media/\(loose)", as: server.alice).expect(200)
            server.clock.advance(.seconds(86_500))
            try await server.services.purgeMedia()
            try await server.get("/api/v1/media/\(loose)", as: server.alice).expect(404)
            try await server.file(url).expect(404)
            let shown = try await server.get("/api/v1/accounts/\(server.alice.id)/statuses")
            try await server.file(shown["0", "media_attachments", "0", "url"].string).expect(200)
        }
    }

    @Test("a server without the programs says so", arguments: [TestEngine.sqlite])
    func without(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let file = FormFile(filename: "a.png", bytes: Pictures.png(4, 4))
            let reply = try await server.upload(as: server.alice, [file]).expect(422)
            #expect(reply["error"].string?.contains("takes no files") == true)
            let instance = try await server.get("/api/v2/instance")
            #expect(instance["configuration", "statuses", "max_media_attachments"] == 0)
        }
        try await withMediaServer(engine) { server in
            let instance = try await server.get("/api/v2/instance")
            #expect(instance["configuration", "statuses", "max_media_attachments"] == 4)
            #expect(instance["configuration", "media_attachments", "supported_mime_types", "0"] == "image/jpeg")
            #expect(instance["configuration", "media_attachments", "description_limit"] == 1500)
        }
    }
}
