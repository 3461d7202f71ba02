// Sentences with values, in the words and numbers of a language.
import Basics
import Testing

@testable import Localization

@Suite("Sentences with values") struct SpokenSentenceTests {
    @Test("numbers and days are written as the language does")
    func values() {
        let refusal: Sentence = "Text character limit of \(most: 5000) exceeded by \(number: 1)"
        #expect(Localizer.of(.de).text(refusal) == "Die Grenze von 5.000 Zeichen ist um 1 überschritten")
        #expect(Localizer.english.text(refusal) == "Text character limit of 5,000 exceeded by 1")
        #expect(refusal.english == "Text character limit of 5000 exceeded by 1")
        let again: Sentence = "There is one archive a week: ask again on \(day: Timestamp(seconds: 1_508_098_860))"
        #expect(Localizer.of(.ja).text(again).contains("2017年10月15日"))
    }

    @Test("the first number decides the form of a whole sentence, in Arabic among six")
    func forms() {
        let said = [1, 2, 4, 12, 100].map { most in
            Localizer.of(.ar).text("Cannot attach more than \(most: most) files" as Sentence)
        }
        let start = "لا يمكن إرفاق أكثر من "
        #expect(said == ["ملف واحد", "ملفين", "4 ملفات", "12 ملفًا", "100 ملف"].map { start + $0 })
        let one = Localizer.of(.de).text("Cannot attach more than \(most: 1) files" as Sentence)
        #expect(one == "Mehr als 1 Dateien können nicht angehängt werden")
    }

    @Test("a full stop is no part of what is translated, and lists have the language's own words")
    func parts() {
        #expect(Localizer.of(.de).text("Text can't be blank." as Sentence) == "Der Text darf nicht leer sein.")
        let found: [Sentence] = ["a phone number", "an e-mail address", "a bank account"]
        let refusal: Sentence = "A profile must not have \(list: found) in it. Please ask a moderator"
        #expect(
            Localizer.of(.ja).text(refusal)
                == "プロフィールに電話番号、メールアドレスと銀行口座を入れることはできません。モデレーターに相談してください"
        )
    }
}
