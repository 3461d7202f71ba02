// What this server is called, and how its own people are known by their handles.
import Services
import Testing

@Suite("The site")
struct SiteTests {
    @Test("handles end in the host of the address, unless another domain is set for them")
    func handleDomain() throws {
        let plain = try #require(Site(url: "https://Chorus.example/"))
        #expect(plain.domain == "chorus.example" && plain.webDomain == "chorus.example")
        let apart = try #require(Site(url: "https://social.chorus.example", handleDomain: "Chorus.example"))
        #expect(apart.domain == "chorus.example" && apart.webDomain == "social.chorus.example")
        #expect(apart.actorURI("alice") == "https://social.chorus.example/users/alice")
    }

    @Test(
        "both domains are its own, and no other",
        arguments: [
            ("chorus.example", true), ("social.chorus.example", true), ("example", false), ("other.example", false),
            ("", false),
        ]
    )
    func own(_ domain: String, _ isOwn: Bool) throws {
        let site = try #require(Site(url: "https://social.chorus.example", handleDomain: "chorus.example"))
        #expect(site.isOwn(domain) == isOwn)
    }

    @Test(
        "what is no host is no handle domain",
        arguments: ["https://chorus.example", "chorus.example/x", "", "a b", "ü.example"]
    )
    func wrong(_ domain: String) {
        #expect(Site(url: "https://chorus.example", handleDomain: domain) == nil)
    }
}
