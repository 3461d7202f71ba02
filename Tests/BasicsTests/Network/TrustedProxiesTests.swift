// Who asks, by what proxies say.

import Basics
import Testing

@Suite struct TrustedProxiesTests {
    let proxies = TrustedProxies("127.0.0.0/8, ::1, 10.0.0.0/8,2001:db8:ff00::/40")

    func client(_ peer: String?, _ forwardedFor: [String], forwarded: [String] = []) -> ClientAddress? {
        proxies?.client(of: peer.flatMap { IPAddress($0) }, forwardedFor: forwardedFor, forwarded: forwarded)
    }

    @Test(
        "the client is the last in the list that is no proxy",
        arguments: [
            ("127.0.0.1", "192.0.2.1", "192.0.2.1"), ("127.4.5.6", "192.0.2.1", "192.0.2.1"),
            ("::1", "192.0.2.1", "192.0.2.1"), ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
            ("10.1.2.3", "203.0.113.9, 192.0.2.1, 10.9.9.9, 127.0.0.1", "192.0.2.1"),
            ("2001:db8:ff12::1", "192.0.2.1", "192.0.2.1"), ("127.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"),
            ("127.0.0.1", "2001:db8:1:2::7", "2001:db8:1:2::9"), ("127.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
            ("127.0.0.1", "192.0.2.1:55000", "192.0.2.1"), ("127.0.0.1", "[2001:db8:1::1]:443", "2001:db8:1::1"),
            ("127.0.0.1", "nonsense, 192.0.2.1", "192.0.2.1"), ("127.0.0.1", " 192.0.2.1\t", "192.0.2.1"),
        ]
    )
    func last(peer: String, header: String, expected: String) {
        #expect(client(peer, [header]) == ClientAddress(expected))
    }

    @Test("several lines of the header are one list")
    func lines() {
        #expect(client("10.0.0.1", ["192.0.2.1", "192.0.2.2, 10.0.0.2"]) == ClientAddress("192.0.2.2"))
    }

    @Test("the word of anybody else counts for nothing")
    func stranger() {
        for peer in ["192.0.2.7", "2001:db8::1", "11.0.0.1"] {
            #expect(client(peer, ["203.0.113.1"], forwarded: ["for=203.0.113.1"]) == ClientAddress(peer))
        }
    }

    @Test(
        "a list that cannot be read counts as absent",
        arguments: ["", ",", "unknown", "192.0.2.1,", "192.0.2.1 192.0.2.2", "192.0.2.1, evil", "1.2.3.4:x", "1:2:3"]
    )
    func malformed(header: String) {
        #expect(client("10.0.0.1", [header]) == ClientAddress("10.0.0.1"))
    }

    @Test(
        "Forwarded is read where there is no X-Forwarded-For",
        arguments: [
            ("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"),
            ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
            ("for=203.0.113.1, for=192.0.2.43;proto=https , for=10.1.1.1", "192.0.2.43"),
            ("for=\"192.0.2.1:80\"", "192.0.2.1"), ("for=unknown", "10.0.0.1"), ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"), ("for", "10.0.0.1"), ("for=\"192.0.2.1", "10.0.0.1"),
            ("for=203.0.113.1;x=\"a,b;c\\\"\", for=192.0.2.2", "192.0.2.2"),
        ]
    )
    func forwarded(header: String, expected: String) {
        #expect(client("10.0.0.1", [], forwarded: [header]) == ClientAddress(expected))
        #expect(client("10.0.0.1", ["192.0.2.99"], forwarded: [header]) == ClientAddress("192.0.2.99"))
    }

    @Test("a Unix socket is of this machine, and believed even where nobody else is")
    func unix() {
        #expect(client(nil, ["192.0.2.1"]) == ClientAddress("192.0.2.1"))
        for unsaid in [[], ["unix:"], ["unknown"]] { #expect(client(nil, unsaid) == ClientAddress("127.0.0.1")) }
        #expect(TrustedProxies.none.client(of: nil, forwardedFor: ["192.0.2.1"]) == ClientAddress("192.0.2.1"))
    }

    @Test(
        "ranges are written as by RFC 4632",
        arguments: ["10.0.0.0/33", "::/129", "10.0.0/8", "x", "1.2.3.4/", "/8", "1.2.3.4/-1"]
    )
    func badRanges(text: String) { #expect(TrustedProxies(text) == nil) }

    @Test(
        "a range ends where its prefix ends",
        arguments: [
            ("192.0.2.128/25", "192.0.2.255", true), ("192.0.2.128/25", "192.0.2.127", false),
            ("0.0.0.0/0", "203.0.113.5", true), ("0.0.0.0/0", "::1", false),
            ("2001:db8::8000/113", "2001:db8::ffff", true), ("2001:db8::8000/113", "2001:db8::7fff", false),
        ]
    )
    func ranges(range: String, address: String, isIn: Bool) throws {
        let (range, address) = (try #require(AddressRange(range)), try #require(IPAddress(address)))
        #expect(range.contains(address) == isIn)
    }
}
