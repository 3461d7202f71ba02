// Signing up: the rules are shown where one agrees to them.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct SignUpRouteTests {
    @Test(
        "the rules are shown and agreed to; without rules and terms there is nothing to tick",
        arguments: TestEngine.available
    )
    func rules(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            func box(_ page: PageReply) -> Bool {
                HTMLCheck(page.body).tags.contains {
                    $0.attributes["name"] == "agreement" && $0.attributes["type"] == "checkbox"
                }
            }
            let bare = try await stand.get("/auth/sign_up")
            #expect(bare.status == 200 && bare.complaints == [] && !box(bare))
            try await stand.services.addRule("Be gentle.", hint: "Also with strangers.")
            let page = try await stand.get("/auth/sign_up?return_to=%2Fcalls%2F1")
            #expect(page.complaints == [] && box(page))
            #expect(page.text.contains("Be gentle.") && page.text.contains("Also with strangers."))
            #expect(page.text.contains("I have read the rules and will keep them."))

            let cookie = String(page.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            let opened = stand.services.formTimer.stamp(for: String(cookie.drop { $0 != "=" }.dropFirst()))
            stand.clock.advance(FormTimer.least)
            let proof = FormProof.make(for: String(cookie.drop { $0 != "=" }.dropFirst()))
            func send(_ more: String) async throws -> PageReply {
                let body =
                    "csrf=\(proof)&opened=\(opened)&username=dora&email=dora%40mail.example&password=a+quiet+long+password\(more)"
                return try await stand.get("/auth/sign_up", method: .post, headers: [.cookie: cookie], body: body)
            }
            let refused = try await send("")
            #expect(refused.status == 422 && refused.complaints == [] && refused.text.contains("Be gentle."))
            #expect(try await send("&agreement=true").status == 302)
        }
    }
}
