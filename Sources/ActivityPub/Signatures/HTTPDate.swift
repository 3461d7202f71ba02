// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7), the form in which HTTP writes moments.

public import Basics

extension Timestamp {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The form of `Date` and `Last-Modified`.
    public var httpDate: String {
        let date = civilDate
        let days = startOfDay.milliseconds / 86_400_000
        let weekday = Timestamp.weekdays[Int((days % 7 + 7) % 7)]
        let second = (milliseconds - startOfDay.milliseconds) / 1000
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(Int(second) / 3600)):\(two(Int(second) / 60 % 60)):\(two(Int(second) % 60))"
        let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
        return "\(weekday), \(two(date.day)) \(Timestamp.months[date.month - 1]) \(year) \(time) GMT"
    }

    /// Reads `httpDate`, and the two obsolete forms of RFC 9110 not at all: no peer sends them. The name of the weekday
    /// is not compared.
    public init?(httpDate text: String) {
        guard text.utf8.count <= 40 else { return nil }
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT" || parts[5] == "UTC",
            let month = Timestamp.months.firstIndex(of: String(parts[2])), parts[1].count <= 2, parts[3].count == 4
        else { return nil }
        let day = parts[1].count == 1 ? "0\(parts[1])" : "\(parts[1])"
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        guard parts[4].utf8.count == 8 else { return nil }
        self.init(iso8601: "\(parts[3])-\(number)-\(day)T\(parts[4])Z")
    }
}
