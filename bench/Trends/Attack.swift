// Attacks: copies, crowds of new accounts, what is deleted after it was counted; and on a call, to have it held.

import Basics
import Trends

enum Attack {
    private static let start: Int64 = 50_000
    private static let words = [
        "garden", "morning", "quiet", "birds", "never", "told", "anyone", "before", "school", "work", "street", "night",
        "stand", "with", "you", "all", "thank", "my", "sister", "friend", "years", "ago", "it", "was", "the", "a",
        "and",
        "happened", "train", "office", "said", "nothing", "still", "today",
    ]

    /// Twenty puppets a minute for an hour with one text, in which each changes a word; a tenth is deleted within ten minutes.
    static func copies(byNewAccounts: Bool, _ dice: inout Dice) -> Series {
        let text = "look here now and buy a great many new followers for your page today while it lasts".split(
            separator: " "
        )
        let posts = (0..<Int64(1200)).map { n in
            var changed = text.map(String.init)
            changed[Int(dice.below(Int64(changed.count)))] = dice.of(words)
            return Post(
                at: start + n * 3,
                person: n,
                isByNewAccount: byNewAccounts,
                fingerprint: TextFingerprint.of(changed.joined(separator: " ")),
                deletedAfter: n % 10 == 0 ? 60 + dice.below(540) : nil
            )
        }
        return Series(posts: posts, days: 2, activePeople: 2000)
    }

    /// Two hundred accounts minutes old, within ten minutes, each with words of its own; and some that are old.
    static func fresh(old: Int64 = 0, _ dice: inout Dice) -> Series {
        let posts = (0..<200 + old).map { n in
            let text = (0..<8 + dice.below(12)).map { _ in dice.of(words) }.joined(separator: " ")
            let at = start + dice.below(600)
            return Post(at: at, person: n, isByNewAccount: n < 200, fingerprint: TextFingerprint.of(text))
        }
        return Series(posts: posts, days: 2, activePeople: 2000)
    }

    /// Ten people a minute answer a call for three hours; from its tenth minute on thirty puppets a minute join with one text,
    /// so that the tag is held for them.
    static func silencing(_ dice: inout Dice) -> Series {
        let print = TextFingerprint.of("look here now and buy a great many new followers for your page today")
        var posts = (0..<Int64(1800)).map { Post(at: start + $0 * 6 + dice.below(6), person: $0) }
        posts += (0..<Int64(5100)).map { n in
            Post(at: start + 600 + n * 2, person: 10_000 + n, isByNewAccount: true, fingerprint: print)
        }
        return Series(posts: posts, days: 2, movement: start, activePeople: 2000)
    }

    /// Two people a minute answer a call for three hours; one account posts one text every ten seconds, and another
    /// posts and deletes as often.
    static func flooding(_ dice: inout Dice) -> Series {
        let print = TextFingerprint.of("look here now and buy a great many new followers for your page today")
        var posts = (0..<Int64(360)).map { Post(at: start + $0 * 30 + dice.below(30), person: $0) }
        for n in 0..<Int64(1080) {
            posts.append(Post(at: start + n * 10, person: 10_000, fingerprint: print))
            posts.append(Post(at: start + n * 10 + 2, person: 10_001, deletedAfter: 5))
        }
        return Series(posts: posts, days: 2, movement: start, activePeople: 2000)
    }

    /// A hundred and twenty people within twenty minutes, of whom three in five delete soon.
    static func deleting(_ dice: inout Dice) -> Series {
        let posts = (0..<Int64(120)).map { n in
            Post(at: start + dice.below(1200), person: n, deletedAfter: n % 5 < 3 ? 30 + dice.below(300) : nil)
        }
        return Series(posts: posts, days: 2, activePeople: 2000)
    }
}
