// What port 80 answers.

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Server

@Suite("The way to https")
struct HTTPSRedirectTests {
    private func ask(
        _ target: String,
        _ method: HTTPRequest.Method = .get,
        acme: String? = nil
    ) async throws -> TestResponse {
        let redirect = HTTPSRedirect(url: "https://chorus.example", acmeFolder: acme)
        return try await Application(responder: redirect).test(.router) { client in
            try await client.execute(uri: target, method: method)
        }
    }

    @Test(
        "the same path at the server's own address",
        arguments: [
            "/", "/@alice/1?a=b&c=%0d%0a", "//evil.example/", "/\\evil.example", "/.well-known/acme-challenge/x",
        ]
    )
    func path(target: String) async throws {
        let answer = try await ask(target)
        #expect(answer.status == .permanentRedirect)
        #expect(answer.headers[.location] == "https://chorus.example" + target)
        #expect(answer.headers[.strictTransportSecurity] == nil && answer.headers[.connection] == "close")
    }

    @Test(
        "what is no path of this server leads nowhere",
        arguments: ["http://evil.example/", "*", "evil", "/a b", "/\u{e4}"]
    )
    func strange(target: String) async throws {
        let answer = try await ask(target)
        #expect(answer.status == .badRequest && answer.headers[.location] == nil)
    }

    @Test("nothing is taken without encryption")
    func taking() async throws {
        for method in [HTTPRequest.Method.post, .put, .delete, .options, .connect] {
            let answer = try await ask("/api/v1/statuses", method)
            #expect(answer.status == .methodNotAllowed && answer.headers[.allow] == "GET, HEAD")
            #expect(String(buffer: answer.body).contains("https://chorus.example"))
        }
    }

    @Test("challenges of certificate authorities are ordinary files of one folder, and nothing else is shown")
    func challenges() async throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "chorus-acme-\(UUID().uuidString)")
        let place = folder.appending(path: ".well-known/acme-challenge")
        try files.createDirectory(at: place.appending(path: "folder"), withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        try Data("token.print".utf8).write(to: place.appending(path: "a-B_9"))
        try Data("secret".utf8).write(to: folder.appending(path: "secret"))
        try Data("secret".utf8).write(to: place.appending(path: "a.txt"))
        try Data(count: 5000).write(to: place.appending(path: "large"))
        try files.createSymbolicLink(
            at: place.appending(path: "link"),
            withDestinationURL: folder.appending(path: "secret")
        )
        func ask(_ name: String) async throws -> TestResponse {
            try await self.ask("/.well-known/acme-challenge/" + name, acme: folder.path())
        }
        let found = try await ask("a-B_9")
        #expect(found.status == .ok && String(buffer: found.body) == "token.print")
        for name in [
            "", "absent", "folder", "large", "link", "a.txt", "../../secret", "..%2f..%2fsecret", "folder/../a-B_9",
            "a-B_9?x",
            "a-B_9/", String(repeating: "a", count: 300),
        ] {
            let answer = try await ask(name)
            #expect(answer.status == .notFound && !String(buffer: answer.body).contains("secret"), "\(name)")
        }
    }
}
