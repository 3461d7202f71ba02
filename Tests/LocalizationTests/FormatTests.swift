// Plural forms, numbers and dates, beside the data of CLDR that Foundation brings along.
import Basics
import Foundation
import Testing

@testable import Localization

@Suite struct FormatTests {
    @Test(
        "whole numbers have the forms of CLDR",
        arguments: [
            (.en, [.other, .one, .other, .other]), (.de, [.other, .one, .other, .other]),
            (.es, [.other, .one, .other, .many]), (.it, [.other, .one, .other, .many]),
            (.fr, [.one, .one, .other, .many]), (.pt, [.one, .one, .other, .many]),
            (.hi, [.one, .one, .other, .other]), (.ja, [.other, .other, .other, .other]),
            (.ko, [.other, .other, .other, .other]), (.ar, [.zero, .one, .two, .other]),
        ] as [(InterfaceLanguage, [PluralCategory])]
    )
    func plurals(_ language: InterfaceLanguage, _ expected: [PluralCategory]) {
        #expect([0, 1, 2, 1_000_000].map(language.pluralCategory(of:)) == expected)
        #expect(language.pluralCategory(of: -1) == expected[1])
        _ = language.pluralCategory(of: .min)
        for number in -2000...2000 {
            #expect(language.pluralCategories.contains(language.pluralCategory(of: number)))
        }
    }

    @Test("Arabic counts by the last two digits")
    func arabic() {
        let few = [3, 10, 103, 110, 1003]
        let many = [11, 26, 99, 111, 1099]
        let other = [100, 101, 102, 200, 1000, 1002]
        #expect(few.allSatisfy { InterfaceLanguage.ar.pluralCategory(of: $0) == .few })
        #expect(many.allSatisfy { InterfaceLanguage.ar.pluralCategory(of: $0) == .many })
        #expect(other.allSatisfy { InterfaceLanguage.ar.pluralCategory(of: $0) == .other })
    }

    @Test(
        "numbers are grouped as each language does",
        arguments: [
            (.en, "1,234 12,345,678 4.2"), (.es, "1234 12.345.678 4,2"), (.it, "1234 12.345.678 4,2"),
            (.fr, "1\u{202F}234 12\u{202F}345\u{202F}678 4,2"), (.de, "1.234 12.345.678 4,2"),
            (.pt, "1.234 12.345.678 4,2"), (.ar, "1,234 12,345,678 4.2"), (.hi, "1,234 1,23,45,678 4.2"),
            (.ja, "1,234 12,345,678 4.2"), (.ko, "1,234 12,345,678 4.2"),
        ] as [(InterfaceLanguage, String)]
    )
    func numbers(_ language: InterfaceLanguage, _ expected: String) {
        let speaker = Localizer.of(language)
        #expect("\(speaker.number(1234)) \(speaker.number(12_345_678)) \(speaker.tenths(42))" == expected)
        #expect(speaker.number(0) == "0" && speaker.number(999) == "999" && speaker.tenths(40) == "4")
        _ = speaker.number(.min)
    }

    @Test("months and days are named as in CLDR", arguments: InterfaceLanguage.allCases)
    func names(_ language: InterfaceLanguage) {
        let words = DateWords(language)
        var calendar = Calendar(identifier: .gregorian)
        calendar.locale = Locale(identifier: language.code)
        // The data of Foundation are older than CLDR 48, which spells Hindi's October anew.
        #expect(words.months == calendar.monthSymbols.map { $0 == "अक्तूबर" ? "अक्टूबर" : $0 })
        #expect(words.weekdays == calendar.weekdaySymbols)
        #expect(Set(words.shortMonths).count == 12 && words.shortWeekdays.count == 7)
    }

    @Test(
        "dates and moments stand in the order of their language",
        arguments: [
            (.en, "15 Oct 2017, 20:21 UTC", "Sunday, 15 October 2017 at 20:21 UTC", "October 2017"),
            (.es, "15 oct 2017, 20:21 UTC", "domingo, 15 de octubre de 2017, 20:21 UTC", "octubre de 2017"),
            (.fr, "15 oct. 2017, 20:21 UTC", "dimanche 15 octobre 2017 à 20:21 UTC", "octobre 2017"),
            (.de, "15. Okt. 2017, 20:21 UTC", "Sonntag, 15. Oktober 2017 um 20:21 UTC", "Oktober 2017"),
            (.pt, "15 de out. de 2017, 20:21 UTC", "domingo, 15 de outubro de 2017 às 20:21 UTC", "outubro de 2017"),
            (.it, "15 ott 2017, 20:21 UTC", "domenica 15 ottobre 2017 alle ore 20:21 UTC", "ottobre 2017"),
            (.ar, "15 أكتوبر 2017، 20:21 UTC", "الأحد، 15 أكتوبر 2017 في 20:21 UTC", "أكتوبر 2017"),
            (.hi, "15 अक्टू॰ 2017, 20:21 UTC", "रविवार, 15 अक्टूबर 2017 को 20:21 UTC", "अक्टूबर 2017"),
            (.ja, "2017年10月15日 20:21 UTC", "2017年10月15日日曜日 20:21 UTC", "2017年10月"),
            (.ko, "2017년 10월 15일 20:21 UTC", "2017년 10월 15일 일요일 20:21 UTC", "2017년 10월"),
        ] as [(InterfaceLanguage, String, String, String)]
    )
    func dates(_ language: InterfaceLanguage, _ short: String, _ long: String, _ month: String) {
        let (speaker, date) = (Localizer.of(language), CivilDate(year: 2017, month: 10, day: 15))
        #expect(speaker.moment(date, clock: "20:21") == short)
        #expect(speaker.longMoment(date, weekday: 0, clock: "20:21") == long)
        #expect(speaker.month(date) == month)
    }
}
