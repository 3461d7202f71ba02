// Sentences that keep their values apart.
import Basics
import Testing

@Suite struct SentenceTests {
    private let day = Timestamp(seconds: 1_508_098_860)

    @Test("a literal keeps its values by name, and says in English what a text with them would")
    func literals() {
        let plain: Sentence = "Text can't be blank"
        #expect(plain.text == "Text can't be blank" && plain.values.isEmpty && plain.count == nil)
        let counted: Sentence = "Text character limit of \(most: 500) exceeded by \(number: 1200)"
        #expect(counted.text == "Text character limit of {most} exceeded by {number}" && counted.count == 500)
        #expect(counted.english == "Text character limit of 500 exceeded by 1200")
        let twice: Sentence = "\(text: "{number}") is \(number: 2), \(number: 3) on \(day: day)"
        #expect(twice.text == "{text} is {number}, {number2} on {day}")
        #expect(twice.english == "{number} is 2, 3 on 2017-10-15")
    }

    @Test("a list is one thing, or several with \"and\"")
    func lists() {
        let kinds: [Sentence] = ["a phone number", "a bank account", "a card number"]
        let said = (1...3).map { number -> Sentence in "It has \(list: Array(kinds.prefix(number)))" }
        #expect(said[0].english == "It has a phone number" && said[1] == "It has a phone number and a bank account")
        #expect(said[2] == "It has a phone number, a bank account and a card number")
    }

    @Test("sentences are equal where they say the same; the context of a word and a full stop are apart")
    func equality() {
        #expect(("At most \(most: 4) files" as Sentence) == "At most 4 files")
        #expect(("Note|of a profile" as Sentence).english == "Note")
        #expect(("Wait \(number: 5)." as Sentence).withoutStop.text == "Wait {number}")
        let problem = Sentence("{field} {problem}", ["field": .text("Email"), "problem": .sentence("is blank")])
        #expect("\(problem)" == "Email is blank")
    }
}
