// Numbers in words and figures, as pages say them, in the language of the page.

internal import Basics
internal import Domain
internal import Localization

/// A sentence in the language of the page that is being made. `english` is written out where it is said, so that
/// `scripts/check-words` finds it: `localized("Open until {time}.", ["time": words])`.
func localized(_ english: String, _ values: [String: String] = [:]) -> String {
    Localizer.current.text(english, values)
}

/// A sentence that came with its values: what a use case refused, and what it found.
func localized(_ sentence: Sentence) -> String { Localizer.current.text(sentence) }

/// Counts and figures.
enum Words {
    /// `36412` as `36,412`.
    static func number(_ value: Int) -> String { Localizer.current.number(value) }

    /// "1 reply", "36,412 replies", "no replies".
    ///
    /// - Parameters:
    ///   - one: what follows the number 1 in English.
    ///   - many: what follows all others; the catalogues know the words as `{n} many`, with all that a language changes around it.
    static func count(_ value: Int, _ one: String, _ many: String) -> String {
        Localizer.current.count(value, one: "{n} \(one)", other: "{n} \(many)", none: "no \(many)")
    }

    /// The same, or nil for none: for lines that leave out what is not there.
    static func countIfAny(_ value: Int, _ one: String, _ many: String) -> String? {
        value == 0 ? nil : count(value, one, many)
    }

    /// The same where the number stands anywhere in the sentence, as `{n}`.
    static func sentence(_ value: Int, one: String, other: String, _ values: [String: String] = [:]) -> String {
        Localizer.current.count(value, one: one, other: other, values)
    }

    /// The word alone, for a number that stands beside it: "person", "people".
    static func noun(_ value: Int64, _ one: String, _ many: String) -> String {
        Localizer.current.noun(Int(clamping: value), one: one, other: many)
    }

    /// How many have answered a call, with a number also for none: some may have who are not shown yet.
    static func answered(_ magnitude: CallMagnitude) -> String {
        "\(number(Int(clamping: magnitude.people))) \(answeredNoun(magnitude.people, aloud: magnitude.isSpokenOnly))"
    }

    /// - Parameter aloud: silent answers are not among them.
    static func answeredNoun(_ people: Int64, aloud: Bool) -> String {
        aloud
            ? Words.noun(people, "person has answered aloud", "people have answered aloud")
            : Words.noun(people, "person has answered", "people have answered")
    }

    /// All forms of `answeredNoun`, for scripts.
    static func answeredForms(aloud: Bool) -> String {
        aloud
            ? forms("person has answered aloud", "people have answered aloud")
            : forms("person has answered", "people have answered")
    }

    /// All forms of a word, for scripts that change the number (`Localizer.forms`).
    static func forms(_ one: String, _ many: String) -> String { Localizer.current.forms(one: one, other: many) }

    static func waitingReplies(_ replies: Int) -> String {
        Words.sentence(replies, one: "{n} reply waits for your approval", other: "{n} replies wait for your approval")
    }
}
