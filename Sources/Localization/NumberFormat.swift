// Numbers as each language writes them, by CLDR 48: where digits are grouped, and with what.

/// How a language writes numbers. Digits are those of ASCII in all of them: the first choice of CLDR 48 for Arabic and Hindi, too.
struct NumberFormat: Sendable {
    let group: String
    let decimal: String
    /// Of the groups after the first: 2 in India, 3 elsewhere.
    let laterGroups: Int
    /// Fewer digits than this and three more stand together: 1234, but 12.345.
    let leastBeforeGroup: Int
    /// What follows a number of hundredths.
    let percent: String

    init(_ language: InterfaceLanguage) {
        var (group, decimal, later, least, percent) = (",", ".", 3, 1, "%")
        switch language {
        // Our English sets a space there, as the rest of its typography does.
        case .en: percent = " %"
        case .es: (group, decimal, least, percent) = (".", ",", 2, "\u{A0}%")
        case .fr: (group, decimal, percent) = ("\u{202F}", ",", "\u{A0}%")
        case .de: (group, decimal, percent) = (".", ",", "\u{A0}%")
        case .pt: (group, decimal) = (".", ",")
        case .it: (group, decimal, least) = (".", ",", 2)
        case .ar: percent = "\u{200E}%\u{200E}"
        case .hi: later = 2
        case .ja, .ko: break
        }
        (self.group, self.decimal, self.percent) = (group, decimal, percent)
        (laterGroups, leastBeforeGroup) = (later, least)
    }

    func text(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        guard digits.count >= 3 + leastBeforeGroup else { return String(value) }
        var out = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            let after = digits.count - index
            if index > 0, after == 3 || after > 3 && (after - 3) % laterGroups == 0 { out += group }
            out.append(digit)
        }
        return out
    }
}
