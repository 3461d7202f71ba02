// What a post said before it was edited: the page, who may see it, and how two texts are compared.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("History of a post")
struct HistoryTests {
    @Test("each version stands with what changed, and the post leads there", arguments: TestEngine.available)
    func versions(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let post = try await stand.post("Plums are <b>ripe", by: alice.user)
            let path = "/@alice/\(post)/history"
            #expect(try await stand.get(path).location == "/@alice/\(post)")
            #expect(try await !stand.get("/@alice/\(post)").body.contains("/history"))
            for (text, warning) in [("Pears are ripe", ""), ("Pears are ripe now", "Fruit")] {
                stand.clock.advance(.seconds(60))
                let draft = StatusDraft(text: text, spoilerText: warning)
                _ = try await stand.services.editStatus(post, to: draft, by: alice.user.accountID)
            }
            for reader in [nil, bob] {
                let page = if let reader { try await reader.get(path) } else { try await stand.get(path) }
                #expect(page.status == 200 && page.complaints == [])
                #expect(page.body.contains("<del>Plums</del><ins>Pears</ins> are "))
                #expect(page.body.contains("Pears are ripe<ins> now</ins>"))
                #expect(page.body.contains("<del>&lt;b&gt;</del>") && !page.body.contains("<b>ripe"))
                // The words of a version with a warning are behind it.
                #expect(
                    page.body.contains("<details class=\"cw\">") && !page.body.contains("<details class=\"cw\" open")
                )
                #expect(page.body.matches(of: /class="version"/).count == 3)
                #expect(page.text.contains("as it was first") && page.text.contains("as it is now"))
            }
            #expect(try await stand.get("/@alice/\(post)").links("href", path) == [path])
            #expect(try await stand.get("/@alice").links("href", path) == [path])
            #expect(try await stand.get("/@ALICE/\(post)/history").location == path)
            #expect(try await stand.get("/@bob/\(post)/history").status == 404)
        }
    }

    @Test("nobody sees more of it than of the post", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let post = try await stand.post("For friends", by: alice.user, .private)
            _ = try await stand.services.editStatus(post, to: StatusDraft(text: "Friends"), by: alice.user.accountID)
            let path = "/@alice/\(post)/history"
            #expect(try await stand.get(path).status == 404)
            #expect(try await bob.get(path).status == 404)
            #expect(try await alice.get(path).status == 200)
            try await stand.moderate(alice.user, suspended: true)
            #expect(try await stand.get(path).status == 404)
            _ = try await stand.services.deleteStatus(post, by: alice.user.accountID)
            #expect(try await alice.get(path).status != 200)
        }
    }

    @Test("texts are compared word by word, and sign by sign where nothing stands between words")
    func compared() {
        func marked(_ old: String, _ new: String) -> String {
            TextChanges.pieces(from: old, to: new).map { piece in
                switch piece.kind {
                case .same: piece.text
                case .added: "+\(piece.text)+"
                case .removed: "-\(piece.text)-"
                }
            }.joined()
        }
        #expect(marked("one two three", "one four three") == "one -two-+four+ three")
        #expect(marked("", "new") == "+new+" && marked("old", "") == "-old-" && marked("", "") == "")
        #expect(marked("same\n\nwords", "same\n\nwords") == "same\n\nwords")
        #expect(marked("今日は雨です", "今日は晴れです") == "今日は-雨-+晴れ+です")
        #expect(marked("#plums, yes", "#plums; yes") == "#plums-,-+;+ yes")
        let long = String(repeating: "word ", count: 4000)
        #expect(TextChanges.pieces(from: long, to: long + "more") == [TextPiece(kind: .added, text: long + "more")])
    }

    @Test("whatever two texts are, what both say is kept in order")
    func rebuilt() {
        var generator = SystemRandomNumberGenerator()
        let signs = Array("ab \n,猫é😀ก")
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in
                String(
                    (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in
                        signs.randomElement(using: &generator)
                    }
                )
            }
            let pieces = TextChanges.pieces(from: texts[0], to: texts[1])
            #expect(pieces.filter { $0.kind != .added }.map(\.text).joined() == texts[0])
            #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined() == texts[1])
        }
    }
}
