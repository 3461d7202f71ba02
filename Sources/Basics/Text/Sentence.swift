// What is said to people in whichever language they read: why something was refused, above all.

/// A sentence in English, with the values that stand in it. A literal is one, and each value in it says what it is:
///
///     let refusal: Sentence = "You cannot follow more than \(most: 7500) people"
///
/// Its text is then `You cannot follow more than {most} people`, the key of its translations (docs/words.md). A value that does
/// not say what it is does not compile, so that no number is lost in a text that only English has.
public struct Sentence: Sendable {
    /// What stands in a sentence.
    public enum Value: Sendable {
        /// Digits in English for apps; grouped as each language does on pages. The first of a sentence decides its plural form.
        case number(Int)
        /// A name, a size, or something else that is the same in all languages.
        case text(String)
        /// The day of a moment, UTC; `2017-10-15` in English for apps.
        case day(Timestamp)
        case sentence(Sentence)
        /// One thing or several: "a phone number and an e-mail address". Not empty.
        case list([Sentence])
        /// One after the other, with commas.
        case series([Sentence])
    }

    /// In English, with `{name}` where a value goes, and perhaps `|context` at its end.
    public private(set) var text: String
    public private(set) var values: [String: Value]
    /// The first number in it.
    public private(set) var count: Int?

    /// - Parameters:
    ///   - text: with `{name}` where a value goes.
    ///   - count: what decides the plural form.
    public init(_ text: StaticString, _ values: [String: Value], count: Int? = nil) {
        self.text = text.description
        self.values = values
        self.count = count
    }

    /// As apps read it: with plain digits.
    public var english: String {
        let shown = text.lastIndex(of: "|").map { String(text[..<$0]) } ?? text
        return Placeholders.fill(shown, values.mapValues(\.english))
    }

    /// Without the full stop at its end; translations have none.
    public var withoutStop: Sentence {
        var sentence = self
        if text.hasSuffix(".") { sentence.text.removeLast() }
        return sentence
    }

    /// For what is too long for one line. The values of both have different names.
    public static func + (start: Sentence, end: Sentence) -> Sentence {
        var whole = start
        whole.text += end.text
        whole.values.merge(end.values) { $1 }
        whole.count = start.count ?? end.count
        return whole
    }
}

/// Two are equal where they say the same.
extension Sentence: Equatable {
    public static func == (a: Sentence, b: Sentence) -> Bool { a.english == b.english }
}

/// In English, for logs and the command line.
extension Sentence: CustomStringConvertible {
    public var description: String { english }
}

extension Sentence.Value {
    fileprivate var english: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        case .day(let moment): moment.isoDate
        case .sentence(let sentence): sentence.english
        case .list(let sentences): Sentence.joined(sentences.map(\.english))
        case .series(let sentences): sentences.map(\.english).joined(separator: ", ")
        }
    }
}

extension Sentence {
    private static func joined(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Sentence: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) {
        self.text = text
        values = [:]
    }

    public init(stringInterpolation parts: StringInterpolation) {
        text = parts.text
        values = parts.values
        count = parts.count
    }

    /// Puts a sentence together. A second value of one kind is `{number2}`.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [String: Value] = [:]
        fileprivate var count: Int?

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// How many there are.
        public mutating func appendInterpolation(number: Int) { append("number", .number(number)) }

        /// How many there may be.
        public mutating func appendInterpolation(most: Int) { append("most", .number(most)) }

        public mutating func appendInterpolation(text: String) { append("text", .text(text)) }

        public mutating func appendInterpolation(day: Timestamp) { append("day", .day(day)) }

        public mutating func appendInterpolation(list: [Sentence]) { append("list", .list(list)) }

        private mutating func append(_ name: String, _ value: Value) {
            if case .number(let number) = value { count = count ?? number }
            var unused = name
            var number = 2
            while values[unused] != nil {
                unused = "\(name)\(number)"
                number += 1
            }
            values[unused] = value
            text += "{\(unused)}"
        }
    }
}
