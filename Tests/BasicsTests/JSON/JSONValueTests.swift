// Reading JSON: a table of what is accepted and refused, and a seeded fuzz.

import Basics
import Testing

@Suite struct JSONValueTests {
    @Test(
        "values are read as RFC 8259 says",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("\tfalse\r\n", .bool(false)),
            ("0", .number("0")), ("-0", .number("-0")), ("12.50", .number("12.50")), ("-1.5E+10", .number("-1.5E+10")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            (#""""#, .string("")), (#""a""#, .string("a")), (#""猫 é""#, .string("猫 é")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u0041\u00e9\u732B""#, .string("Aé猫")),
            (#""\uD83D\uDE00!""#, .string("😀!")), (#""a\u0000b""#, .string("a\0b")), (#""\u007f""#, .string("\u{7F}")),
            ("[]", .array([])), ("[ ]", .array([])),
            ("[1,[2] , \"3\"]", .array([.number("1"), .array([.number("2")]), .string("3")])),
            ("{}", .object([])), ("{ }", .object([])),
            (
                #"{"b":1, "a" : {"c":null}}"#,
                .object([
                    .init(key: "b", value: .number("1")),
                    .init(key: "a", value: .object([.init(key: "c", value: .null)])),
                ])
            ),
            ("\u{FEFF}[]", .array([])),
        ]
    )
    func accepted(text: String, value: JSONValue) throws {
        #expect(try JSONValue.parse(Array(text.utf8)) == value)
    }

    @Test(
        "a lone surrogate becomes the replacement character",
        arguments: [
            (#""\uD800""#, "\u{FFFD}"), (#""\uDC00x""#, "\u{FFFD}x"), (#""\uD800\u0041""#, "\u{FFFD}A"),
            (#""\uD800\uD83D\uDE00""#, "\u{FFFD}😀"), (#""\uD800\n""#, "\u{FFFD}\n"),
        ]
    )
    func surrogates(text: String, value: String) throws {
        #expect(try JSONValue.parse(Array(text.utf8)) == .string(value))
    }

    @Test("of two members with one key the last counts, in the place of the first")
    func duplicates() throws {
        let small = try JSONValue.parse(Array(#"{"a":1,"b":2,"a":3}"#.utf8))
        #expect(small == .object([.init(key: "a", value: .number("3")), .init(key: "b", value: .number("2"))]))
        let many = (0..<40).map { #""k\#($0 % 30)":\#($0)"# }.joined(separator: ",")
        let large = try JSONValue.parse(Array("{\(many)}".utf8))
        #expect(large["k0"] == .number("30"))
        #expect(large["k9"] == .number("39"))
        #expect(large["k29"] == .number("29"))
        guard case .object(let members) = large else { return }
        #expect(members.map(\.key) == (0..<30).map { "k\($0)" })
    }

    @Test(
        "what is broken is refused with its place",
        arguments: [
            ("", 0), ("  ", 2), ("nul", 0), ("nulL", 0), ("True", 0), ("tru", 0), ("[1,]", 3), ("[1 2]", 3), ("[", 1),
            ("[1", 2), ("{", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), ("{a:1}", 1), ("{1:1}", 1),
            ("{} {}", 3), ("1 1", 2),
            ("01", 0), ("-", 1), ("1.", 2), (".5", 0), ("1e", 2), ("1e+", 3), ("+1", 0), ("-01", 0), ("NaN", 0),
            ("Infinity", 0),
            (#"""#, 0), (#""a"#, 0), (#""\"#, 2), (#""\x""#, 1), (#""\u12""#, 1), (#""\uZZZZ""#, 1),
            (#""\uD800\u12""#, 7), ("\"\n\"", 1),
            ("'a'", 0), ("// a", 0), ("é", 0), ("]", 0),
        ]
    )
    func refused(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
        #expect(error?.offset == offset, "\(text): \(String(describing: error))")
        #expect(error?.reason.isEmpty == false)
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]]
    )
    func invalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        for text in [[quote] + bytes + [quote], [quote] + Array(#"\n"#.utf8) + bytes + [quote], bytes] {
            #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        }
    }

    @Test("64 levels are read, 65 are refused, and a million brackets do no harm")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        _ = try JSONValue.parse(nested(64))
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(65)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(500_000)) }
        let objects = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
        #expect(throws: JSONError.self) { try JSONValue.parse(objects) }
        // Depth is of nesting, not of count.
        let wide = Array(("[" + Array(repeating: "[]", count: 200).joined(separator: ",") + "]").utf8)
        _ = try JSONValue.parse(wide)
    }

    @Test("50,000 random and mutated texts never trap, and what is read can be written and read again")
    func fuzz() throws {
        var random = SeededRandom(state: 20_171_015)
        let seed = Array(
            #"{"status":"me too \u00e9\uD83D\uDE00","media_ids":[1,2.5e3,-0],"poll":{"a":[true,false,null]},"x":""}"#
                .utf8
        )
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\uD83D", "\\uDE00", "\\", "1", "-", ".", "e", "true", "null",
            " ", "é", "\u{FEFF}",
        ]
        for round in 0..<50_000 {
            var bytes: [UInt8] = []
            if round % 2 == 0 {
                bytes = seed
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0...2, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
                    }
                }
            } else {
                for _ in 0..<Int.random(in: 0...20, using: &random) {
                    bytes += (pieces.randomElement(using: &random) ?? "").utf8
                }
            }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            var writer = JSONWriter()
            writer.value(value)
            #expect(try JSONValue.parse(writer.bytes) == value)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let text): raw(Array(text.utf8))
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(text: member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}

/// A small seeded generator (Steele, Lea and Flood 2014), so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
