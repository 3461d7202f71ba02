// Answers of every kind through the outermost step, asked in process.

import Compression
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Server

struct CompressedResponsesTests {
    private static let json = "application/json; charset=utf-8"
    private static let long = #"{"text":""# + String(repeating: "together ", count: 400) + #""}"#

    /// What a route of the test answers.
    private struct Made: Sendable {
        var path = "/api/v1/any"
        var type = json
        var body = long
        var headers: HTTPFields = [.cacheControl: "private, no-store"]
        var status = HTTPResponse.Status.ok
    }

    private struct Reply {
        let status: Int
        let headers: HTTPFields
        let length: Int

        var coding: String? { headers[.contentEncoding] }
        var variesByCoding: Bool { headers[.vary]?.contains("Accept-Encoding") == true }
    }

    private func ask(
        _ made: Made,
        _ headers: HTTPFields = [.acceptEncoding: "gzip, br"],
        _ method: HTTPRequest.Method = .get
    ) async throws -> Reply {
        let router = Router()
        router.on(RouterPath(made.path), method: method == .head ? .get : method) { _, _ in
            var fields = made.headers
            fields[.contentType] = made.type
            return Response(
                status: made.status,
                headers: fields,
                body: made.status == .notModified ? .init() : ResponseBody(byteBuffer: ByteBuffer(string: made.body))
            )
        }
        return try await Application(responder: CompressedResponses(router.buildResponder())).test(.router) { client in
            try await client.execute(uri: made.path, method: method, headers: headers) { response in
                Reply(status: response.status.code, headers: response.headers, length: response.body.readableBytes)
            }
        }
    }

    @Test("Text for strangers and JSON for a token are compressed, and caches are told")
    func compressed() async throws {
        for type in [
            CompressedResponsesTests.json, "text/html; charset=utf-8", "application/rss+xml", "image/svg+xml",
            "text/CSS",
        ] {
            let reply = try await ask(Made(type: type))
            #expect(reply.coding == "br" && reply.variesByCoding && reply.length < 200, "\(type)")
            #expect(reply.headers[.contentLength] == "\(reply.length)", "\(type)")
        }
        let gzip = try await ask(Made(), [.acceptEncoding: "gzip", .authorization: "Bearer x"])
        #expect(gzip.coding == "gzip" && gzip.variesByCoding && gzip.length < 200)
        let varied = try await ask(Made(headers: [.vary: "Authorization"]))
        #expect(varied.headers[.vary] == "Authorization, Accept-Encoding")
    }

    @Test("Who reads nothing compressed gets the body as it is, and caches are told all the same")
    func identity() async throws {
        for headers in [[:], [.acceptEncoding: "identity"], [.acceptEncoding: "gzip;q=0"]] as [HTTPFields] {
            let reply = try await ask(Made(), headers)
            #expect(
                reply.coding == nil && reply.variesByCoding && reply.length == CompressedResponsesTests.long.utf8.count
            )
        }
    }

    @Test("Short bodies, pictures, streams of events, ranges and what is compressed already are left alone")
    func leftAlone() async throws {
        var kinds = [
            Made(body: "{}"), Made(type: "image/png"), Made(type: "video/mp4"), Made(type: "text/event-stream"),
            Made(type: "application/zip"), Made(headers: [.acceptRanges: "bytes"]),
        ]
        kinds.append(Made(headers: [.contentEncoding: "gzip"]))
        for made in kinds {
            let reply = try await ask(made)
            #expect(!reply.variesByCoding && reply.coding == made.headers[.contentEncoding], "\(made.type)")
            #expect(reply.length == made.body.utf8.count)
        }
    }

    @Test("A page with nothing private is compressed for who is signed in, where the person asked for it from here")
    func openPages() async throws {
        let open = Made(path: "/@alice/1", type: "text/html; charset=utf-8")
        func asked(_ site: String?, _ made: Made? = nil) async throws -> Reply {
            var headers: HTTPFields = [.acceptEncoding: "gzip, br", .cookie: "chorus_session=x"]
            headers[.secFetchSite] = site
            return try await ask(made ?? open, headers)
        }
        for site in ["same-origin", "none"] {
            let reply = try await asked(site)
            #expect(reply.coding == "br" && reply.variesByCoding && reply.length < 500, "\(site)")
        }
        // A page elsewhere, or on a neighbouring host, may have made the browser ask; and of who does not say, nothing is known.
        for site in ["cross-site", "same-site", "", nil] as [String?] {
            #expect(try await asked(site).coding == nil, "\(site ?? "nil")")
        }
        var kept = open
        kept.headers[.cacheControl] = "private, no-store, no-transform"
        #expect(try await asked("none", kept).coding == nil)
        kept.headers[.cacheControl] = nil
        #expect(try await asked("none", kept).coding == nil)
        var json = open
        json.type = CompressedResponsesTests.json
        #expect(try await asked("none", json).coding == nil)
        // The same page is never of one length: a word more or less is not seen.
        var lengths: Set<Int> = []
        for _ in 0..<20 { lengths.insert(try await asked("none").length) }
        #expect(lengths.count > 5)
    }

    @Test("Where secrets stand beside what others write, no length tells of them")
    func secrets() async throws {
        let page = Made(type: "text/html; charset=utf-8")
        let cases: [(Made, HTTPFields)] = [
            (page, [.cookie: "chorus_session=x"]),
            (page, [.authorization: "Bearer x"]),
            (Made(type: page.type, headers: [.setCookie: "chorus_form=x"]), [:]),
            (Made(), [.cookie: "chorus_session=x"]),
            (Made(path: "/auth/reset"), [:]),
            (Made(path: "/oauth/userinfo"), [.authorization: "Bearer x"]),
            (Made(path: "/api/v1/admin/accounts"), [.authorization: "Bearer x"]),
        ]
        for (made, headers) in cases {
            var headers = headers
            headers[.acceptEncoding] = "gzip, br"
            #expect(try await ask(made, headers).coding == nil, "\(made.path) \(headers)")
        }
        // Who has chosen a language, and nothing else, is a stranger.
        #expect(try await ask(page, [.acceptEncoding: "br", .cookie: "chorus_language=ja"]).coding == "br")
        let both = "chorus_language=ja; chorus_session=x"
        #expect(try await ask(page, [.acceptEncoding: "br", .cookie: both]).coding == nil)
        // What is the same for everybody holds no secret, whoever asks.
        let shared = Made(headers: [.cacheControl: "public, max-age=1"])
        #expect(try await ask(shared, [.acceptEncoding: "br", .cookie: "chorus_session=x"]).coding == "br")
    }

    @Test(
        "Own votes, silent answers and posts for few are never compressed",
        arguments: [
            #""own_votes":[]"#, #""own_votes":[1]"#, #""own_answer":null"#, #""visibility":"direct""#,
            #""visibility":"private""#,
        ]
    )
    func privateText(member: String) async throws {
        let body = CompressedResponsesTests.long.dropLast() + #","visibility":"public","# + member + "}"
        let made = Made(body: String(body))
        let token: HTTPFields = [.acceptEncoding: "gzip, br", .authorization: "Bearer x"]
        #expect(try await ask(made, token).coding == nil)
        // Written into a post, the same words change nothing.
        let quoted = made.body.replacing("\"", with: "\\\"")
        #expect(
            try await ask(Made(body: #"{"visibility":"unlisted","content":""# + quoted + "\"}"), token).coding == "br"
        )
    }

    @Test("A compressed body has a weak tag, and is known by it")
    func entityTags() async throws {
        let made = Made(headers: [.cacheControl: "public, max-age=1", .eTag: "\"abc\""])
        #expect(try await ask(made).headers[.eTag] == "W/\"abc\"")
        #expect(try await ask(made, [:]).headers[.eTag] == "\"abc\"")
        var known = made
        known.status = .notModified
        for tag in ["W/\"abc\"", "\"abc\""] {
            let reply = try await ask(known, [.acceptEncoding: "br", .ifNoneMatch: "\"old\", \(tag)"])
            #expect(reply.status == 304 && reply.headers[.eTag] == tag && reply.variesByCoding && reply.coding == nil)
        }
        known.headers[.acceptRanges] = "bytes"
        #expect(try await ask(known).headers[.vary] == nil)
    }

    @Test("HEAD has the headers of GET", arguments: ["gzip", "br", "identity"])
    func head(accepted: String) async throws {
        let get = try await ask(Made(), [.acceptEncoding: accepted])
        let head = try await ask(Made(), [.acceptEncoding: accepted], .head)
        #expect(head.headers == get.headers && head.status == get.status && head.length == 0 && get.length > 0)
    }

    @Test("A compressed body of a request is refused", arguments: ["gzip", "br", "Deflate", "identity, gzip", "zstd"])
    func requests(coding: String) async throws {
        let reply = try await ask(Made(), [.contentEncoding: coding], .post)
        #expect(reply.status == 415 && reply.headers[.acceptEncoding] == "identity")
        #expect(try await ask(Made(), [.contentEncoding: "identity"], .post).status == 200)
    }
}

struct CompressedFormsTests {
    @Test("A form is made once, and again when the bytes are others")
    func keeps() async throws {
        let forms = CompressedForms(capacity: 4)
        let first = ByteBuffer(string: String(repeating: "one ", count: 500))
        let form = try await forms.form(of: first, at: "/a", .gzip, .fast)
        #expect(try await forms.form(of: first, at: "/a", .gzip, .fast) == form)
        let brotli = try await forms.form(of: first, at: "/a", .brotli, .fast)
        #expect(brotli != form)
        let second = ByteBuffer(string: String(repeating: "two ", count: 500))
        let other = try await forms.form(of: second, at: "/a", .gzip, .fast)
        #expect(other != form && other != nil)
        // Large ones, and those at the best level, are made elsewhere, with the same result.
        let large = ByteBuffer(string: String(repeating: "three ", count: 100_000))
        #expect(try await forms.form(of: large, at: "/b", .gzip, .fast)?.readableBytes ?? .max < 10_000)
        #expect(try await forms.form(of: first, at: "/c", .brotli, .best) != nil)
    }

    @Test("A crowd that asks for a new file does not have it made many times")
    func crowd() async throws {
        let forms = CompressedForms(capacity: 4)
        let text = (0..<20_000).map { "\($0 &* 2_654_435_761 % 97) rules" }.joined(separator: "; ")
        let body = ByteBuffer(string: text)
        let best = try await CompressedForms.compress(body, .brotli, .best)
        let fast = try await CompressedForms.compress(body, .brotli, .fast)
        let found = try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            for _ in 0..<8 { group.addTask { try await forms.form(of: body, at: "/a", .brotli, .best) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.contains(best) && found.allSatisfy { $0 == best || $0 == fast } && best != fast)
        #expect(try await forms.form(of: body, at: "/a", .brotli, .best) == best)
    }
}

struct WordSearchTests {
    @Test("A word is found wherever it stands, and as often")
    func finds() {
        let search = WordSearch("abcab")
        for (text, ends) in [
            ("abcab", [5]), ("abcabcab", [5, 8]), ("xabcabxxabcab", [6, 13]), ("aabcab", [6]), ("abca", []), ("", []),
            ("bcab abcxb ABCAB", []),
        ] as [(String, [Int])] {
            var (found, start) = ([Int](), 0)
            Array(text.utf8).withUnsafeBytes { bytes in
                while let end = search.end(in: bytes, from: start) {
                    found.append(end)
                    start = end - 4
                }
            }
            #expect(found == ends, "\(text)")
        }
    }
}
