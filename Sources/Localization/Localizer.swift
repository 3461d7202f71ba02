// What is said in one language: sentences, counts, numbers, dates.

public import Basics

/// Speaks one language. English is the source: a sentence without a translation is said in English.
public final class Localizer: Sendable {
    public let language: InterfaceLanguage
    let numbers: NumberFormat
    let dates: DateWords
    private let catalogue: Catalogue

    init(_ language: InterfaceLanguage, _ catalogue: Catalogue) {
        self.language = language
        self.catalogue = catalogue
        numbers = NumberFormat(language)
        dates = DateWords(language)
    }

    public static let english = Localizer(.en, Catalogue())

    /// Made when first asked for, and kept.
    public static func of(_ language: InterfaceLanguage) -> Localizer { all[language] ?? english }

    private static let all: [InterfaceLanguage: Localizer] = {
        var all: [InterfaceLanguage: Localizer] = [.en: english]
        for (language, json) in Catalogue.files {
            // A test reads each of them; one that cannot be read would be English.
            all[language] = Localizer(language, (try? Catalogue(json: Array(json.utf8))) ?? Catalogue())
        }
        return all
    }()

    /// The language of what is being answered just now. Bound once for each request, so that view models, charts and errors, however
    /// deep, need not carry it along (docs/decisions/0021).
    @TaskLocal public static var current = Localizer.english

    /// How many sentences it knows.
    public var size: Int { catalogue.count }

    /// A sentence.
    ///
    /// - Parameters:
    ///   - english: as it stands in the source, with `{name}` where a value goes, and perhaps `|context` at its end.
    ///   - values: by name; plain text, numbers and dates already in this language.
    public func text(_ english: String, _ values: [String: String] = [:]) -> String {
        Placeholders.fill(translation(of: english) ?? Localizer.withoutContext(english), values)
    }

    /// Whether it has the sentence; English has all.
    public func knows(_ english: String) -> Bool { language == .en || catalogue.sentence(english) != nil }

    func translation(of english: String) -> String? {
        if let text = catalogue.sentence(english) { return text }
        if language != .en { MissingTexts.current?.note(english) }
        return nil
    }

    /// A sentence about a number of things, with `{n}` where the number goes.
    ///
    /// - Parameters:
    ///   - one: in English, for 1.
    ///   - other: in English, for all else; the key of the catalogue.
    ///   - none: in English, for 0; as `other` if nil.
    public func count(
        _ value: Int,
        one: String,
        other: String,
        none: String? = nil,
        _ values: [String: String] = [:]
    ) -> String {
        var values = values
        values["n"] = number(value)
        return Placeholders.fill(form(value, one, other, none), values)
    }

    /// The plural form of a whole sentence; nil where it has but one.
    func form(of english: String, for value: Int) -> String? {
        guard let forms = catalogue.forms(english)?.forms else { return nil }
        return forms[language.pluralCategory(of: value)] ?? forms[.other]
    }

    private func form(_ value: Int, _ one: String, _ other: String, _ none: String?) -> String {
        if language != .en, let (forms, nothing) = catalogue.forms(other) {
            if value == 0, let nothing { return nothing }
            if let form = forms[language.pluralCategory(of: value)] ?? forms[.other] { return form }
        }
        if language != .en { MissingTexts.current?.note(other) }
        if value == 0, let none { return none }
        return Localizer.withoutContext(value == 1 || value == -1 ? one : other)
    }

    /// The word for a number that stands beside it: "person", "people".
    public func noun(_ value: Int, one: String, other: String) -> String { form(value, one, other, nil) }

    /// All forms of a word, for scripts: `one:person|other:people`; by category of CLDR, as `Intl.PluralRules` names them.
    public func forms(one: String, other: String) -> String {
        var found = catalogue.forms(other)?.forms ?? [:]
        if found.isEmpty {
            if language != .en { MissingTexts.current?.note(other) }
            found = [.one: Localizer.withoutContext(one), .other: Localizer.withoutContext(other)]
        }
        return PluralCategory.allCases.compactMap { category in found[category].map { "\(category.rawValue):\($0)" } }
            .joined(separator: "|")
    }

    static func withoutContext(_ english: String) -> String {
        english.utf8.lastIndex(of: UInt8(ascii: "|")).map { String(english[..<$0]) } ?? english
    }
}

extension Localizer {
    /// `36412` as `36,412`, `36.412`, `36 412`.
    public func number(_ value: Int) -> String { numbers.text(value) }

    /// A number of tenths, with a digit behind the point unless that is 0: `42` as `4.2`.
    public func tenths(_ value: Int) -> String {
        value % 10 == 0 ? number(value / 10) : "\(number(value / 10))\(numbers.decimal)\(value.magnitude % 10)"
    }

    /// `12` as `12 %`.
    public func percent(_ value: Int) -> String { number(value) + numbers.percent }
}

extension Localizer {
    /// "15 Oct 2017".
    public func date(_ date: CivilDate) -> String { dates.text(dates.date, date) }
    /// "15 October 2017".
    public func longDate(_ date: CivilDate) -> String { dates.text(dates.longDate, date) }
    /// "Sunday, 15 October 2017".
    /// - Parameter weekday: 0 is Sunday.
    public func weekdayDate(_ date: CivilDate, weekday: Int) -> String {
        dates.text(dates.weekdayDate, date, weekday: weekday)
    }
    /// "October 2017".
    public func month(_ date: CivilDate) -> String { dates.text(dates.month, date) }
    /// "Oct 2017".
    public func shortMonth(_ date: CivilDate) -> String { dates.text(dates.shortMonth, date) }
    /// "15 Oct".
    public func day(_ date: CivilDate) -> String { dates.text(dates.day, date) }
    /// "15 October".
    public func longDay(_ date: CivilDate) -> String { dates.text(dates.longDay, date) }
    /// "15 Oct 2017, 20:21 UTC".
    /// - Parameter clock: "20:21".
    public func moment(_ date: CivilDate, clock: String) -> String {
        Placeholders.fill(dates.short, ["date": self.date(date), "t": clock])
    }
    /// "Sunday, 15 October 2017 at 20:21 UTC".
    public func longMoment(_ date: CivilDate, weekday: Int, clock: String) -> String {
        Placeholders.fill(dates.long, ["date": weekdayDate(date, weekday: weekday), "t": clock])
    }
    /// Short names, Sunday first.
    public var shortWeekdays: [String] { dates.shortWeekdays }
    /// For scripts, which write a moment as `moment` does: a pattern of `{d}`, `{M}`, `{MMM}`, `{y}` and `{t}`.
    public var momentPattern: String { dates.short.replacing("{date}", with: dates.date) }
    /// Short names, January first.
    public var shortMonths: [String] { dates.shortMonths }
}
