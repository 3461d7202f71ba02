// /about, /privacy-policy and /terms-of-service.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct AboutRouteTests {
    @Test("the server's words are pages, escaped, and found from every page", arguments: TestEngine.available)
    func texts(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let bare = try await stand.get("/about")
            #expect(bare.status == 200 && bare.complaints == [])
            #expect(!bare.body.contains("<h2>Rules</h2>") && bare.text.contains("have not written about it yet"))
            #expect(bare.body.contains(#"href="/about""#) && bare.body.contains(#"href="/privacy-policy""#))
            #expect(try await stand.get("/terms-of-service").status == 404)
            #expect(try await stand.get("/privacy-policy").text.contains("What this server keeps of you"))
            let now = stand.clock.clock.now()
            try await stand.services.addRule("Be <kind>", hint: "Also & to yourself")
            try await stand.services.setInstanceText(.description, "A house for <many>.\n\nCome in.", effectiveOn: now)
            try await stand.services.setInstanceText(.terms, "Fair <use>", effectiveOn: now)
            stand.clock.advance(.seconds(10))
            let about = try await stand.get("/about")
            #expect(about.complaints == [] && !about.text.contains("have not written"))
            #expect(about.body.contains("<p>A house for &lt;many&gt;.</p><p>Come in.</p>"))
            #expect(about.body.contains("Be &lt;kind&gt;") && about.body.contains("Also &amp; to yourself"))
            let terms = try await stand.get("/terms-of-service")
            #expect(terms.status == 200 && terms.complaints == [])
            #expect(terms.body.contains("Fair &lt;use&gt;") && terms.text.contains("In force from"))
        }
    }
}
