// Made-up texts: words of syllables, in Latin, Japanese or Thai letters.

import Foundation
import Trends

struct Wording: Sendable {
    enum Script: Sendable, CaseIterable { case latin, japanese, thai }

    private let words: [String]
    private let script: Script

    init(_ dice: inout Dice) { self.init(.latin, &dice) }

    init(_ script: Script, _ dice: inout Dice) {
        self.script = script
        words = (0..<300).map { _ in Self.word(script, &dice) }
    }

    private static func word(_ script: Script, _ dice: inout Dice) -> String {
        switch script {
        case .latin:
            let parts = 1 + dice.below(3)
            return (0..<parts).map { _ in
                dice.of("b c d f g h k l m n p r s t v w st tr".split(separator: " ").map(String.init))
                    + dice.of(["a", "e", "i", "o", "u", "ea", "ou"]) + dice.of(["", "n", "r", "s", "t"])
            }.joined()
        case .japanese: return letters(1 + dice.below(3), [0x3042...0x3093, 0x30a2...0x30f3, 0x4e00...0x6fff], &dice)
        case .thai: return letters(2 + dice.below(3), [0x0e01...0x0e2e], &dice)
        }
    }

    private static func letters(_ count: Int64, _ ranges: [ClosedRange<UInt32>], _ dice: inout Dice) -> String {
        let range = dice.of(ranges)
        let scalars = (0..<count).compactMap { _ in
            Unicode.Scalar(range.lowerBound + UInt32(dice.below(Int64(range.count))))
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A text of so many words.
    func text(_ count: Int, _ dice: inout Dice) -> [String] { (0..<count).map { _ in dice.of(words) } }

    /// The text with so many words changed.
    func changed(_ text: [String], _ count: Int, _ dice: inout Dice) -> [String] {
        var text = text
        for _ in 0..<count { text[Int(dice.below(Int64(text.count)))] = dice.of(words) }
        return text
    }

    func print(_ text: [String]) -> TextFingerprint.Print {
        TextFingerprint.of(text.joined(separator: script == .latin ? " " : ""))
    }

    /// Of a text of somebody's own: half say only "me too".
    func ownPrint(_ dice: inout Dice) -> TextFingerprint.Print {
        dice.chance(0.5) ? TextFingerprint.none : print(text(Int(6 + dice.below(20)), &dice))
    }
}

extension Dice {
    /// Of a longer text that nobody else wrote.
    mutating func print() -> TextFingerprint.Print { TextFingerprint.Print(bits(), bits(), bits(), bits()) }
}
