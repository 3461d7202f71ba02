// Which addresses may be those of push services.

import Domain
import Testing

@Suite("Push endpoints")
struct PushEndpointTests {
    @Test(
        "host and origin are taken from the address",
        arguments: [
            ("https://push.example/a?b#c", "push.example", "https://push.example"),
            ("HTTPS://Push.Example:8443/x", "push.example", "https://push.example:8443"),
            ("https://push.example", "push.example", "https://push.example"),
            ("http://[::1]:80/x", "[::1]", "http://[::1]:80"),
            ("https://127.0.0.1?x", "127.0.0.1", "https://127.0.0.1"),
        ]
    )
    func parts(url: String, host: String, origin: String) throws {
        let endpoint = try #require(PushEndpoint(url))
        #expect(endpoint.host == host && endpoint.origin == origin && endpoint.url == url)
        #expect(endpoint.isSecure == url.lowercased().hasPrefix("https"))
    }

    @Test(
        "what is no plain address is none",
        arguments: [
            "", "https://", "https:///a", "ftp://push.example", "push.example", "https://a@push.example/",
            "https://push.example:x/", "https://push.example:/", "https://push.example:70000/",
            "https://pu sh.example/",
            "https://push.example/\u{0}", "https://püsh.example/",
            "https://push.example/" + String(repeating: "a", count: 3000),
            "https://a%2eb/", "https://[::1/", "https://\\push.example/",
        ]
    )
    func wrong(url: String) {
        #expect(PushEndpoint(url) == nil)
    }
}
