// What should not be listed: copies, puppets, what is deleted after it was counted.

import Foundation
import Trends

enum Floods {
    static let kinds: [Kind] = [
        Kind(row: "4", name: "66 to 200 texts in turn, three accounts each") { flood(.latin, &$0, $1) },
        Kind(row: "4", name: "one Japanese text, a little changed each time") { copies(.japanese, &$0, $1) },
        Kind(row: "4", name: "one Thai text, a little changed each time") { copies(.thai, &$0, $1) },
        Kind(row: "attack", name: "one text by old accounts, a word changed each time") { copies(.latin, &$0, $1) },
        Kind(row: "attack", name: "new accounts, words of their own") { fresh(old: false, &$0, $1) },
        Kind(row: "attack", name: "new accounts, and some old ones with words of their own") {
            fresh(old: true, &$0, $1)
        },
        Kind(row: "attack", name: "tweet and delete", draw: deleting),
    ]

    private static func people(_ dice: inout Dice, _ active: Int) -> Int {
        Int(Double(News.needed(active: active)) * dice.scaled(6, 40))
    }

    private static func series(_ posts: [Post], _ note: String) -> Series {
        let posts = posts.sorted { $0.at < $1.at }
        return Series(usual: posts, quietFrom: posts.first?.at ?? 0, note: note)
    }

    private static func copies(_ script: Wording.Script, _ dice: inout Dice, _ active: Int) -> Series {
        let (people, wording, base) = (people(&dice, active), Wording(script, &dice), Crowd.newPeople(&dice))
        let (start, each) = (dice.below(7 * 86_400), dice.scaled(0.5, 20))
        let text = wording.text(Int(14 + dice.below(16)), &dice)
        let posts = (0..<people).map { n in
            let print = wording.print(wording.changed(text, 1, &dice))
            return Post(at: start + Int64(Double(n) * each), person: base + Int64(n), print: print)
        }
        return series(posts, "\(people) accounts, one each \(Int(each)) s")
    }

    /// Three rounds, in each of which every text comes once.
    private static func flood(_ script: Wording.Script, _ dice: inout Dice, _ active: Int) -> Series {
        let (count, wording, base) = (Int(66 + dice.below(135)), Wording(script, &dice), Crowd.newPeople(&dice))
        let (start, each) = (dice.below(7 * 86_400), dice.scaled(0.5, 20))
        let texts = (0..<count).map { _ in wording.text(Int(8 + dice.below(12)), &dice) }
        let posts = (0..<count * 3).map { n in
            let print = wording.print(texts[n % count])
            return Post(at: start + Int64(Double(n) * each), person: base + Int64(n), print: print)
        }
        return series(posts, "\(count) texts, one each \(Int(each)) s")
    }

    private static func fresh(old: Bool, _ dice: inout Dice, _ active: Int) -> Series {
        let people = people(&dice, active)
        let (half, start) = (dice.scaled(60, 1800), dice.below(7 * 86_400))
        var posts = Crowd.posts(people, from: start, halfTime: half, &dice)
        for place in posts.indices { (posts[place].isByNewAccount, posts[place].isByRegular) = (true, false) }
        // Fewer than a tenth of all, and fewer than would be news themselves.
        let few = old ? min(people / 15, News.needed(active: active) - 3) : 0
        posts += Crowd.posts(few, from: start, halfTime: half, &dice)
        return series(posts, "\(people) new accounts, \(few) old ones")
    }

    /// Those who let their posts stand are half as many as would be news.
    private static func deleting(_ dice: inout Dice, _ active: Int) -> Series {
        let (people, staying) = (people(&dice, active), News.needed(active: active) / 2)
        let (start, half) = (dice.below(7 * 86_400), dice.scaled(300, 3600))
        var posts = Crowd.posts(people, from: start, halfTime: half, &dice)
        for place in posts.indices { posts[place].deletedAfter = 30 + dice.below(300) }
        posts += Crowd.posts(staying, from: start, halfTime: half, &dice)
        return series(posts, "\(people) people delete, \(staying) do not")
    }
}
