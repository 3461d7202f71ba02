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
                    #expect(page.headers[.vary] == "Cookie", "\(path)")
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

    @Test("assets are kept for a year by their version and answered 304 when known")
    func assets() async throws {
        try await withPages(.sqlite) { stand in
            for asset in Assets.all {
                let whole = try await stand.get(asset.path)
                #expect(whole.status == 200)
                #expect(whole.headers[.contentType] == asset.contentType)
                #expect(whole.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(whole.headers[.eTag] == asset.etag)
                for known in [asset.etag, "W/\(asset.etag)", "\"x\", \(asset.etag) ", "*"] {
                    let same = try await stand.get(asset.path, headers: [.ifNoneMatch: known])
                    #expect(same.status == 304 && same.body.isEmpty && same.headers[.eTag] == asset.etag, "\(known)")
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
