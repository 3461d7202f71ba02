// Names and texts that want to be HTML, SQL or paths.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct HostilePagesTests {
    @Test("hostile names in the path are a 404 page and nothing else", arguments: TestEngine.available)
    func names(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            _ = try await stand.account("alice")
            for name in [
                "%00", "alice%00", "%27%20OR%201=1--", "%3Cscript%3E", "alice%2F..", "..%2F..%2Fetc", "%FF%FE", "%",
                "alice@other.example", "alice@", "@alice", "%E2%80%AE", String(repeating: "a", count: 4000), "a\u{301}",
            ] {
                for path in ["/@\(name)", "/@\(name)/1", "/users/\(name)", "/@\(name)/with_replies"] {
                    let page = try await stand.get(path)
                    #expect(page.status == 404, "\(path)")
                    #expect(page.complaints == [], "\(path)")
                    #expect(!page.body.contains("<script"))
                }
            }
            for name in [
                "%00", "a%00b", "%27%3B--", "a%20b", "%3Cb%3E", "%FF", "12345", String(repeating: "a", count: 4000),
            ] {
                #expect(try await stand.get("/tags/\(name)").status == 404, "\(name)")
            }
            for query in [
                "max_id=%27", "max_id=-1", "min_id=x", "max_id=99999999999999999999", "max_id", "=&=&%",
                "max_id=1&max_id=2",
            ] {
                #expect(try await stand.get("/@alice?\(query)").status == 200, "\(query)")
                #expect(try await stand.get("/tags/garden?\(query)").status == 200, "\(query)")
            }
        }
    }

    @Test("what people write stays text in every place it is shown", arguments: TestEngine.available)
    func texts(_ engine: TestEngine) async throws {
        let evil = #""'><script>alert(1)</script><img src=x onerror=alert(1)> {{name}} ' OR ''='';--"#
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            try await stand.services.updateProfile(
                of: alice.accountID,
                ProfileChanges(
                    displayName: "<b>A</b>{{x}}\"'",
                    note: evil,
                    fields: [ProfileField(name: "<i>", value: evil)]
                )
            )
            let root = try await stand.post(evil + " #garden", by: alice, spoiler: evil)
            try await stand.post(evil, by: alice, to: root)
            for path in ["/", "/@alice", "/@alice/\(root)", "/tags/garden"] {
                let page = try await stand.get(path)
                #expect(page.status == 200, "\(path)")
                let complaints = page.complaints.filter { $0 != "a template tag was left" }
                #expect(complaints == [], "\(path)")
                #expect(page.body.contains("&#39; OR &#39;&#39;=") && page.body.contains("{{x}}"), "\(path)")
                #expect(!page.body.contains("<script>") && !page.body.contains("onerror=alert(1)>"), "\(path)")
            }
            #expect(try await stand.get("/@alice/\(root)").status == 200)
        }
    }
}
