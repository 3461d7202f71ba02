// Files of other servers: copies here, made once, of what may be shown.

import ActivityPub
import Basics
import Domain
import Foundation
import Media
import Services
import TestSupport
import Testing

@Suite struct RemoteFileTests {
    private static let png =
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAi0lEQVR4nGNgYOXiF5GUU9bQNTK3cXTzDgiNik/JzCtmYObgFRKXUVTTNjC1snfx9AuOiE1KzyksY2DjFhCVklfR1DO2sHVy9wkMi05IzcovqWTg5BOWkFVS1zE0s3Zw9fIPiYxLzsgtKq9h4BEUk1ZQ1dI3sbRz9vANCo9JTMsuKK2qZ8Bqc0VtEwC1fSSRkvFasQAAAABJRU5ErkJggg=="
        ).map { [UInt8]($0) } ?? []

    @Test("an address is only good as this server made it")
    func signatures() throws {
        let signer = RemoteFileSigner(secret: [UInt8](repeating: 7, count: 32))
        let url = "https://two.example/a b.png?x=1&y=ä"
        let path = try #require(signer.path(url, .avatar))
        let parts = path.split(separator: "/").map { String($0) }
        #expect(parts.count == 4 && parts[0] == "proxy" && parts[1] == "avatar")
        #expect(signer.url(size: .avatar, signature: parts[2], address: parts[3]) == url)
        #expect(signer.url(size: .original, signature: parts[2], address: parts[3]) == nil)
        #expect(signer.url(size: .avatar, signature: parts[2], address: Base64URL.encode("https://x".utf8)) == nil)
        #expect(signer.url(size: .avatar, signature: "", address: parts[3]) == nil)
        #expect(signer.path("ftp://two.example/", .avatar) == nil)
        let other = RemoteFileSigner(secret: [UInt8](repeating: 8, count: 32))
        #expect(other.url(size: .avatar, signature: parts[2], address: parts[3]) == nil)
    }

    @Test("what apps read names this server alone, but for remote_url", arguments: TestEngine.available)
    func addresses(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, copies: true) { server in
            let site = server.services.site
            let url = "https://two.example/a.png"
            #expect(site.mediaURL(url).hasPrefix("https://chorus.example/proxy/original/"))
            #expect(site.mediaURL("attachments/a.png") == "https://chorus.example/media/attachments/a.png")
            var media = MediaAttachment(id: 1, accountID: 1, kind: .image, state: .ready, remoteURL: url)
            #expect(site.fileURL(of: media)?.hasPrefix("https://chorus.example/proxy/original/") == true)
            #expect(site.previewURL(of: media)?.hasPrefix("https://chorus.example/proxy/small/") == true)
            media.kind = .audio
            #expect(site.previewURL(of: media) == nil)
        }
    }

    @Test("a picture is fetched once, small, and kept", arguments: TestEngine.available)
    func copies(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, copies: true) { server in
            let url = "https://two.example/a.png"
            server.peer.file(url, Self.png)
            async let first = server.services.remoteFile(url, .avatar)
            async let second = server.services.remoteFile(url, .avatar)
            let files = try await [first, second]
            #expect(files[0] == files[1] && files[0].path.hasSuffix(".jpg"))
            #expect(server.peer.asked.filter { $0 == url }.count == 1)
            server.peer.file(url, [], status: 404)
            let kept = try await server.services.remoteFile(url, .avatar)
            #expect(kept == files[0])
            // Fetched in nobody's name.
            #expect(server.peer.signed.isEmpty)
        }
    }

    @Test("one reader has only so many files fetched; what is here is not counted", arguments: TestEngine.available)
    func counted(_ engine: TestEngine) async throws {
        var limits = RateLimits.off
        limits[.remoteFiles] = RateLimit(2, seconds: 300)
        try await FederationFixture.run(engine, copies: true, limits: limits) { server in
            let urls = (1...3).map { "https://two.example/\($0).png" }
            for url in urls { server.peer.file(url, Self.png) }
            let (one, other) = (ClientAddress("192.0.2.1"), ClientAddress("198.51.100.1"))
            for url in urls.prefix(2) + urls.prefix(2) {
                _ = try await server.services.remoteFile(url, .avatar, for: one)
            }
            await #expect(throws: RemoteFileError.tooMany) {
                try await server.services.remoteFile(urls[2], .avatar, for: one)
            }
            _ = try await server.services.remoteFile(urls[2], .avatar, for: other)
        }
    }

    @Test("what is not there or not a picture is not asked for again at once", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, copies: true) { server in
            let cases: [(String, [UInt8], Int, RemoteFileError)] = [
                ("gone", [], 410, .notFound), ("nowhere", [], 404, .notFound), ("broken", [], 500, .unusable),
                ("page", Array("<html><script>".utf8), 200, .unusable),
                ("cut", Array(Self.png.prefix(40)), 200, .unusable),
            ]
            for (name, bytes, status, error) in cases {
                let url = "https://two.example/\(name).png"
                server.peer.file(url, bytes, status: status)
                for _ in 1...2 {
                    await #expect(throws: error, "\(name)") { try await server.services.remoteFile(url, .small) }
                }
                #expect(server.peer.asked.filter { $0 == url }.count == 1, "\(name)")
                server.peer.file(url, Self.png)
                server.clock.advance(.seconds(600))
                let copy = try await server.services.remoteFile(url, .small)
                #expect(copy.size > 0)
            }
        }
    }

    @Test("of a server whose media are rejected nothing is fetched or shown", arguments: TestEngine.available)
    func rejected(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, copies: true) { server in
            let url = "https://two.example/a.png"
            server.peer.file(url, Self.png)
            _ = try await server.services.remoteFile(url, .small)
            let block = ServerBlock(
                domain: Peer.host,
                severity: .silence,
                rejectsMedia: true,
                createdAt: server.clock.now
            )
            _ = try await server.services.set(block, by: .commandLine)
            await #expect(throws: RemoteFileError.notFound) { try await server.services.remoteFile(url, .small) }
            await #expect(throws: RemoteFileError.notFound) { try await server.services.remoteFile(url, .original) }
        }
    }

    @Test("emoji in a post are those of its author's server", arguments: TestEngine.available)
    func emojis(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine, copies: true) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let uri = server.uri("alice")
            let note =
                #"{"id":"\#(bob)/notes/1","type":"Note","attributedTo":"\#(bob)","content":"<p>Hi :sun: :moon:</p>","to":"as:Public","cc":["\#(uri)"],"tag":[{"type":"Mention","href":"\#(uri)"},{"type":"Emoji","name":":sun:","icon":{"type":"Image","url":"https://two.example/sun.png"}}]}"#
            try await server.send(
                #"{"id":"\#(bob)/c/1","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note)}"#,
                signedBy: bob
            )
            let status = try #require(try await server.services.status(uri: bob + "/notes/1"))
            #expect(status.remoteEmojis.map(\.url) == ["https://two.example/sun.png"])
        }
    }
}
