// Every style in which apps send parameters, read as one tree.

import Basics
import Testing

@testable import MastodonAPI

@Suite struct ParametersTests {
    private func form(_ text: String) throws -> Parameters {
        try Parameters.read(query: nil, contentType: "application/x-www-form-urlencoded", body: Array(text.utf8))
    }

    private func json(_ text: String) throws -> Parameters {
        try Parameters.read(query: nil, contentType: "application/json; charset=utf-8", body: Array(text.utf8))
    }

    private func multipart(_ parts: [(header: String, content: String)]) throws -> Parameters {
        var body = ""
        for part in parts {
            body += "--x42\r\nContent-Disposition: form-data; \(part.header)\r\n\r\n\(part.content)\r\n"
        }
        return try Parameters.read(
            query: nil,
            contentType: "multipart/form-data; boundary=x42",
            body: Array((body + "--x42--\r\n").utf8)
        )
    }

    /// One set of parameters in all styles: as query, form, multipart and JSON.
    private func inEveryStyle(_ fields: [(String, String)], _ object: String) throws -> [Parameters] {
        let encoded = fields.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let escaped = encoded.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "["): "%5B"
            case UInt8(ascii: "]"): "%5D"
            case UInt8(ascii: " "): "+"
            default: String(UnicodeScalar(byte))
            }
        }.joined()
        return [
            try Parameters.read(query: encoded, contentType: nil, body: []),
            try Parameters.read(query: escaped, contentType: nil, body: []), try form(encoded), try form(escaped),
            try multipart(fields.map { (#"name="\#($0.0)""#, $0.1) }), try json(object),
        ]
    }

    @Test("plain values come the same way in every style")
    func plain() throws {
        let all = try inEveryStyle(
            [
                ("status", "me too"), ("sensitive", "true"), ("limit", "20"), ("in_reply_to_id", "42"),
                ("spoiler_text", ""),
            ],
            #"{"status":"me too","sensitive":true,"limit":20,"in_reply_to_id":"42","spoiler_text":""}"#
        )
        for parameters in all {
            #expect(try parameters.text("status") == "me too")
            #expect(try parameters.bool("sensitive") == true)
            #expect(try parameters.text("sensitive") == "true")
            #expect(try parameters.int("limit") == 20)
            #expect(try parameters.id("in_reply_to_id") == 42)
            #expect(try parameters.text("spoiler_text") == "")
            #expect(try parameters.bool("spoiler_text") == nil)
            #expect(try parameters.int("spoiler_text") == nil)
            #expect(try parameters.text("language") == nil)
            #expect(parameters.contains("spoiler_text"))
            #expect(!parameters.contains("language"))
        }
    }

    @Test("lists come the same way in every style")
    func lists() throws {
        for parameters in try inEveryStyle([("id[]", "1"), ("id[]", "2"), ("id[]", "x")], #"{"id":[1,"2","x"]}"#) {
            #expect(try parameters.texts("id") == ["1", "2", "x"])
            #expect(try parameters.ids("id") == [1, 2])
        }
        for parameters in try inEveryStyle(
            [("id[1]", "b"), ("id[0]", "a"), ("id[10]", "c")],
            #"{"id":{"10":"c","1":"b","0":"a"}}"#
        ) {
            #expect(try parameters.texts("id") == ["a", "b", "c"])
        }
        for parameters in try inEveryStyle([("id", "1")], #"{"id":1}"#) {
            #expect(try parameters.ids("id") == [1])
        }
        for parameters in try inEveryStyle(
            [("poll[options][]", "Me too"), ("poll[options][]", "I stand with you"), ("poll[expires_in]", "300")],
            #"{"poll":{"options":["Me too","I stand with you"],"expires_in":300}}"#
        ) {
            #expect(try parameters.texts("poll", "options") == ["Me too", "I stand with you"])
            #expect(try parameters.object("poll")?.int("expires_in") == 300)
            #expect(try parameters.object("poll")?.texts("options").count == 2)
        }
    }

    @Test("lists of objects come the same way in every style")
    func objects() throws {
        let all =
            try inEveryStyle(
                [
                    ("fields_attributes[0][name]", "Site"), ("fields_attributes[0][value]", "a"),
                    ("fields_attributes[1][name]", "Pronouns"), ("fields_attributes[1][value]", "they"),
                ],
                #"{"fields_attributes":{"1":{"name":"Pronouns","value":"they"},"0":{"name":"Site","value":"a"}}}"#
            )
            + inEveryStyle(
                [
                    ("fields_attributes[][name]", "Site"), ("fields_attributes[][value]", "a"),
                    ("fields_attributes[][name]", "Pronouns"), ("fields_attributes[][value]", "they"),
                ],
                #"{"fields_attributes":[{"name":"Site","value":"a"},{"name":"Pronouns","value":"they"}]}"#
            )
        for parameters in all {
            let fields = try #require(try parameters.elements("fields_attributes"))
            #expect(try fields.map { try $0.text("name") } == ["Site", "Pronouns"])
            #expect(try fields.map { try $0.text("value") } == ["a", "they"])
        }
        let single = try #require(try json(#"{"fields_attributes":{"name":"Site"}}"#).elements("fields_attributes"))
        #expect(try single.map { try $0.text("name") } == ["Site"])
        #expect(try form("fields_attributes=").elements("fields_attributes")?.isEmpty == true)
        #expect(try form("a=b").elements("fields_attributes") == nil)
        #expect(try form("source[privacy]=private&source[language]=").text("source", "privacy") == "private")
        #expect(try form("poll=").object("poll") == nil)
    }

    @Test("the body wins over the query, name by name, whatever the method")
    func merged() throws {
        let parameters = try Parameters.read(
            query: "status=query&visibility=private&id[]=1",
            contentType: "application/json",
            body: Array(#"{"status":"body","id":[2]}"#.utf8)
        )
        #expect(try parameters.text("status") == "body")
        #expect(try parameters.text("visibility") == "private")
        #expect(try parameters.ids("id") == [2])
    }

    @Test(
        "booleans are what Mastodon takes for them",
        arguments: [
            ("true", true), ("false", false), ("1", true), ("0", false), ("on", true), ("off", false), ("t", true),
            ("f", false),
            ("TRUE", true), ("", nil),
        ] as [(String, Bool?)]
    )
    func bools(text: String, value: Bool?) throws {
        #expect(try form("a=\(text)").bool("a") == value)
    }

    @Test("null of JSON is there but says nothing")
    func null() throws {
        let parameters = try json(#"{"language":null,"sensitive":null,"limit":null,"media_ids":null,"poll":null}"#)
        #expect(parameters.contains("language"))
        #expect(try parameters.text("language") == nil)
        #expect(try parameters.bool("sensitive") == nil)
        #expect(try parameters.int("limit") == nil)
        #expect(try parameters.ids("media_ids") == [])
        #expect(try parameters.object("poll") == nil)
        #expect(parameters.isBlank("poll") && parameters.isBlank("media_ids") && parameters.isBlank("absent"))
        let blank = try json(#"{"a":[],"b":"","c":{},"d":[1],"e":"x","f":0}"#)
        #expect(["a", "b", "c", "d", "e", "f"].map { blank.isBlank($0) } == [true, true, true, false, false, false])
    }

    @Test(
        "a value of the wrong shape is an error that names it",
        arguments: [
            (#"{"a":[1]}"#, "text", "Parameter a must be a text"),
            (#"{"a":{"b":1}}"#, "text", "Parameter a must be a text"),
            (#"{"a":"maybe"}"#, "bool", "Parameter a must be true or false"),
            (#"{"a":[]}"#, "bool", "Parameter a must be true or false"),
            (#"{"a":"x"}"#, "int", "Parameter a must be a whole number"),
            (#"{"a":1.5}"#, "int", "Parameter a must be a whole number"),
            (#"{"a":1e3}"#, "int", "Parameter a must be a whole number"),
            (#"{"a":99999999999999999999}"#, "int", "Parameter a must be a whole number"),
            (#"{"a":[1]}"#, "id", "Parameter a must be an id"),
            (#"{"a":[[1]]}"#, "texts", "Parameter a must be a list of texts"),
            (#"{"a":{"b":1}}"#, "texts", "Parameter a must be a list"),
            (#"{"a":"x"}"#, "object", "Parameter a must be an object"),
            (#"{"a":"x"}"#, "elements", "Parameter a must be a list of objects"),
            (#"{"a":[1]}"#, "elements", "Parameter a[0] must be an object"),
            (#"{"a":[{"b":[]}]}"#, "inner", "Parameter a[0][b] must be a text"),
            (#"{"a":"x"}"#, "file", "Parameter a must be a file"),
        ]
    )
    func wrongShape(body: String, accessor: String, message: String) throws {
        let parameters = try json(body)
        let error = #expect(throws: ParameterError.self) {
            switch accessor {
            case "text": _ = try parameters.text("a")
            case "bool": _ = try parameters.bool("a")
            case "int": _ = try parameters.int("a")
            case "id": _ = try parameters.id("a")
            case "texts": _ = try parameters.texts("a")
            case "object": _ = try parameters.object("a")
            case "elements": _ = try parameters.elements("a")
            case "file": _ = try parameters.file("a")
            default: _ = try parameters.elements("a")?.first?.text("b")
            }
        }
        #expect(error?.sentence.english == message)
        #expect(error?.isMalformed == false)
    }

    @Test("ids that are no number name nothing, whole numbers may be written as 20.0")
    func numbers() throws {
        for text in ["x", "", "12x", "-", "%2B5", "-5", "1.0", "99999999999999999999"] {
            #expect(try form("id=\(text)").id("id") == nil)
        }
        #expect(try json(#"{"limit":20.0}"#).int("limit") == 20)
        #expect(try form("limit=-5").int("limit") == -5)
    }

    @Test("percent-decoding, plus signs and odd pairs")
    func decoding() throws {
        let parameters = try form("a+b=c+d%2Be&%E7%8C%AB=%E7%8C%AB&&=x&flag&e=f=g&bad=%zz%4&last=1&last=2&")
        #expect(try parameters.text("a b") == "c d+e")
        #expect(try parameters.text("猫") == "猫")
        #expect(try parameters.text("") == "x")
        #expect(parameters.contains("flag"))
        #expect(try parameters.text("flag") == nil)
        #expect(try parameters.text("e") == "f=g")
        #expect(try parameters.text("bad") == "%zz%4")
        #expect(try parameters.text("last") == "2")
        #expect(try form("a[b=1&c]=2&[]=3&d[x]y=4&e[=5").root.fields.map(\.name) == ["a[b", "c]", "[]", "d[x]y", "e["])
    }

    @Test("NUL is left out of texts and names")
    func nul() throws {
        #expect(try form("a%00=b%00c").text("a") == "bc")
        #expect(try json(#"{"a\u0000":["b\u0000c"]}"#).texts("a") == ["bc"])
        #expect(try multipart([(#"name="a""#, "b\0c")]).text("a") == "bc")
    }

    @Test("files keep name, type and bytes")
    func files() throws {
        let body =
            Array(
                "preamble\r\n--x42 \r\ncontent-disposition: form-data; name=\"avatar\"; filename=\"C:\\a%22\\\"b.png\"\r\nContent-Type: Image/PNG\r\n\r\n"
                    .utf8
            )
            + [0, 255, 13, 10, 45, 45, 120]
            + Array("\r\n--x42\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n".utf8)
            + Array(
                "--x42\r\nContent-Disposition: form-data; name=\"header\"; filename=\"\"\r\n\r\n\r\n--x42--\r\nepilogue"
                    .utf8
            )
        let parameters = try Parameters.read(
            query: nil,
            contentType: "Multipart/Form-Data; Boundary=\"x42\"",
            body: body
        )
        let file = try #require(try parameters.file("avatar"))
        #expect(file.filename == "C:\\a\"\"b.png")
        #expect(file.contentType == "image/png")
        #expect(file.bytes == [0, 255, 13, 10, 45, 45, 120])
        #expect(try parameters.text("empty") == "")
        #expect(!parameters.contains("header"))
        #expect(throws: ParameterError.self) { try parameters.text("avatar") }
        #expect(throws: ParameterError.self) { try parameters.texts("avatar") }
    }

    @Test("bodies that carry no parameters are left alone, a body without a type is a form")
    func types() throws {
        #expect(try Parameters.read(query: nil, contentType: "text/plain", body: Array("a=b".utf8)).isEmpty)
        #expect(try Parameters.read(query: nil, contentType: "image/png", body: [0xFF]).isEmpty)
        #expect(try Parameters.read(query: nil, contentType: nil, body: Array("a=b".utf8)).text("a") == "b")
        #expect(try Parameters.read(query: nil, contentType: "application/json", body: []).isEmpty)
        #expect(try Parameters.read(query: "", contentType: nil, body: []).isEmpty)
        #expect(try json("null").isEmpty)
        let linked = try Parameters.read(query: nil, contentType: "application/ld+json", body: Array(#"{"a":1}"#.utf8))
        #expect(try linked.int("a") == 1)
    }
}
