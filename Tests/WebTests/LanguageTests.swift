// Every page in other languages.
import Foundation
import Localization
import Testing

@testable import Web

@Suite struct LanguageTests {
    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer() }

    @Test(
        "every page is whole in every language: nothing is missing, and no hole is left open",
        arguments: InterfaceLanguage.allCases
    )
    func whole(_ language: InterfaceLanguage) {
        let missing = MissingTexts()
        MissingTexts.$current.withValue(missing) {
            Localizer.$current.withValue(.of(language)) {
                for page in Samples.pages(renderer) {
                    let check = HTMLCheck(page.html)
                    #expect(check.complaints == [], "\(language) \(page.name)")
                    let html = check.tags.first { $0.name == "html" }?.attributes ?? [:]
                    #expect(html["lang"] == language.code && html["dir"] == language.direction, "\(page.name)")
                    #expect(!page.html.contains("[[") && !page.html.contains("]]"), "\(page.name)")
                    let holes = check.text.matches(of: /\{[a-z]+\}/).map { String($0.output) }
                    #expect(holes == [], "\(language) \(page.name)")
                }
            }
        }
        #expect(missing.all == [])
    }

    @Test(
        "in Arabic and Japanese no English is left but names and what people wrote",
        arguments: [InterfaceLanguage.ar, .ja]
    )
    func foreign(_ language: InterfaceLanguage) throws {
        // What people wrote stands in the samples.
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        var known = Set(["Chorus", "Mastodon", "UTC", "JSON", "CSV", "ALT", "JavaScript", "Shift", "ZIP", "RSS", "PIN"])
        for name in ["Samples.swift", "MovementSamples.swift"] {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            known.formUnion(words(text))
        }
        known.formUnion(InterfaceLanguage.allCases.flatMap { words($0.ownName) })
        // What the samples say as well, and a page may not.
        known.subtract(["Answer", "Reply", "Newest", "Older", "Settings", "Explore", "Replies"])
        Localizer.$current.withValue(.of(language)) {
            for page in Samples.pages(renderer) {
                let labels = HTMLCheck(page.html).tags.compactMap { $0.attributes["aria-label"] }
                let spoken = text(page.html) + " " + labels.joined(separator: " ")
                for word in Set(words(spoken)).subtracting(known) where word.count < 40 {
                    let around = spoken.firstRange(of: word).map { range in
                        let start = spoken.index(range.lowerBound, offsetBy: -40, limitedBy: spoken.startIndex)
                        let end = spoken.index(range.upperBound, offsetBy: 40, limitedBy: spoken.endIndex)
                        return spoken[(start ?? spoken.startIndex)..<(end ?? spoken.endIndex)]
                    }
                    Issue.record("\(page.name) says \(word): \(around ?? "")")
                }
            }
        }
    }

    /// What stands between the tags, without references, lists of languages, and fields with something to copy.
    private func text(_ html: String) -> String {
        html.replacing(/(?s)<(script|style|textarea|select)\b.*?<\/\1>/, with: " ")
            .replacing(/<[^>]*>/, with: " ")
            .replacing(/&[a-z]+;/, with: " ")
    }

    /// Words of two or more Latin letters.
    private func words(_ text: String) -> [String] {
        text.matches(of: /[A-Za-z\u{C0}-\u{24F}]{2,}/).map { String($0.output) }
    }

    @Test("the language changes what is said, not what is there", arguments: InterfaceLanguage.allCases)
    func structure(_ language: InterfaceLanguage) {
        let tags = { (html: String) in
            // Lines and letters of a curve depend on how long its numbers are.
            HTMLCheck(html).tags.filter { !["path", "text"].contains($0.name) }.map {
                "\($0.name) \($0.attributes["id"] ?? "") \($0.attributes["name"] ?? "")"
            }
            .sorted()
        }
        let english = Samples.pages(renderer)
        let other = Localizer.$current.withValue(.of(language)) { Samples.pages(renderer) }
        for (one, two) in zip(english, other) { #expect(tags(one.html) == tags(two.html), "\(one.name)") }
    }

    @Test(
        "scripts that say something are there in every language, and have no marks",
        arguments: InterfaceLanguage.allCases
    )
    func scripts(_ language: InterfaceLanguage) {
        Localizer.$current.withValue(.of(language)) {
            for script in [Assets.movementScript, Assets.timesScript, Assets.leaveScript] {
                let text = String(decoding: script.localized.bytes, as: UTF8.self)
                #expect(!text.contains("[[@") && !text.contains("[[forms"), "\(script.name)")
                #expect(Assets.named(script.localized.name)?.etag == script.localized.etag)
                #expect(script.localized.name == (language == .en ? script.name : script.localized.name))
            }
            let times = String(decoding: Assets.timesScript.localized.bytes, as: UTF8.self)
            #expect(times.contains("Intl.PluralRules(\"\(language.code)\")"))
        }
    }
}
