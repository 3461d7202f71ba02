// A file is brought in a form, looked at, imported, and told of.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Pages of imports")
struct ImportPageTests {
    private func upload(
        _ stand: PageStand,
        _ cookie: HTTPFields,
        _ fields: [String: String],
        file: String?,
        name: String = "blocks.csv"
    ) async throws -> PageReply {
        var body = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0.key)\"\r\n\r\n\($0.value)\r\n" }
            .joined()
        if let file {
            body +=
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n"
                + "\(file)\r\n"
        }
        var headers = cookie
        headers[.contentType] = "multipart/form-data; boundary=b"
        return try await stand.get("/settings/import", method: .post, headers: headers, body: body + "--b--\r\n")
    }

    @Test("from the file to the lines that failed", arguments: TestEngine.available)
    func way(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let (cookie, proof) = try await stand.session(alice)
            let (others, _) = try await stand.session(bob)
            let file = "bob@chorus.example\nnobody@other.example\n???\n"
            #expect(try await upload(stand, cookie, ["csrf": "x"], file: file).status == 422)
            let empty = try await upload(stand, cookie, ["csrf": proof], file: nil)
            #expect(empty.status == 422 && empty.text.contains("Choose a file first") && empty.complaints == [])
            let broken = try await upload(stand, cookie, ["csrf": proof], file: "\"bob")
            #expect(broken.status == 422 && broken.text.contains("has no partner."))
            let answer = try await upload(stand, cookie, ["csrf": proof, "kind": "", "mode": "overwrite"], file: file)
            let place = try #require(answer.location)
            #expect(answer.status == 302)
            let summary = try await stand.get(place, headers: cookie)
            #expect(summary.complaints == [] && summary.text.contains("blocks.csv has 3 lines of accounts to block."))
            #expect(summary.text.contains("1 of them cannot be understood"))
            #expect(summary.text.contains("Everybody who is not in this file will be unblocked."))
            for path in [place, place + "/failures.csv", "/settings/import/x"] {
                #expect(try await stand.get(path, headers: others).status == 404)
            }
            var form = cookie
            form[.contentType] = "application/x-www-form-urlencoded"
            let refused = try await stand.get(place, method: .post, headers: form, body: "csrf=x")
            #expect(refused.status == 422)
            let csrf = "csrf=\(PercentEncoding.encode(proof))"
            #expect(try await stand.get(place, method: .post, headers: form, body: csrf).location == place)
            let running = try await stand.get(place, headers: cookie)
            #expect(running.complaints == [] && running.body.contains("<progress max=\"3\" value=\"0\">"))
            #expect(running.headers[.init("Refresh") ?? .server] == "3")
            try await stand.services.runImport(try #require(place.split(separator: "/").last.flatMap { Int64($0) }))
            let done = try await stand.get(place, headers: cookie)
            #expect(done.complaints == [] && done.text.contains("1 of 3 lines imported. 2 could not be imported."))
            let failures = try await stand.get(place + "/failures.csv", headers: cookie)
            #expect(failures.headers[.contentDisposition] == "attachment; filename=\"blocked_accounts_failures.csv\"")
            #expect(
                failures.body == """
                    Account address,Reason
                    nobody@other.example,This server does not know that account yet
                    ???,This line could not be understood

                    """
            )
            let list = try await stand.get("/settings/import", headers: cookie)
            #expect(list.text.contains("Accounts to block: blocks.csv"))
        }
    }

    @Test("bodies that are no forms never trap")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "--b", "\r\n", "--", "Content-Disposition: form-data; name=\"file\"; filename=\"x\"", "\r\n\r\n", "a", ";",
            "\"",
        ]
        for _ in 0..<2000 {
            let body = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
                pieces.randomElement(using: &generator)
            }
            _ = MultipartForm(Array(body.joined().utf8), contentType: "multipart/form-data; boundary=b")
        }
        let body = Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--".utf8)
        #expect(MultipartForm(body, contentType: "multipart/form-data; boundary=b")?.fields.first?.value == "")
        #expect(MultipartForm(body, contentType: "text/plain") == nil)
        #expect(MultipartForm(body, contentType: "multipart/form-data") == nil)
        #expect(MultipartForm([], contentType: "multipart/form-data; boundary=b") == nil)
    }
}
