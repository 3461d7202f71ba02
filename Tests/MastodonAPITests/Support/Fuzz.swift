// Random parameters from a seed: the same on every run.

import Basics

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

enum Fuzz {
    private static let names = [
        "status", "spoiler_text", "visibility", "sensitive", "language", "in_reply_to_id", "media_ids[]", "media_ids",
        "poll[options][]", "id[]", "id", "limit", "max_id", "min_id", "since_id", "any[]", "all", "none[]", "pinned",
        "tagged", "exclude_replies", "exclude_reblogs", "only_media", "remote", "local", "after", "scheduled_at",
        "a[b][c]",
    ]
    private static let values = [
        "", "a", "true", "0", "1", "-1", "20", "public", "direct", "private", "everyone", "en", "xx", "#x @bob",
        "99999999999999999999", "-9223372036854775808", "1e9", "null", "<b>", "'", "\u{0}", "\u{FFFD}", "👩‍👩‍👧‍👦", "%", "é",
        "https://example.org/x", "\n", "[]", "{}", "2030-01-01T00:00:00Z",
    ]

    private static func value(_ ids: [String], _ random: inout SeededGenerator) -> String {
        let pool = Bool.random(using: &random) ? values : ids
        return pool.randomElement(using: &random) ?? ""
    }

    static func form(_ ids: [String], _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0..<7, using: &random)).map { _ in
            let name = names.randomElement(using: &random) ?? ""
            return "\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value(ids, &random)))"
        }.joined(separator: "&")
    }

    static func json(_ ids: [String], _ random: inout SeededGenerator) -> String {
        let members = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
            "\(JSONText.string(names.randomElement(using: &random) ?? "")):\(jsonValue(ids, 0, &random))"
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func jsonValue(_ ids: [String], _ depth: Int, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 9 : 6), using: &random) {
        case 0: "null"
        case 1: Bool.random(using: &random) ? "true" : "false"
        case 2: "\(Int64.random(in: Int64.min...Int64.max, using: &random))"
        case 3: "\(Int.random(in: -3..<50, using: &random)).5e3"
        case 6: "[\(jsonValue(ids, depth + 1, &random)),\(jsonValue(ids, depth + 1, &random))]"
        case 7: #"{"0":\#(jsonValue(ids, depth + 1, &random)),"x":\#(jsonValue(ids, depth + 1, &random))}"#
        default: JSONText.string(value(ids, &random))
        }
    }

    static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

/// JSON from texts, for requests.
enum JSONText {
    static func string(_ text: String) -> String {
        var json = JSONWriter()
        json.string(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    static func object(_ members: KeyValuePairs<String, String>) -> String {
        "{\(members.map { "\(string($0.key)):\(string($0.value))" }.joined(separator: ","))}"
    }
}
