// The card of a call in apps: the number in the call's language, and the picture of it.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import MastodonAPI

@Suite("The card of a call")
struct CallCardTests {
    @Test(
        "its title is in the call's language, and counts who answered aloud while silent answers are not shown",
        arguments: TestEngine.available
    )
    func title(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let body = #"{"prompt":"Magst du den Morgen?","tag":"morgen","answers":["Ja","Nein"],"language":"de"}"#
            let id = try await server.send(.post, "/api/chorus/v1/calls", as: server.alice, json: body).id()
            for (person, title) in [
                (nil, "0 Menschen haben offen geantwortet"), (server.bob, "1 Mensch hat offen geantwortet"),
                (server.charlie, "2 Menschen haben offen geantwortet"),
            ] {
                if let person { try await server.post("Ja", by: person, answering: id) }
                server.clock.advance(.seconds(2))
                let card = try await server.get("/api/v1/statuses/\(id)").expect(200)["card"]
                #expect(card["title"]?.string == title)
                #expect(card["language"]?.string == "de")
                #expect(card["description"]?.string == "Magst du den Morgen?")
                // This server draws no pictures.
                #expect(card["image"] == .null && card["width"] == .number("0"))
            }
        }
    }

    @Test("its picture is as large as it is drawn, and its address changes with the number")
    func picture() throws {
        var site = try #require(Site(url: "https://chorus.example"))
        site.drawsPictures = true
        func card(_ people: Int64, _ language: String?, warning: String = "", isWhole: Bool = true) throws -> JSONValue
        {
            let call = Call(
                id: 100,
                accountID: 1,
                pollID: 1,
                tag: TagReference(id: 1, name: "metoo", display: "MeToo"),
                prompt: "Say so",
                answers: ["Me too", "I stand with you"],
                createdAt: Timestamp(seconds: 1_508_098_860)
            )
            var magnitude = CallMagnitude(call: call, at: call.createdAt)
            magnitude.call.spoilerText = warning
            magnitude.figures.unspecified = people
            if isWhole { magnitude.figures.silent = SilentFigures(silent: 0, together: 0) }
            var json = JSONWriter()
            CardEntity.write(magnitude, in: language, site, to: &json)
            return try JSONValue.parse(json.bytes)
        }
        let english = try card(36_412, nil)
        #expect(english["url"]?.string == "https://chorus.example/calls/100")
        #expect(english["image"]?.string == "https://chorus.example/calls/100/share.png?people=36412")
        #expect(english["width"] == .number("1200") && english["height"] == .number("630"))
        #expect(english["title"]?.string == "36,412 people have answered" && english["language"]?.string == "en")
        #expect(english["image_description"]?.string == "36,412 people have answered")
        let german = try card(36_412, "de-AT", warning: "Gewalt")
        #expect(german["title"]?.string == "36.412 Menschen haben geantwortet")
        #expect(german["description"]?.string == "Inhaltswarnung: Gewalt")
        // A language that is not among those of the interface.
        #expect(try card(1, "nl")["title"]?.string == "1 person has answered")
        let withheld = try card(0, "en", isWhole: false)
        #expect(withheld["title"]?.string == "0 people have answered aloud")
        #expect(withheld["image_description"]?.string == "0 people have answered aloud")
    }
}
