// One thing said in many ways: answers that paste a call's own text, and tags that are one word spelt in many ways.

import Foundation
import Trends

enum Answers {
    static let kinds: [Kind] = [
        Kind(row: "3", name: "half to 95 of 100 paste the call's own text", draw: pasted),
        Kind(row: "3", name: "puppets paste the text of a call made for them", draw: echoed),
        Kind(row: "10", name: "6 to 14 spellings of one word, none of them enough", draw: spellings),
    ]

    private static func pasted(_ dice: inout Dice, _ active: Int) -> Series {
        let needed = News.needed(active: active)
        let people = Int(Double(needed) * dice.scaled(2, active > 100 ? 20 : 3))
        let part = dice.between(0.5, 0.95)
        var posts = Crowd.posts(people, from: dice.below(7 * 86_400), halfTime: dice.scaled(600, 10_000), &dice)
        let wording = Wording(&dice)
        // A sentence or three.
        let sentences = (0..<1 + dice.below(3)).map { _ in wording.text(Int(7 + dice.below(8)), &dice) + ["."] }
        let text = sentences.flatMap(\.self)
        for place in posts.indices where dice.chance(part) {
            // Some add a word, some paste one sentence.
            let own = dice.chance(0.3) ? wording.text(1, &dice) : []
            posts[place].print = wording.print((dice.chance(0.2) ? dice.of(sentences) : text) + own)
        }
        let note = "\(people) people, of 100 \(Int(part * 100)) paste"
        var series = Series(news: [News(posts, needed: needed)], extra: posts, note: note)
        series.callTexts[Series.firstTag] = TextFingerprint.ofParts(text.joined(separator: " "))
        return series
    }

    /// By old accounts that did nothing here before.
    private static func echoed(_ dice: inout Dice, _ active: Int) -> Series {
        let people = Int(Double(News.needed(active: active)) * dice.scaled(2, 20))
        let (start, half) = (dice.below(7 * 86_400), dice.scaled(300, 7200))
        let (wording, base) = (Wording(&dice), Crowd.newPeople(&dice))
        let text = wording.text(Int(8 + dice.below(14)), &dice)
        let print = wording.print(text)
        let posts = Crowd.arrivals(people, from: start, halfTime: half, &dice).enumerated().map { n, at in
            Post(at: at, person: base + Int64(n), print: print)
        }
        var series = Series(usual: posts, quietFrom: start, note: "\(people) accounts")
        series.callTexts[Series.firstTag] = TextFingerprint.ofParts(text.joined(separator: " "))
        return series
    }

    private static func spellings(_ dice: inout Dice, _ active: Int) -> Series {
        let needed = News.needed(active: active)
        let count = 6 + dice.below(9)
        // Of the people who are enough, each spelling has from a third to nearly as many.
        let parts = (0..<count).map { _ in max(2, Int(Double(needed) * dice.between(0.3, 0.8))) }
        let (start, half) = (dice.below(7 * 86_400), dice.scaled(600, 7200))
        let posts = parts.enumerated().flatMap { n, people in
            Crowd.posts(people, from: start, halfTime: half, tag: Series.firstTag + Int64(n), &dice)
        }.sorted { $0.at < $1.at }
        var series = Series(news: [News(posts, needed: needed)], extra: posts, note: "\(count) spellings: \(parts)")
        series.judged[0].tags = (0..<count).map { Series.firstTag + $0 }
        for tag in series.judged[0].tags { series.skeletons[tag] = "metoo" }
        return series
    }
}
