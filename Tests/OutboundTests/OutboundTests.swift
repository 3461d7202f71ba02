// The door to the outside, against a peer that behaves, and one that does not.
import Basics
import NIOHTTP1
import Synchronization
import Testing

@testable import Outbound

@Suite("The door to the outside")
struct OutboundTests {
    /// Names of these tests, all of this machine.
    static func door(
        clock: Clock = .system,
        names: [String: [String]] = ["peer.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]]
    ) throws -> OutboundClient {
        let policy = try #require(AddressPolicy(privateRanges: "127.0.0.0/8"))
        return try OutboundClient(OutboundClient.Settings(userAgent: "Tests", policy: policy), clock: clock) { host in
            try addresses(names[host] ?? [host])
        }
    }

    static func addresses(_ texts: [String]) throws -> [ResolvedAddress] {
        texts.compactMap { text in NetworkAddress(text).map { ResolvedAddress(address: $0, text: text) } }
    }

    /// Waits long: all tests run at once.
    static func request(_ url: String) -> OutboundRequest {
        var request = OutboundRequest(.get, url)
        request.timeout = .seconds(120)
        return request
    }

    static func failure(_ door: OutboundClient, _ request: OutboundRequest) async -> OutboundError? {
        do {
            _ = try await door.send(request)
            return nil
        } catch {
            return error as? OutboundError
        }
    }

    @Test("a request says who asks, carries no word of packing, and hears status, headers and body")
    func plain() async throws {
        let peer = try await FakePeer.start { _ in .answer(404, [("X-Word", "hello")], Array("gone".utf8)) }
        let answer = try await Self.door().send(Self.request("http://peer.example:\(peer.port)/users/alice?page=1#top"))
        #expect(answer.status == 404 && answer.body == Array("gone".utf8) && answer.header("x-word") == "hello")
        let asked = try #require(peer.asked.first)
        #expect(asked.target == "/users/alice?page=1")
        #expect(asked.headers["host"] == ["peer.example:\(peer.port)"])
        #expect(asked.headers["user-agent"] == ["Tests"] && asked.headers["accept-encoding"] == ["identity"])
    }

    @Test("without a word of the admin, this house is forbidden, however a name leads there")
    func forbidden() async throws {
        let peer = try await FakePeer.start { _ in .answer(200) }
        let settings = OutboundClient.Settings(userAgent: "Tests")
        let door = try OutboundClient(settings) { host in
            try Self.addresses(host == "mixed.example" ? ["93.184.216.34", "127.0.0.1"] : ["127.0.0.1"])
        }
        for host in ["peer.example", "mixed.example", "127.0.0.1"] {
            let failure = await Self.failure(door, Self.request("http://\(host):\(peer.port)/"))
            #expect(failure == .forbidden("\(host) is not a public address"))
        }
        let ranged = try #require(AddressPolicy(privateRanges: "10.0.0.0/8"))
        let other = try OutboundClient(OutboundClient.Settings(userAgent: "Tests", policy: ranged)) { _ in
            try Self.addresses(["127.0.0.1"])
        }
        #expect(await Self.failure(other, Self.request("http://peer.example:\(peer.port)/")) != nil)
        #expect(peer.connectionCount == 0)
    }

    @Test(
        "what a name says after it was looked at changes nothing: the connection goes to the address that was checked"
    )
    func pinned() async throws {
        let peer = try await FakePeer.start { _ in .answer(200) }
        let looks = Mutex(0)
        let policy = try #require(AddressPolicy(privateRanges: "127.0.0.1"))
        let door = try OutboundClient(OutboundClient.Settings(userAgent: "Tests", policy: policy)) { _ in
            let isFirst = looks.withLock { looks in
                looks += 1
                return looks == 1
            }
            return try Self.addresses([isFirst ? "127.0.0.1" : "127.0.0.2"])
        }
        for _ in 0..<3 { #expect(try await door.send(Self.request("http://peer.example:\(peer.port)/")).status == 200) }
        #expect(looks.withLock { $0 } == 1 && peer.connectionCount == 1)
    }

    @Test("redirects are followed for three hops, each looked at like the first address")
    func redirects() async throws {
        let far = try await FakePeer.start { _ in .answer(200, [], Array("here".utf8)) }
        let peer = try await FakePeer.start { request in
            switch request.target {
            case "/1": .answer(301, [("Location", "/2")])
            case "/2": .answer(302, [("Location", "3")])
            case "/3": .answer(307, [("Location", "http://other.example:\(far.port)/end")])
            case "/0": .answer(308, [("Location", "/1")])
            case "/circle": .answer(302, [("Location", "/circle#again")])
            case "/inside": .answer(302, [("Location", "http://inside.example/")])
            case "/file": .answer(302, [("Location", "file:///etc/passwd")])
            default: .answer(302)
            }
        }
        let names = ["peer.example": ["127.0.0.1"], "other.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]]
        let door = try Self.door(names: names)
        let base = "http://peer.example:\(peer.port)"
        let answer = try await door.send(Self.request("\(base)/1"))
        #expect(answer.body == Array("here".utf8) && answer.url == "http://other.example:\(far.port)/end")
        #expect(
            await Self.failure(door, Self.request("\(base)/0")) == .unusable("peer.example redirects more than 3 times")
        )
        #expect(
            await Self.failure(door, Self.request("\(base)/circle")) == .unusable("peer.example redirects in a circle")
        )
        #expect(
            await Self.failure(door, Self.request("\(base)/inside"))
                == .forbidden("inside.example is not a public address")
        )
        #expect(
            await Self.failure(door, Self.request("\(base)/file")) == .unusable("peer.example redirects to nowhere")
        )
        #expect(await Self.failure(door, Self.request("\(base)/nothing")) != nil)
    }

    @Test("every hop is signed for itself, and a POST follows no redirect")
    func signed() async throws {
        let far = try await FakePeer.start { _ in .answer(200) }
        let peer = try await FakePeer.start { _ in .answer(307, [("Location", "http://other.example:\(far.port)/b?c")])
        }
        let signer = RequestSigner(keyID: "key") { request in
            [("Signature", "\(request.method) \(request.host) \(request.target) \(request.body.count)")]
        }
        let door = try Self.door()
        var request = Self.request("http://peer.example:\(peer.port)/a")
        request.signer = signer
        _ = try await door.send(request)
        #expect(peer.asked.first?.headers["signature"] == ["GET peer.example:\(peer.port) /a 0"])
        #expect(far.asked.first?.headers["signature"] == ["GET other.example:\(far.port) /b?c 0"])
        let post = OutboundRequest(.post, "http://peer.example:\(peer.port)/inbox", body: [1, 2, 3], signer: signer)
        #expect(try await door.send(post).status == 307)
        #expect(peer.asked.last?.headers["signature"] == ["POST peer.example:\(peer.port) /inbox 3"])
        #expect(peer.asked.last?.body == [1, 2, 3] && far.asked.count == 1)
    }

    @Test("a body is read to its limit, packed or not, and no further")
    func bodies() async throws {
        // 1 MiB of the letter a, packed by gzip.
        let packed = Gzipped.megabyte
        let peer = try await FakePeer.start { request in
            switch request.target {
            case "/endless": .endless(Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".utf8))
            case "/packed": .answer(200, [("Content-Encoding", "gzip")], packed)
            case "/strange": .answer(200, [("Content-Encoding", "zstd")], [1, 2, 3])
            default: .answer(200, [], [UInt8](repeating: 0x61, count: 1000))
            }
        }
        let door = try Self.door()
        func request(_ path: String, limit: Int, cut: Bool = false) -> OutboundRequest {
            var request = Self.request("http://peer.example:\(peer.port)\(path)")
            (request.limit, request.overflow) = (limit, cut ? .isCut : .fails)
            return request
        }
        let tooLong = OutboundError.unusable("peer.example answers with more than 999 bytes")
        #expect(await Self.failure(door, request("/whole", limit: 999)) == tooLong)
        #expect(try await door.send(request("/whole", limit: 1000)).body.count == 1000)
        #expect(try await door.send(request("/whole", limit: 10, cut: true)).body.count == 10)
        #expect(await Self.failure(door, request("/endless", limit: 999)) == tooLong)
        #expect(try await door.send(request("/endless", limit: 5000, cut: true)).body.count == 5000)
        #expect(
            try await door.send(request("/packed", limit: 1 << 20)).body == [UInt8](repeating: 0x61, count: 1 << 20)
        )
        #expect(await Self.failure(door, request("/packed", limit: 999)) == tooLong)
        #expect(
            await Self.failure(door, request("/strange", limit: 999))
                == .unusable("peer.example packs its answer in an unknown way")
        )
    }

    @Test("whoever answers nothing, or without end, is given up at the deadline")
    func slow() async throws {
        let peer = try await FakePeer.start { request in
            request.target == "/silent" ? .silence : .endless(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
        }
        let door = try Self.door()
        for path in ["/silent", "/endless"] {
            var request = Self.request("http://peer.example:\(peer.port)\(path)")
            (request.timeout, request.limit) = (.seconds(3), 1 << 30)
            #expect(await Self.failure(door, request) == .unreachable("peer.example does not answer in time"))
        }
    }

    @Test("a connection is used again, and where the peer has closed it meanwhile, a new one takes its place")
    func reuse() async throws {
        let peer = try await FakePeer.start { $0.target == "/last" ? .answerAndClose(200) : .answer(200) }
        let door = try Self.door()
        for path in ["/a", "/b", "/last", "/c"] {
            #expect(try await door.send(Self.request("http://peer.example:\(peer.port)\(path)")).status == 200)
        }
        #expect(peer.asked.map(\.connection) == [1, 1, 1, 2])
    }

    @Test("those who ask for the same at the same time share one request")
    func flights() async throws {
        let peer = try await FakePeer.start { _ in .answer(200, [], [1]) }
        let door = try Self.door()
        let url = "http://peer.example:\(peer.port)/alice"
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let answer = try? await door.send(Self.request(url))
                    #expect(answer?.body == [1])
                }
            }
        }
        #expect(peer.asked.count < 20)
    }

    @Test("an address that gave nothing is not asked again at once; a delivery is not held up by that")
    func failures() async throws {
        let peer = try await FakePeer.start { _ in .close }
        let door = try Self.door()
        let url = "http://peer.example:\(peer.port)/alice"
        for _ in 0..<3 { #expect(await Self.failure(door, Self.request(url)) != nil) }
        #expect(peer.asked.count == 1)
        var own = Self.request(url)
        own.isBudgeted = false
        _ = await Self.failure(door, own)
        #expect(peer.asked.count == 2)
    }

    @Test("a host that answers 429 with a time is left alone for that time")
    func retryAfter() async throws {
        let peer = try await FakePeer.start { _ in .answer(429, [("Retry-After", "60")]) }
        let door = try Self.door()
        let base = "http://peer.example:\(peer.port)"
        #expect(try await door.send(Self.request("\(base)/a")).status == 429)
        #expect(
            await Self.failure(door, Self.request("\(base)/b"))
                == .busy("peer.example asked to be left alone for a while")
        )
        #expect(peer.asked.count == 1)
    }

    @Test("Retry-After is read as seconds and as a date, and nothing else")
    func retryAfterForms() {
        let now = Timestamp(seconds: 784_111_777 - 60)
        #expect(RetryAfter.duration("120", at: now) == .seconds(120))
        #expect(RetryAfter.duration("Sun, 06 Nov 1994 08:49:37 GMT", at: now) == .seconds(60))
        #expect(RetryAfter.duration("Sat, 05 Nov 1994 08:49:37 GMT", at: now) == .zero)
        #expect(RetryAfter.duration("99999999999999999999", at: now) == .seconds(7 * 86_400))
        for text in ["", "-1", "soon", "1.5", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"] {
            #expect(RetryAfter.duration(text, at: now) == nil)
        }
    }
}
