// Broken and hostile parameters: a clear error or a sound tree, never a trap.

import Basics
import Testing

@testable import MastodonAPI

@Suite struct HostileParametersTests {
    private static let json = "application/json"
    private static let form = "application/x-www-form-urlencoded"
    private static let multipart = "multipart/form-data; boundary=b"

    @Test(
        "broken bodies are malformed, with a sentence",
        arguments: [
            (json, "{", "The JSON body is malformed at byte 1: expected a member's name in quotes"),
            (json, "[1]", "The JSON body must be an object"), (json, "\"a\"", "The JSON body must be an object"),
            (form, "a=%FF", "Parameter a is not valid UTF-8"), (form, "%C3=1", "A parameter's name is not valid UTF-8"),
            (form, "a=1&a[]=2", "Parameter a is given in two ways that do not go together"),
            (form, "a[]=1&a[b]=2", "Parameter a is given in two ways that do not go together"),
            (form, "a[b]=1&a[b][c]=2", "Parameter b is given in two ways that do not go together"),
            (form, "a[][]=1", "Lists of lists cannot be written with brackets"),
            ("multipart/form-data", "x", "The Content-Type multipart/form-data has no boundary"),
            ("multipart/form-data; boundary=", "x", "The boundary of the multipart body must have 1 to 70 characters"),
            (multipart, "x", "The multipart body does not contain its boundary"),
            (multipart, "--b\r\n", "A part of the multipart body has no end of its header"),
            (multipart, "--bx\r\n", "A delimiter of the multipart body is not followed by a line end"),
            (multipart, "--b\r\n\r\n\r\n--b--", "A part of the multipart body has no name"),
            (multipart, "--b\r\nA: b\r\n\r\n\r\n--b--", "A part of the multipart body has no name"),
            (
                multipart, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx",
                "The multipart body ends within a part"
            ),
        ]
    )
    func broken(type: String, body: String, message: String) {
        let error = #expect(throws: ParameterError.self) {
            try Parameters.read(query: nil, contentType: type, body: Array(body.utf8))
        }
        #expect(error?.sentence.english == message)
        #expect(error?.isMalformed == true)
    }

    @Test("invalid UTF-8 in forms and parts is refused, in files it is kept")
    func invalidUTF8() throws {
        func part(_ header: String) -> [UInt8] {
            Array("--b\r\nContent-Disposition: form-data; name=a\(header)\r\n\r\n".utf8) + [0xFF]
                + Array("\r\n--b--".utf8)
        }
        #expect(throws: ParameterError.self) {
            try Parameters.read(query: nil, contentType: Self.multipart, body: part(""))
        }
        let kept = try Parameters.read(query: nil, contentType: Self.multipart, body: part("; filename=f"))
        #expect(try kept.file("a")?.bytes == [0xFF])
        #expect(throws: ParameterError.self) {
            try Parameters.read(query: nil, contentType: Self.form, body: Array("a=".utf8) + [0xFF])
        }
        #expect(throws: ParameterError.self) {
            try Parameters.read(query: nil, contentType: Self.json, body: Array(#"{"a":""#.utf8) + [0xFF, 0x22, 0x7D])
        }
    }

    @Test("too many, too deep and too long are refused in every style")
    func bounds() throws {
        let many = String(repeating: "a[]=1&", count: 1025)
        let list = "{\"a\":[" + Array(repeating: "1", count: 1025).joined(separator: ",") + "]}"
        let deep = "a" + String(repeating: "[b]", count: 9) + "=1"
        let deepList = "{\"a\":" + String(repeating: "[", count: 10) + String(repeating: "]", count: 10) + "}"
        let name = String(repeating: "n", count: 257)
        for query in [many, deep, "\(name)=1"] {
            #expect(throws: ParameterError.self) { try Parameters.read(query: query, contentType: nil, body: []) }
        }
        for body in [list, deepList, "{\"\(name)\":1}", "{\"a\":{\"\(name)\":1}}"] {
            #expect(throws: ParameterError.self) {
                try Parameters.read(query: nil, contentType: Self.json, body: Array(body.utf8))
            }
        }
        let most = String(repeating: "a[]=1&", count: 1024)
        #expect(try Parameters.read(query: most, contentType: nil, body: []).ids("a").count == 1024)
        #expect(throws: ParameterError.self) {
            try Parameters.read(query: "b=1", contentType: Self.form, body: Array(most.utf8))
        }
    }

    @Test("random and mutated requests never trap")
    func fuzz() {
        var random = SeededRandom(state: 42)
        let seeds: [(String, String)] = [
            (
                Self.form,
                "status=me+too&media_ids[]=1&poll[options][]=a%20b&fields_attributes[0][name]=x&k[][a]=1&k[][b]=2"
            ),
            (
                Self.json,
                #"{"status":"me too","media_ids":[1,"2"],"poll":{"options":["a"]},"f":{"0":{"name":"x"}},"n":null}"#
            ),
            (
                Self.multipart,
                "--b\r\nContent-Disposition: form-data; name=\"a[b]\"; filename=\"x\"\r\nContent-Type: image/png\r\n\r\nxy\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\nz\r\n--b--\r\n"
            ),
        ]
        let pieces = [
            "[", "]", "=", "&", "%", "%00", "%FF", "+", "\"", "\\", "\r\n", "--b", "--", ";", "{", "}", ",", ":", "[]",
            "[0]",
        ]
        for round in 0..<5_000 {
            let (type, seed) = seeds[round % seeds.count]
            var body = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &random)
                case 1: body.remove(at: place)
                case 2: body.removeSubrange(place..<min(body.count, place + Int.random(in: 0...9, using: &random)))
                default: body.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
                }
                if body.isEmpty { body = [0] }
            }
            let query = String(decoding: body, as: UTF8.self)
            let types = [type, Self.form, Self.json, Self.multipart, query]
            for type in [type, types.randomElement(using: &random) ?? type] {
                guard let parameters = try? Parameters.read(query: query, contentType: type, body: body) else {
                    continue
                }
                askEverything(parameters, depth: 0)
            }
        }
    }

    private func askEverything(_ parameters: Parameters, depth: Int) {
        guard depth < 12 else { return }
        for name in parameters.root.fields.map(\.name) {
            _ = try? parameters.text(name)
            _ = try? parameters.bool(name)
            _ = try? parameters.int(name)
            _ = try? parameters.id(name)
            _ = try? parameters.texts(name)
            _ = try? parameters.file(name)
            if let object = try? parameters.object(name) { askEverything(object, depth: depth + 1) }
            for element in (try? parameters.elements(name)) ?? [] { askEverything(element, depth: depth + 1) }
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
