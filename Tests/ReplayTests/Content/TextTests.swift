// The words: shares, languages, and that they fit.
import Testing

@testable import Replay

@Suite("The texts")
struct TextTests {
    private let options = Plans.options(events: 60_000, hours: 24)

    private let authored: [(event: ReplayEvent, content: Content, tags: TagSet)] =
        Plans.day.filter { $0.at >= 0 }.compactMap { event in event.post.map { (event, $0.content, $0.tags) } }

    @Test("are the same for the same seed and place")
    func seeded() {
        for (event, content, tags) in authored.prefix(100) {
            let text = ReplayText.of(event, content: content, tags: tags, options: options)
            #expect(text == ReplayText.of(event, content: content, tags: tags, options: options))
        }
    }

    @Test("have 47 % me too, 33 % solidarity, 11 % longer accounts")
    func contents() {
        let counts = Dictionary(grouping: authored, by: \.content).mapValues {
            Double($0.count) / Double(authored.count)
        }
        for (content, share) in [(Content.meToo, 0.47), (.solidarity, 0.33), (.account, 0.11), (.hostile, 0.02)] {
            #expect(abs((counts[content] ?? 0) - share) < 0.015)
        }
    }

    @Test("are the call's own words for the part of the answers that is pasted, and the others stay in their kind")
    func pasted() {
        var options = options
        options.pasted = 0.7
        let answers = authored.filter {
            [.meToo, .solidarity, .account].contains($0.content) && $0.tags.contains(.movement)
        }
        let pasted = answers.filter { event, content, tags in
            ReplayText.of(event, content: content, tags: tags, options: options).text.hasPrefix(
                ReplayText.prompt + " #MeToo"
            )
        }
        #expect(abs(Double(pasted.count) / Double(answers.count) - 0.7) < 0.03)
        for (event, content, tags) in authored where content == .hostile {
            #expect(
                !ReplayText.of(event, content: content, tags: tags, options: options).text.hasPrefix(ReplayText.prompt)
            )
        }
    }

    @Test("are 71 % English, and each of the other eight languages is there")
    func languages() {
        let languages = authored.prefix(8000).map {
            ReplayText.of($0.event, content: $0.content, tags: $0.tags, options: options).language
        }
        let counts = Dictionary(grouping: languages) { $0 }.mapValues { Double($0.count) / Double(languages.count) }
        #expect(abs((counts["en"] ?? 0) - 0.71) < 0.03)
        #expect(Set(counts.keys) == ["en", "es", "fr", "de", "it", "hi", "ar", "ja", "ko"])
    }

    @Test("fit into a post, and have the tags at the end")
    func length() {
        var wrong: [String] = []
        for (event, content, tags) in authored.prefix(3000) {
            let text = ReplayText.of(event, content: content, tags: tags, options: options).text
            let end = tags.places.map { " #" + TagSet.names[$0] }.joined()
            if text.unicodeScalars.count > 500 || !text.hasSuffix(end) || text == end { wrong.append(text) }
        }
        #expect(wrong.isEmpty)
    }

    @Test("differ after an edit")
    func edits() {
        for (event, content, tags) in authored.prefix(100) {
            let before = ReplayText.of(event, content: content, tags: tags, options: options)
            let after = ReplayText.of(event, content: content, tags: tags, options: options, revision: 1)
            #expect(before != after)
        }
    }
}
