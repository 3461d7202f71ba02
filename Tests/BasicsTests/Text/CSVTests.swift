// Comma-separated values as they come: every system's line ends and encodings, and what is no such file.
import Basics
import Testing

@Suite("CSV")
struct CSVTests {
    private func parse(_ text: String, _ limits: CSV.Limits = CSV.Limits()) throws -> [[String]] {
        try CSV.parse(Array(text.utf8), limits)
    }

    @Test(
        "fields and lines",
        arguments: [
            ("", []), ("a", [["a"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a\r\n\r\nb\rc", [["a"], ["b"], ["c"]]),
            ("\"a,\"\"b\"\"\r\nc\",d", [["a,\"b\"\r\nc", "d"]]), ("a,,\n,", [["a", "", ""], ["", ""]]),
            ("\"\"\n\n\"\",\"\"\n", [[""], ["", ""]]), ("5\" wide,\"x\"", [["5\" wide", "x"]]),
            ("ä\u{1F331},ß", [["ä\u{1F331}", "ß"]]),
            // Signs that join the comma or the quotation mark before them.
            ("\"a,\u{200D}\",b", [["a,\u{200D}", "b"]]), ("\"\"\"\u{301}a\",b", [["\"\u{301}a", "b"]]),
        ] as [(String, [[String]])]
    )
    func fields(_ text: String, _ expected: [[String]]) throws {
        #expect(try parse(text) == expected)
        #expect(try CSV.parse([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        #expect(try CSV.parse([0xFF, 0xFE] + little) == expected)
        #expect(try CSV.parse([0xFE, 0xFF] + big) == expected)
        #expect(try parse(expected.map(CSV.line).joined()) == expected)
    }

    @Test(
        "what is no such file is refused by one sentence",
        arguments: [
            (Array("a\0b".utf8), .notText), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .notText),
            ([0x61, 0xFF, 0x62], .notText), ([0xFF, 0xFE, 0x61], .notText), ([0xFF, 0xFE, 0x00, 0xD8], .notText),
            ([0x61, 0x00, 0x62, 0x00], .notText), (Array("a\n\"b\nc".utf8), .unbalanced(line: 2)),
            (Array("\"a\nb\"c".utf8), .unbalanced(line: 1)), (Array("a,b,c,d".utf8), .tooManyFields(line: 1)),
            (Array("a\n123456789".utf8), .tooLong(line: 2)), (Array("\"123456789\"".utf8), .tooLong(line: 1)),
            (Array("a\nb\nc\nd".utf8), .tooManyLines(3)),
        ] as [([UInt8], CSVError)]
    )
    func refusals(_ bytes: [UInt8], _ expected: CSVError) {
        let limits = CSV.Limits(lines: 3, fields: 3, bytes: 8)
        #expect(throws: expected) { try CSV.parse(bytes, limits) }
        #expect(!expected.description.isEmpty)
    }

    @Test("random bytes never trap")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("a,\"\r\n".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x00, 0xC3, 0xA4]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...24, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            for start in [[], [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
                guard let lines = try? CSV.parse(start + bytes) else { continue }
                #expect(lines.allSatisfy { !$0.isEmpty })
            }
        }
    }
}
