// Moments as people and programs write them: RFC 3339, the profile of ISO 8601 for the internet.

extension Timestamp {
    /// `2026-11-24T20:21:00Z`, with parts of a second or an offset (`+02:00`) where given; a moment without a zone
    /// and the midnight of a date alone are of UTC. Nil for anything else, and for dates that do not exist.
    public init?(iso8601 text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy(ASCII.isDigit) else { return nil }
            defer { rest = rest.dropFirst(digits) }
            return rest.prefix(digits).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        func sign(_ allowed: String) -> UInt8? {
            guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }
            rest = rest.dropFirst()
            return byte
        }
        guard let year = number(4), sign("-") != nil, let month = number(2), sign("-") != nil, let day = number(2),
            (1...12).contains(month), day >= 1
        else { return nil }
        let days = Timestamp.days(year, month, day)
        let date = CivilDate(daysSinceEpoch: Int(days))
        guard date == CivilDate(year: Int(year), month: Int(month), day: Int(day)) else { return nil }
        var milliseconds = days * 86_400_000
        if !rest.isEmpty {
            guard sign("Tt ") != nil, let hour = number(2), sign(":") != nil, let minute = number(2), hour < 24,
                minute < 60
            else { return nil }
            milliseconds += (hour * 60 + minute) * 60_000
            if sign(":") != nil {
                guard let second = number(2), second <= 60 else { return nil }
                milliseconds += second * 1000
            }
            if sign(".") != nil {
                let digits = rest.prefix(while: ASCII.isDigit)
                guard !digits.isEmpty, digits.count <= 9 else { return nil }
                rest = rest.dropFirst(digits.count)
                let parts = digits.prefix(3).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
                milliseconds += digits.count == 1 ? parts * 100 : digits.count == 2 ? parts * 10 : parts
            }
            let zone = rest.isEmpty ? UInt8(ascii: "Z") : sign("Zz+-")
            guard let zone else { return nil }
            if zone | 0x20 != UInt8(ascii: "z") {
                guard let hours = number(2), hours < 24 else { return nil }
                _ = sign(":")
                guard let minutes = number(2), minutes < 60 else { return nil }
                milliseconds += (zone == UInt8(ascii: "+") ? -1 : 1) * (hours * 60 + minutes) * 60_000
            }
        }
        guard rest.isEmpty else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Days since 1970-01-01, by Howard Hinnant's algorithm.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
