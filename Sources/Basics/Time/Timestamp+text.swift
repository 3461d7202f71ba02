// Civil dates from milliseconds, by Howard Hinnant's days algorithm (proleptic Gregorian calendar).

/// Year, month (1...12) and day (1...31) in UTC.
public struct CivilDate: Hashable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: days since 1970-01-01.
    public init(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Timestamp {
    /// The UTC date of this moment.
    public var civilDate: CivilDate { CivilDate(daysSinceEpoch: Int(startOfDay.milliseconds / 86_400_000)) }

    /// `2017-10-15T20:21:00.000Z`: the form of every datetime in the client API.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2017-10-15`.
    public var isoDate: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        appendISODate(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2017-10-15T20:21:00.000000Z`: the form of `X-RateLimit-Reset`.
    public var iso8601Microseconds: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        appendISO8601(to: &bytes)
        bytes.removeLast()
        bytes.append(contentsOf: "000Z".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the 24 bytes of `iso8601`.
    public func appendISO8601(to bytes: inout [UInt8]) {
        appendISODate(to: &bytes)
        let ofDay = Int(milliseconds - startOfDay.milliseconds)
        let seconds = ofDay / 1000
        bytes.append(UInt8(ascii: "T"))
        append(seconds / 3600, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds / 60 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        append(ofDay % 1000, digits: 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Appends the 10 bytes of `isoDate`.
    public func appendISODate(to bytes: inout [UInt8]) {
        let date = civilDate
        append(min(max(date.year, 0), 9999), digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.month, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.day, digits: 2, to: &bytes)
    }

    private func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
