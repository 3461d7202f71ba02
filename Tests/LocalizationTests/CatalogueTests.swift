// Sentences from catalogues, and marked files.
import Basics
import Testing

@testable import Localization

@Suite struct CatalogueTests {
    private let german: Localizer

    init() throws {
        let json = """
            {"Sign in": "Anmelden", "Posts|heading": "Beiträge", "Open until {time}.": "Offen bis {time}.",
             "{n} replies": {"one": "{n} Antwort", "other": "{n} Antworten", "none": "keine Antworten"},
             "By <a>{name}</a>, <a2>{name2}</a2>": "<a2>{name2}</a2>, von <a>{name}</a> & \\"Co\\"",
             "broken <b>{it}</b>": "kaputt {that}"}
            """
        german = Localizer(.de, try Catalogue(json: Array(json.utf8)))
    }

    @Test("a sentence is said in the language, or in English where it has none")
    func sentences() {
        #expect(german.text("Sign in") == "Anmelden" && Localizer.english.text("Sign in") == "Sign in")
        #expect(german.text("Posts|heading") == "Beiträge" && Localizer.english.text("Posts|heading") == "Posts")
        #expect(german.text("Open until {time}.", ["time": "{time}"]) == "Offen bis {time}.")
        let missing = MissingTexts()
        MissingTexts.$current.withValue(missing) { #expect(german.text("New {x}", ["x": "1"]) == "New 1") }
        #expect(missing.all == ["New {x}"])
    }

    @Test("counts have their form, and nothing its own word")
    func counts() {
        let say = { (speaker: Localizer, number: Int) in
            speaker.count(number, one: "{n} reply", other: "{n} replies", none: "no replies")
        }
        #expect([0, 1, 1234].map { say(german, $0) } == ["keine Antworten", "1 Antwort", "1.234 Antworten"])
        #expect([0, 1, 1234].map { say(.english, $0) } == ["no replies", "1 reply", "1,234 replies"])
        #expect(german.forms(one: "{n} reply", other: "{n} replies") == "one:{n} Antwort|other:{n} Antworten")
    }

    @Test("marks become sentences, with tags and values where the translation has them")
    func marks() throws {
        let page = """
            <p>[[By <a href="{{.x}}">{{.a.name}}</a>, <a rel="b">{{.b.name}}</a>]] [[Sign in]] [[Posts|heading]]</p>
            """
        #expect(
            try german.localized(page, as: .html)
                == "<p><a rel=\"b\">{{.b.name}}</a>, von <a href=\"{{.x}}\">{{.a.name}}</a> & &quot;Co&quot; Anmelden Beiträge</p>"
        )
        #expect(
            try Localizer.english.localized(page, as: .html)
                == "<p>By <a href=\"{{.x}}\">{{.a.name}}</a>, <a rel=\"b\">{{.b.name}}</a> Sign in Posts</p>"
        )
        #expect(try german.localized("[[broken <b>{{.}}</b>]]", as: .html) == "broken <b>{{.}}</b>")
        #expect(try german.localized("\"[[@language]] [[@direction]]\"", as: .script) == "\"de ltr\"")
        #expect(
            try german.localized("[[forms:{n} reply|{n} replies]]", as: .script)
                == "one:{n} Antwort|other:{n} Antworten"
        )
    }

    @Test(
        "a mark that cannot be a sentence is an error",
        arguments: [
            "[[open", "[[a {{#b}}c{{/b}}]]", "[[a <b>c]]", "[[a </b>]]", "[[{{open]]", "[[forms:one]]",
            "[[a {{>part}}]]",
            "[[a { b]]",
        ]
    )
    func malformed(_ text: String) {
        #expect(throws: MarkedTextError.self) { try german.localized(text, as: .html) }
    }

    @Test("every catalogue in the binary can be read", arguments: InterfaceLanguage.allCases.filter { $0 != .en })
    func files(_ language: InterfaceLanguage) throws {
        let file = try #require(Catalogue.files.first { $0.0 == language })
        #expect(try Catalogue(json: Array(file.1.utf8)).count > 500)
        #expect(Localizer.of(language).text("Sign in") != "Sign in")
    }

    @Test("values are not looked into for more holes")
    func fills() {
        #expect(Placeholders.fill("{a} and {b} {c", ["a": "{b}", "b": "2"]) == "{b} and 2 {c")
        #expect(Placeholders.fill("{{a}}", ["a": "1"]) == "{1}")
    }
}
