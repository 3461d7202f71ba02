// Rates, countries and languages in words.

internal import Domain
internal import Foundation

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
        for (seconds, unit) in [(1, "a second"), (60, "a minute"), (3600, "an hour")] as [(Double, String)] {
            let value = rate * seconds
            if value >= 10 { return "\(number(Int(min(value, 1e15).rounded()))) \(unit)" }
            if value >= 1 { return "\(decimal(value)) \(unit)" }
        }
        return "less than one an hour"
    }

    /// How fast it is now: the shortest time that has something to say. Where the last minute had nothing, what the hour had
    /// is no speed of now, and is said as a number.
    static func rate(_ rates: Rates) -> String? {
        if let now = rate(perSecond: rates.tenSeconds >= 1 ? rates.tenSeconds : rates.minute) { return now }
        let hour = (rates.hour * 3600).rounded()
        return hour >= 1 && hour < 1e15 ? "\(number(Int(hour))) in the last hour" : nil
    }

    /// One digit behind the point, none where it is 0.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? number(tenths / 10) : "\(number(tenths / 10)).\(tenths % 10)"
    }

    /// The English name of an ISO 639 code.
    static func language(_ code: String?) -> String {
        guard let code, !code.isEmpty else { return "no language said" }
        return Language.named(code)?.name ?? code
    }

    /// The English name of an ISO 3166 code; "Everywhere" for none.
    static func country(_ code: String) -> String {
        guard !code.isEmpty else { return "Everywhere" }
        return Locale(identifier: "en").localizedString(forRegionCode: code) ?? code
    }

    /// "12 %", "less than 1 %".
    static func share(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0, part > 0 else { return "0 %" }
        let percent = (Double(part) / Double(whole) * 100).rounded()
        return percent < 1 ? "less than 1 %" : "\(Int(percent)) %"
    }
}
