// /embed and /api/oembed: what other pages may show of ours.
import Basics
import Domain
import HTTPTypes
import Services
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite struct EmbedRouteTests {
    @Test("only embeds may be framed, and they look at no cookie", arguments: TestEngine.available)
    func headers(_ engine: TestEngine) async throws {
        let made = MadeUpMovement()
        try await withPages(engine, movement: { [made] in made.put(in: &$0) }) { stand in
            let alice = try await stand.account("alice")
            made.owner.withLock { $0 = alice.accountID }
            let (cookie, _) = try await stand.session(alice)
            for path in ["/embed/tags/metoo", "/embed/calls/100", "/embed/tags/unused"] {
                let page = try await stand.get(path, headers: cookie)
                #expect(page.status == 200 && page.complaints == [], "\(path)")
                #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors *") == true, "\(path)")
                #expect(page.headers[.xFrameOptions] == nil, "\(path)")
                #expect(page.headers[.cacheControl] == "public, max-age=0, s-maxage=5, must-revalidate", "\(path)")
                #expect(page.headers[.vary] == "Accept-Language" && page.headers[.setCookie] == nil, "\(path)")
                #expect(!page.body.contains("alice"), "\(path)")
                #expect(
                    page.links("target", "_blank").allSatisfy { $0.hasPrefix("https://chorus.example/") },
                    "\(path)"
                )
            }
            let tag = try await stand.get("/embed/tags/metoo")
            #expect(tag.body.contains("<path d=\"M0 "))
            #expect(try await stand.get("/embed/tags/MeToo").location == "/embed/tags/metoo")
            #expect(try await stand.get("/embed/tags/unused").text.contains("0 people"))
            let call = try await stand.get("/embed/calls/100")
            #expect(call.text.contains("40,100 people have answered") && !call.text.contains("aloud"))
            #expect(call.links("class", "act") == ["https://chorus.example/calls/100#part"])
            #expect(call.body.contains("<path d=\"M0 ") && !tag.body.contains("#part"))
            for path in ["/tags/metoo", "/calls/100", "/explore", "/almanac"] {
                let page = try await stand.get(path)
                #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true, "\(path)")
                #expect(page.headers[.xFrameOptions] == "DENY", "\(path)")
            }
            let gone = try await stand.get("/embed/calls/5")
            #expect(gone.status == 404 && gone.headers[.xFrameOptions] == nil)
        }
    }

    @Test(
        "oEmbed answers for tags, calls and public posts, and as it says for all else",
        arguments: TestEngine.available
    )
    func oembed(_ engine: TestEngine) async throws {
        let made = MadeUpMovement()
        try await withPages(engine, movement: { [made] in made.put(in: &$0) }) { stand in
            let alice = try await stand.account("alice")
            made.owner.withLock { $0 = alice.accountID }
            let open = try await stand.post("<b>words</b> & more", by: alice)
            let warned = try await stand.post("hidden words", by: alice, spoiler: "About work")
            let closed = try await stand.post("not for all", by: alice, .private)
            func ask(_ path: String, _ more: String = "") async throws -> PageReply {
                try await stand.get("/api/oembed?url=\(PercentEncoding.encode("https://chorus.example" + path))\(more)")
            }
            let tag = try await ask("/tags/MeToo", "&maxwidth=400&maxheight=120")
            #expect(tag.status == 200 && tag.headers[.contentType] == "application/json; charset=utf-8")
            #expect(tag.headers[.accessControlAllowOrigin] == "*")
            for part in [
                "\"type\":\"rich\"", "\"version\":\"1.0\"", "\"width\":400,\"height\":120",
                "src=\\\"https://chorus.example/embed/tags/metoo\\\"", "\"provider_name\":\"Chorus & friends\"",
            ] { #expect(tag.body.replacing("\\/", with: "/").contains(part), "\(part) in \(tag.body)") }
            #expect(try await ask("/calls/100").body.contains("\"author_name\":\"alice\""))
            let post = try await ask("/@alice/\(open)")
            #expect(post.status == 200 && post.body.contains("blockquote") && post.body.contains("&lt;b&gt;words"))
            let hidden = try await ask("/@alice/\(warned)")
            #expect(hidden.body.contains("About work") && !hidden.body.contains("hidden words"))
            for path in [
                "/@alice/\(closed)", "/@bob/\(open)", "/tags/unused", "/calls/7", "/", "/@alice", "/tags/a%20b", "/x/y",
            ] { #expect(try await ask(path).status == 404, "\(path)") }
            #expect(try await stand.get("/api/oembed?url=https%3A%2F%2Felsewhere.example%2Ftags%2Fa").status == 404)
            #expect(try await stand.get("/api/oembed").status == 400)
            #expect(try await ask("/tags/metoo", "&format=xml").status == 501)
            #expect(try await ask("/tags/metoo", "&format=json").status == 200)
            for path in ["/tags/metoo", "/calls/100", "/@alice/\(open)"] {
                let links = try await stand.get(path).links("type", "application/json+oembed")
                let address = PercentEncoding.encode("https://chorus.example" + path)
                #expect(links == ["https://chorus.example/api/oembed?format=json&amp;url=\(address)"], "\(path)")
            }
            #expect(try await stand.get("/@alice/\(closed)").links("type", "application/json+oembed") == [])
        }
    }

    @Test(
        "sizes are those that the other page has room for",
        arguments: [
            (nil, nil, 560, 240), (300, nil, 300, 240), (nil, 90, 560, 90), (5000, 5000, 560, 240), (0, -5, 1, 1),
        ] as [(Int?, Int?, Int, Int)]
    )
    func sizes(_ maxWidth: Int?, _ maxHeight: Int?, _ width: Int, _ height: Int) throws {
        let site = "https://chorus.example"
        let asked = OEmbedQuestion(url: site + "/tags/a", maxWidth: maxWidth, maxHeight: maxHeight, site: site)
        let question = try #require(asked)
        #expect(question.width == width && question.height == height)
    }
}
