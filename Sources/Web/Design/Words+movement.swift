// Rates, countries and languages in words.

internal import Domain
internal import Foundation
internal import Localization

extension Words {
    /// The same for the wider numbers of counters.
    static func number(_ value: Int64) -> String { number(Int(clamping: value)) }

    static func count(_ value: Int64, _ one: String, _ many: String) -> String {
        count(Int(clamping: value), one, many)
    }

    /// "4.2 a second", "12 a minute", "5 an hour"; nil for nothing. The unit is the one in which people can imagine it.
    ///
    /// `movement.js` says it in the same words.
    static func rate(perSecond rate: Double) -> String? {
        guard rate.isFinite, rate > 0 else { return nil }
        for (index, seconds) in [1.0, 60, 3600].enumerated() {
            let value = rate * seconds
            guard value >= 1 else { continue }
            let tenths = Int((value * 10).rounded())
            let words = value >= 10 ? number(Int(min(value, 1e15).rounded())) : Localizer.current.tenths(tenths)
            switch index {
            case 0: return localized("{number} a second", ["number": words])
            case 1: return localized("{number} a minute", ["number": words])
            default: return localized("{number} an hour", ["number": words])
            }
        }
        return localized("less than one an hour")
    }

    /// How fast it is now: the shortest time that has something to say. Where the last minute had nothing, what the hour had
    /// is no speed of now, and is said as a number.
    static func rate(_ rates: Rates) -> String? {
        if let now = rate(perSecond: rates.tenSeconds >= 1 ? rates.tenSeconds : rates.minute) { return now }
        let hour = (rates.hour * 3600).rounded()
        return hour >= 1 && hour < 1e15
            ? localized("{number} in the last hour", ["number": number(Int(hour))]) : nil
    }

    /// How fast it is now, or that it is not.
    static func rateNow(_ rates: Rates) -> String { rate(rates) ?? localized("nothing in the last hour") }

    /// The name of an ISO 639 code.
    static func language(_ code: String?) -> String {
        guard let code, !code.isEmpty else { return localized("no language said") }
        let page = Localizer.current.language
        let name = page == .en ? nil : Locale(identifier: page.code).localizedString(forLanguageCode: code)
        return name ?? Language.named(code)?.name ?? code
    }

    /// The name of an ISO 3166 code; "Everywhere" for none.
    static func country(_ code: String) -> String {
        guard !code.isEmpty else { return localized("Everywhere") }
        return Locale(identifier: Localizer.current.language.code).localizedString(forRegionCode: code) ?? code
    }

    /// "12 %", "less than 1 %".
    static func share(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0, part > 0 else { return percent(0) }
        let percent = (Double(part) / Double(whole) * 100).rounded()
        return percent < 1
            ? localized("less than {percent}", ["percent": self.percent(1)]) : self.percent(Int(percent))
    }

    /// "12 %".
    static func percent(_ value: Int) -> String { Localizer.current.percent(value) }
}
