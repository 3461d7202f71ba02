// In which language a page comes: what was chosen, what the account reads, what the browser asks for.
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct LanguageRouteTests {
    private func language(of page: PageReply) -> String? {
        HTMLCheck(page.body).tags.first { $0.name == "html" }?.attributes["lang"]
    }

    @Test(
        "the address, the choice, the account and the browser are heard in this order",
        arguments: TestEngine.available
    )
    func order(_ engine: TestEngine) async throws {
        try await withPages(engine, keeping: .seconds(2)) { stand in
            let alice = try await stand.account("alice")
            let (cookie, _) = try await stand.session(alice)
            var headers = cookie
            headers[.acceptLanguage] = "ja, en;q=0.5"
            let plain = try await stand.get("/explore", headers: [.acceptLanguage: "ja"])
            #expect(language(of: plain) == "ja" && plain.headers[.contentLanguage] == "ja")
            #expect(plain.headers[.vary] == "Cookie, Accept-Language")
            // Kept for strangers, each in their language.
            #expect(language(of: try await stand.get("/explore")) == "en")
            #expect(language(of: try await stand.get("/explore", headers: [.acceptLanguage: "ar"])) == "ar")
            #expect(language(of: try await stand.get("/explore", headers: headers)) == "ja")
            try await stand.services.setLocale("fr", of: alice.accountID)
            #expect(language(of: try await stand.get("/explore", headers: headers)) == "fr")
            #expect(language(of: try await stand.get("/settings", headers: headers)) == "fr")
            headers[.cookie] = (cookie[.cookie] ?? "") + "; chorus_language=ko"
            #expect(language(of: try await stand.get("/explore", headers: headers)) == "ko")
            #expect(language(of: try await stand.get("/explore?lang=de-AT", headers: headers)) == "de")
            headers[.cookie] = (cookie[.cookie] ?? "") + "; chorus_language=xx"
            #expect(language(of: try await stand.get("/explore?lang=nothing", headers: headers)) == "fr")
            #expect(language(of: try await stand.get("/nowhere/at/all", headers: [.acceptLanguage: "pt"])) == nil)
            let gone = try await stand.get("/@nobody", headers: [.acceptLanguage: "es"])
            #expect(gone.status == 404 && language(of: gone) == "es")
        }
    }

    @Test(
        "the switch keeps the choice in the browser and with the account, and leads back",
        arguments: TestEngine.available
    )
    func choice(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let (cookie, _) = try await stand.session(alice)
            var headers: HTTPFields = [
                .contentType: "application/x-www-form-urlencoded",
                .referer: "https://chorus.example/tags/garden?max_id=5",
            ]
            let stranger = try await stand.get("/language", method: .post, headers: headers, body: "language=hi")
            #expect(stranger.status == 302 && stranger.location == "/tags/garden?max_id=5")
            #expect(stranger.headers[values: .setCookie].contains { $0.hasPrefix("chorus_language=hi;") })
            // Not to the address's own language, which would be heard before the one that was chosen.
            for (query, left) in [("lang=ar&max_id=5", "?max_id=5"), ("lang=ar", "")] {
                headers[.referer] = "https://chorus.example/tags/garden?\(query)"
                let led = try await stand.get("/language", method: .post, headers: headers, body: "language=hi")
                #expect(led.location == "/tags/garden\(left)")
            }
            headers[.cookie] = cookie[.cookie]
            headers[.referer] = "https://elsewhere.example/x"
            let known = try await stand.get("/language", method: .post, headers: headers, body: "language=it")
            #expect(known.location == "/")
            let account = alice.accountID
            let user = try await stand.database.read { try UserQueries.user(account, $0) }
            #expect(user?.locale == "it")
            for body in [
                "language=xx", "", "language=en&language=%00", "language=" + String(repeating: "e", count: 9000),
            ] {
                let answer = try await stand.get("/language", method: .post, headers: headers, body: body)
                #expect(answer.status == (body.hasPrefix("language=en") ? answer.status : 422), "\(body.prefix(20))")
            }
        }
    }

    @Test("feeds and pictures are the same for everybody", arguments: TestEngine.available)
    func feeds(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            try await stand.post("a note", by: alice)
            let one = try await stand.get("/@alice.rss")
            let two = try await stand.get("/@alice.rss", headers: [.acceptLanguage: "ja"])
            #expect(one.status == 200 && one.body == two.body)
        }
    }
}
