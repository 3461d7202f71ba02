import Domain
import Testing

@testable import Outbound

@Suite("Translators")
struct TranslatorTests {
    @Test("pairs of Apertium are read as languages, variants left out")
    func pairs() {
        let list = "  eng-spa\n  spa-eng\n  spa-eng_US\n  cat-spa_valencia\n  eng-eng\n;rm-x\n  a-b-c\n"
        #expect(
            Apertium.pairs(in: list) == [
                .init(source: "en", target: "es", mode: "eng-spa"), .init(source: "es", target: "en", mode: "spa-eng"),
            ]
        )
    }

    @Test(
        "an installed Apertium translates texts and leaves markup alone",
        .enabled(if: Translator.apertium() != nil, "Install apertium and apertium-eng-spa to run this.")
    )
    func apertium() async throws {
        let translator = try #require(Translator.apertium())
        guard try await translator.languages()["en"]?.contains("es") == true else { return }
        let made = try await translator.translate(["<p>The house</p>", "", "12"], "en", "es")
        #expect(made == TranslatedTexts(texts: ["<p>La casa</p>", "", "12"], source: "en"))
        await #expect(throws: TranslationFailure.unsupported) {
            _ = try await translator.translate(["a"], "en", "ja")
        }
    }
}
