// Sentences with values, such as refusals, in one language.

public import Basics

extension Localizer {
    /// A sentence with its values as this language writes them, in the plural form that its first number wants.
    public func text(_ sentence: Sentence) -> String {
        let bare = sentence.withoutStop
        let values = bare.values.mapValues(words)
        let said = bare.count.flatMap { form(of: bare.text, for: $0) }.map { Placeholders.fill($0, values) }
        let words = said ?? text(bare.text, values)
        return sentence.text == bare.text ? words : text("{sentence}.", ["sentence": words])
    }

    private func words(_ value: Sentence.Value) -> String {
        switch value {
        case .number(let number): self.number(number)
        case .text(let text): text
        case .day(let moment): date(moment.civilDate)
        case .sentence(let sentence): text(sentence)
        case .list(let sentences): list(sentences.map { text($0) })
        case .series(let sentences): series(sentences.map { text($0) })
        }
    }

    /// "a, b and c"
    private func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return self.text("{list} and {last}", ["list": series(words.dropLast()), "last": last])
    }

    /// "a, b, c"
    private func series(_ words: [String]) -> String {
        guard let first = words.first else { return "" }
        return words.dropFirst().reduce(first) { self.text("{list}, {next}", ["list": $0, "next": $1]) }
    }
}
