// Phone numbers that belong to nobody: from the ranges that regulators keep free for films and books, and made-up ones in
// blocks of zeros where a country has no such range.

struct PhoneDraws {
    /// Ranges in the ways people write them; `#` is a digit.
    static let national: [String: [String]] = [
        "en": [
            "(202) 555-01##", "212-555-01##", "312.555.01##", "415 555 01##", "(617) 555-01##", "07700 900###",
            "07700900###",
            "020 7946 0###", "(020) 7946 0###", "0161 496 0###", "0117-496-0###", "0491 570 1##", "0491570###",
            "98765 0####",
        ],
        "es": [
            "612 00 0# ##", "612 000 0##", "6120000##", "622 00 00 ##", "91 000 00 ##", "910 00 0# ##", "55 1000 00##",
            "(55) 1000-00##", "310 000 00##",
        ],
        "fr": [
            "06 39 98 ## ##", "06.39.98.##.##", "06-39-98-##-##", "01 99 00 ## ##", "02 61 91 ## ##", "04.65.71.##.##",
            "05 36 49 ## ##", "0199 00 ## ##", "0470 00 00 ##",
        ],
        "de": [
            "030 23125 ###", "030/23125###", "040 66969 ###", "(069) 90009-###", "089-99998-###", "0221 4710 ###",
            "0171 39200##", "0171/39200##", "0176 040690##", "0664 000 00##", "079 000 00 ##",
        ],
        "pt": [
            "(11) 90000-00##", "11 90000-00##", "(21) 99000-00##", "11 9 9000 00##", "(31) 3000-00##", "912 000 0##",
            "91 200 00 ##", "21 000 00 ##",
        ],
        "it": [
            "312 000 00##", "320 000 00##", "347-00000##", "347/00000##", "06 0000 00##", "02 000000##", "3470000###",
        ],
        "ar": [
            "010 0000 00##", "01000000###", "012-0000-0###", "050 000 00##", "0500000###", "06 00 00 00 ##",
            "0550 00 00 ##",
        ],
        "hi": ["98765 0####", "98765 0####", "987650####", "098765 0####", "98765-0####", "70123 0####"],
        "ja": [
            "090-1000-00##", "080-1000-0###", "070-1000-00##", "03-0000-00##", "090 1000 00##", "09010000###",
            "080(1000)00##",
        ],
        "ko": ["010-0000-0###", "010 2000 00##", "010.2000.0###", "01020000###", "02-200-00##", "031-200-00##"],
    ]

    static let international: [String: [String]] = [
        "en": [
            "+1 202 555 01##", "+1-212-555-01##", "+44 7700 900###", "+44 (0)20 7946 0###", "+61 491 570 1##",
            "001 202 555 01##",
        ],
        "es": ["+34 612 00 00 ##", "+34612000###", "+52 55 1000 00##", "0034 612 000 0##"],
        "fr": ["+33 6 39 98 ## ##", "+3363998####", "+33 (0)1 99 00 ## ##", "0033 6 39 98 ## ##", "+32 470 00 00 ##"],
        "de": ["+49 30 23125 ###", "+49 (0)171 39200##", "+4917139200##", "0049 30 23125###", "+43 664 000 00##"],
        "pt": ["+55 11 90000-00##", "+5511900000###", "+351 912 000 0##", "00351 912 000 0##"],
        "it": ["+39 312 000 00##", "+39 3470000###", "0039 347 000 00##", "+39 06 0000 00##"],
        "ar": ["+20 100 000 00##", "+966 50 000 00##", "00966 50 000 00##", "+212 600-0000##"],
        "hi": ["+91 98765 0####", "+91987650####", "+91-98765-0####", "0091 98765 0####"],
        "ja": ["+81 90-1000-00##", "+819010000###", "+81 3 0000 00##"],
        "ko": ["+82 10-2000-0###", "+821020000###", "+82 2-200-00##"],
    ]

    private static let words: [String: [String]] = [
        "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
        "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
        "de": ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
        "pt": ["zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"],
        "it": ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"],
        "ar": ["صفر", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"],
        "hi": ["शून्य", "एक", "दो", "तीन", "चार", "पांच", "छह", "सात", "आठ", "नौ"],
        "ja": ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
        "ko": ["공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"],
    ]

    private static let zeros: [String: [UInt32]] = [
        "ar": [0x660, 0x6F0], "hi": [0x966], "ja": [0xFF10], "ko": [0xFF10], "en": [0x1D7CE],
    ]

    /// A number of a language, as somebody would write it.
    static func draw(_ language: String, _ dice: inout Dice) -> String {
        let isAbroad = dice.below(4) == 0
        let number = dice.fill(dice.of((isAbroad ? international : national)[language] ?? []))
        switch dice.below(12) {
        case 0: return spelled(number, language)
        case 1 where !isAbroad:
            return number.filter(\.isNumber).map(String.init).joined(separator: dice.of([" ", "-", " ", "."]))
        case 2: return disguised(number, &dice)
        case 3, 4: return otherDigits(number, language, &dice)
        default: return number
        }
    }

    private static func spelled(_ number: String, _ language: String) -> String {
        let names = words[language] ?? []
        let gap = ["ja", "ko"].contains(language) ? "" : " "
        let digits = number.compactMap(\.wholeNumberValue).map { names[$0] }.joined(separator: gap)
        return number.hasPrefix("+") ? "+" + digits : digits
    }

    /// "O6 12 …", "o6l2".
    private static func disguised(_ number: String, _ dice: inout Dice) -> String {
        let zero = dice.of(["o", "O"])
        let one = dice.of(["l", "I", "1"])
        var count = 0
        return String(
            number.map { character in
                guard character == "0" || character == "1", count < 3 else { return character }
                count += 1
                return Character(character == "0" ? zero : one)
            }
        )
    }

    private static func otherDigits(_ number: String, _ language: String, _ dice: inout Dice) -> String {
        guard let zeros = zeros[language] else { return number }
        let zero = dice.of(zeros)
        return String(
            number.map { character in
                guard let value = character.wholeNumberValue, let scalar = Unicode.Scalar(zero + UInt32(value)) else {
                    return character
                }
                return Character(scalar)
            }
        )
    }
}
