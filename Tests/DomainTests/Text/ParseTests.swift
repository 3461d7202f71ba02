// Tokens found in text: the golden cases, their ranges, and the distinct lists.

import Testing

@testable import Domain

@Suite struct ParseTests {
    @Test("mentions, hashtags and links are found as Mastodon finds them", arguments: ParseCases.all)
    func golden(text: String, tokens: [String]) {
        let parsed = StatusText.parse(text)
        #expect(parsed.tokens.map(written) == tokens)
    }

    @Test("each token's range holds exactly what was written", arguments: ParseCases.all)
    func ranges(text: String, tokens: [String]) {
        let bytes = Array(text.utf8)
        for token in StatusText.parse(text).tokens {
            let source = String(decoding: bytes[token.range], as: UTF8.self)
            #expect(source.replacing("＃", with: "#") == written(token))
        }
    }

    @Test("the lists name each thing once, whatever its letter case")
    func distinct() {
        let text = StatusText.parse(
            "@alice @ALICE @bob@Example.social @bob@example.SOCIAL #One #ONE #ｏｎｅ https://example.com/ https://example.com/"
        )
        #expect(text.mentions.map(\.acct) == ["alice", "bob@example.social"])
        #expect(text.tags.map(\.name) == ["one"])
        #expect(text.tags.map(\.display) == ["One"])
        #expect(text.links == ["https://example.com/"])
    }

    @Test("a hashtag or a URL past its limit is plain text")
    func limits() {
        #expect(StatusText.parse("#" + String(repeating: "a", count: 255)).tokens.count == 1)
        #expect(StatusText.parse("#" + String(repeating: "a", count: 256)).tokens.isEmpty)
        #expect(StatusText.parse("https://example.com/" + String(repeating: "a", count: 4000)).tokens.count == 1)
        #expect(StatusText.parse("https://example.com/" + String(repeating: "a", count: 4100)).tokens.isEmpty)
        #expect(StatusText.parse("https://" + String(repeating: "a.", count: 130) + "com").tokens.isEmpty)
    }
}

/// A token as the golden cases write it.
func written(_ token: StatusToken) -> String {
    switch token.kind {
    case .mention(let username, let domain): domain.map { "@\(username)@\($0)" } ?? "@\(username)"
    case .tag(let written): "#\(written)"
    case .link(let url): url
    }
}
