// Texts with what is in them, drawn from a seed.

import Guard

struct Sample {
    var language: String
    var text: String
    /// What is in it, and the bytes where it stands; nil where there is nothing.
    var truth: (kind: PrivateKind, range: Range<Int>)?
}

enum Samples {
    /// Two of five with a phone number, one with something else, two with numbers that are nobody's.
    static func draw(_ count: Int, seed: UInt64) -> [Sample] {
        var dice = Dice(seed)
        return (0..<count).map { index in
            let language = Sentences.languages[index % Sentences.languages.count]
            switch dice.below(5) {
            case 0, 1: return phone(language, &dice)
            case 2: return other(language, &dice)
            default: return harmless(language, &dice)
            }
        }
    }

    private static func phone(_ language: String, _ dice: inout Dice) -> Sample {
        let number = PhoneDraws.draw(language, &dice)
        return sample(language, dice.of(Sentences.phones[language] ?? []), number, .phoneNumber, &dice)
    }

    private static func other(_ language: String, _ dice: inout Dice) -> Sample {
        let (kind, text) = OtherDraws.draw(language, &dice)
        return sample(language, dice.of(Sentences.others[language] ?? []), text, kind, &dice)
    }

    private static func harmless(_ language: String, _ dice: inout Dice) -> Sample {
        let text = Slots.fill(dice.of(Sentences.harmless[language] ?? []), language, &dice)
        return Sample(language: language, text: withTail(text, language, &dice), truth: nil)
    }

    private static func sample(
        _ language: String,
        _ frame: String,
        _ secret: String,
        _ kind: PrivateKind,
        _ dice: inout Dice
    ) -> Sample {
        let filled = Slots.fill(frame, language, &dice)
        let parts = filled.split(separator: "{}", omittingEmptySubsequences: false)
        let start = parts[0].utf8.count
        let text = parts[0] + secret + (parts.count > 1 ? parts[1] : "")
        return Sample(
            language: language,
            text: withTail(String(text), language, &dice),
            truth: (kind, start..<start + secret.utf8.count)
        )
    }

    private static func withTail(_ text: String, _ language: String, _ dice: inout Dice) -> String {
        dice.below(3) == 0 ? text + "\n" + dice.of(Sentences.tails[language] ?? []) : text
    }
}
