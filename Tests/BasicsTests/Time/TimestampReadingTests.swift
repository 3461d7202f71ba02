// Moments as programs write them (RFC 3339), and what is none.
import Basics
import Testing

@Suite("Reading moments")
struct TimestampReadingTests {
    @Test(
        "what is a moment is read",
        arguments: [
            ("2017-10-15T20:21:00Z", 1_508_098_860_000), ("2017-10-15T20:21:00.5z", 1_508_098_860_500),
            ("2017-10-15t22:21:00.123456789+02:00", 1_508_098_860_123), ("2017-10-15 15:21-0500", 1_508_098_860_000),
            ("1970-01-01", 0), ("2000-02-29", 951_782_400_000), ("1969-12-31T23:59:59Z", -1000),
            ("2017-10-15T20:21", 1_508_098_860_000), ("2017-10-15T20:21:00.250", 1_508_098_860_250),
        ] as [(String, Int64)]
    )
    func good(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(iso8601: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(
        "what is none is nil",
        arguments: [
            "", "tomorrow", "2017", "2017-10", "2017-13-01", "2017-00-10", "2017-02-29", "2017-10-32", "2017-10-15T",
            "2017-10-15T24:00Z", "2017-10-15T20:60Z", "2017-10-15T20:21:00.Z", "2017-10-15T20:21 ",
            "2017-10-15T20:21:00Zx", "2017-10-15T20:21+99:00", "+017-10-15", "２０１７-10-15",
            "2017-10-15T20:21:00.1234567890Z",
        ]
    )
    func bad(_ text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test("what is written is read back", arguments: [0, 1_508_098_860_123, 253_402_300_799_999] as [Int64])
    func back(_ milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(iso8601: moment.iso8601) == moment)
    }
}
