// Headers, caching, assets, and what browsers ask for by themselves.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct PageHeaderTests {
    @Test(
        "every page forbids what it does not need, and strangers' pages may be kept for seconds",
        arguments: TestEngine.available
    )
    func headers(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let post = try await stand.post("a note #garden", by: alice)
            let runScripts = ["/", "/@alice", "/@alice/\(post)", "/tags/garden"]
            for path in runScripts + ["/@alice/1", "/@ALICE", "/users/alice"] {
                let page = try await stand.get(path)
                let policy = page.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(path)")
                #expect(!policy.contains("unsafe"), "\(path)")
                #expect(policy.contains("script-src") == runScripts.contains(path), "\(path)")
                #expect(page.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(page.headers[values: .referrerPolicy] == ["same-origin"], "\(path)")
                if page.status == 200 {
                    #expect(page.headers[.cacheControl] == "no-store", "\(path)")
                    #expect(page.headers[.vary] == "Cookie, Accept-Language", "\(path)")
                }
                let head = try await stand.get(path, method: .head)
                #expect(head.status == page.status && head.body.isEmpty, "\(path)")
                #expect(head.headers[.contentType] == page.headers[.contentType], "\(path)")
            }
        }
    }

    @Test("a page is rendered once for all strangers, for a second", arguments: TestEngine.available)
    func kept(_ engine: TestEngine) async throws {
        try await withPages(engine, keeping: .seconds(2)) { stand in
            let alice = try await stand.account("alice")
            let post = try await stand.post("first words", by: alice)
            async let one = stand.get("/@alice/\(post)")
            async let two = stand.get("/@alice/\(post)")
            #expect(try await one.body == two.body)
            // Does not move the clock as `post` does.
            _ = try await stand.services.postStatus(.init(text: "an answer", inReplyToID: post), by: alice)
            #expect(try await stand.get("/@alice/\(post)").body.contains("an answer") == false)
            stand.clock.advance(.seconds(2))
            #expect(try await stand.get("/@alice/\(post)").body.contains("an answer"))
            // What was deleted is gone at once.
            _ = try await stand.services.deleteStatus(post, by: alice.accountID)
            #expect(try await stand.get("/@alice/\(post)").status == 404)
        }
    }

    @Test(
        "what is the same for all strangers has a tag, and is not sent again to who has it",
        arguments: TestEngine.available
    )
    func tags(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let post = try await stand.post("a note #garden", by: alice)
            let oembed = "/api/oembed?url=https://chorus.example/@alice/\(post)"
            let paths = [
                "/", "/@alice", "/@alice/\(post)", "/tags/garden", "/embed/tags/garden", "/tags/garden.rss", oembed,
            ]
            var tags: [String: String] = [:]
            for path in paths {
                let page = try await stand.get(path)
                let tag = try #require(page.headers[.eTag], "\(path)")
                tags[path] = tag
                let same = try await stand.get(path, headers: [.ifNoneMatch: tag])
                #expect(same.status == 304 && same.body.isEmpty && same.headers[.eTag] == tag, "\(path)")
                for name in [HTTPField.Name.cacheControl, .vary, .contentSecurityPolicy] {
                    #expect(same.headers[name] == page.headers[name], "\(path) \(name)")
                }
            }
            // Of those who are signed in nothing is shared, and nothing of what can be left quickly.
            let (cookie, _) = try await stand.session(alice)
            #expect(try await stand.get("/@alice/\(post)", headers: cookie).headers[.eTag] == nil)
            #expect(try await stand.get("/auth/sign_in").headers[.eTag] == nil)
            // Other words have another tag; what is gone has none, whoever had it.
            try await stand.post("another #garden", by: alice)
            stand.clock.advance(.seconds(61))
            for path in paths where path != oembed {
                let known: HTTPFields = [.ifNoneMatch: try #require(tags[path])]
                if path != "/@alice/\(post)" {
                    #expect(try await stand.get(path, headers: known).status == 200, "\(path)")
                }
            }
            _ = try await stand.services.deleteStatus(post, by: alice.accountID)
            for path in ["/@alice/\(post)", oembed] {
                #expect(try await stand.get(path, headers: [.ifNoneMatch: "*"]).status == 404, "\(path)")
            }
        }
    }

    @Test("assets are kept for a year by their version and answered 304 when known")
    func assets() async throws {
        try await withPages(.sqlite) { stand in
            for asset in Assets.all {
                let whole = try await stand.get(asset.path)
                #expect(whole.status == 200)
                #expect(whole.headers[.contentType] == asset.contentType)
                #expect(whole.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(whole.headers[.eTag] == asset.etag)
                // Apps on other origins read the standard avatar by script and show it on a canvas.
                #expect(whole.headers[.accessControlAllowOrigin] == "*")
                #expect(whole.headers[.init("Cross-Origin-Resource-Policy") ?? .server] == "cross-origin")
                for known in [asset.etag, "W/\(asset.etag)", "\"x\", \(asset.etag) ", "*"] {
                    let same = try await stand.get(asset.path, headers: [.ifNoneMatch: known])
                    #expect(same.status == 304 && same.body.isEmpty && same.headers[.eTag] == asset.etag, "\(known)")
                    #expect(same.headers[.accessControlAllowOrigin] == "*")
                }
                #expect(try await stand.get(asset.path, headers: [.ifNoneMatch: "\"x\""]).status == 200)
                for stale in ["/assets/\(asset.name)", "/assets/\(asset.name)?v=0"] {
                    #expect(try await stand.get(stale).headers[.cacheControl] == "public, max-age=300")
                }
            }
            for name in ["none.css", "..%2Fchorus.css", "%00", "Chorus.css"] {
                #expect(try await stand.get("/assets/\(name)").status == 404, "\(name)")
            }
            #expect(try await stand.get("/favicon.ico").location == Assets.favicon.path)
            let robots = try await stand.get("/robots.txt")
            #expect(robots.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(robots.body.contains("Disallow: /api/\n"))
        }
    }
}
