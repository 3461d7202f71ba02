// Days of birth: which there are, and how old somebody is on a day.
import Basics
import Domain
import Testing

@Suite("Date of birth")
struct BirthDateTests {
    private func day(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: "\(text)T12:00:00Z")) }

    @Test("days that the calendar has, in the one form", arguments: ["2000-02-29", "2001-12-31", "1900-01-01"])
    func there(_ text: String) { #expect(BirthDate(iso: text) != nil) }

    @Test(
        "all else is no date",
        arguments: [
            "", "-", "--", "2001-02-29", "1900-02-29", "2001-04-31", "2001-00-10", "2001-13-01", "2001-01-00",
            "1899-12-31",
            "2001-1-1", "20010101", "2001-01-01 ", "+001-01-01", "2001-01--1", "9999999999-01-01", "2001-01-01-01",
        ]
    )
    func notThere(_ text: String) { #expect(BirthDate(iso: text) == nil) }

    @Test("somebody is a year older on the day")
    func birthday() throws {
        let born = try #require(BirthDate(iso: "2001-10-15"))
        #expect(try !born.isOld(years: 16, at: day("2017-10-14")))
        #expect(try born.isOld(years: 16, at: day("2017-10-15")))
        #expect(try born.isOld(years: 16, at: day("2018-01-01")))
        let leap = try #require(BirthDate(iso: "2004-02-29"))
        #expect(try !leap.isOld(years: 17, at: day("2021-02-28")))
        #expect(try leap.isOld(years: 17, at: day("2021-03-01")))
        #expect(try leap.isOld(years: 16, at: day("2020-02-29")))
    }
}
