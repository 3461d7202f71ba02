// What templates may say, and what they are refused for.
import Testing

@testable import Web

@Suite struct TemplateTests {
    private func render(_ templates: [(name: String, text: String)], _ fields: Fields = Fields([:])) throws -> String {
        try TemplateLibrary(templates).render(templates[0].name, fields)
    }

    private func render(_ text: String, _ fields: Fields) throws -> String { try render([("page", text)], fields) }

    @Test("values are written, escaped by their type; what is missing is nothing")
    func values() throws {
        let fields = Fields([
            "name": .text("A & <B>"), "none": .text(nil), "flag": .flag(true), "link": .link("javascript:alert(1)"),
            "inner": .one(Fields(["name": .text("C")])),
        ])
        let text = "[{{.name}}|{{.none}}|{{.flag}}|{{.link}}|{{.inner.name}}|{{.inner.none.name}}]"
        #expect(try render(text, fields) == "[A &amp; &lt;B&gt;||||C|]")
    }

    @Test("a section is written for what is there, an inverted one for what is not")
    func sections() throws {
        let fields = Fields([
            "yes": .flag(true), "no": .flag(false), "text": .text("t"), "empty": .text(""), "none": .text(nil),
            "list": .many([Fields(["n": .text("1")]), Fields(["n": .text("2")])]), "nobody": .many([]),
            "one": .one(Fields(["n": .text("3")])), "n": .text("0"),
        ])
        #expect(
            try render("{{#.yes}}a{{.n}}{{/.yes}}{{#.no}}b{{/.no}}{{^.no}}c{{/.no}}{{^.yes}}d{{/.yes}}", fields)
                == "a0c"
        )
        #expect(
            try render(
                "{{#.text}}<{{.}}>{{/.text}}{{#.empty}}e{{/.empty}}{{#.none}}f{{/.none}}{{^.none}}g{{/.none}}",
                fields
            ) == "<t>eg"
        )
        #expect(
            try render(
                "{{#.list}}{{.n}},{{/.list}}{{#.nobody}}h{{/.nobody}}{{^.nobody}}i{{/.nobody}}{{^.list}}j{{/.list}}",
                fields
            ) == "1,2,i"
        )
        #expect(
            try render("{{#.one}}{{.n}}{{#.yes}}never{{/.yes}}{{/.one}}", fields) == "3",
            "names of a group outside"
        )
    }

    @Test("a tag alone in its line takes the line with it, and only then")
    func lines() throws {
        let fields = Fields([
            "yes": .flag(true), "list": .many([Fields(["n": .text("1")]), Fields(["n": .text("2")])]),
        ])
        #expect(try render("a\n  {{#.yes}}  \nb\n{{/.yes}}\nc\n", fields) == "a\nb\nc\n")
        #expect(try render("{{#.list}}\n{{#.n}}\n<{{.}}>\n{{/.n}}\n{{/.list}}", fields) == "<1>\n<2>\n")
        #expect(try render("a {{#.yes}}b{{/.yes}}\n{{#.yes}}c {{/.yes}}d\n", fields) == "a b\nc d\n")
        #expect(try render("{{#.yes}}\n\n{{/.yes}}\n", fields) == "\n")
    }

    @Test("templates call each other, and fill the blocks of their parent")
    func others() throws {
        let templates = [
            ("page", "{{<layout}}\n{{$main}}\n<p>{{.name}}</p>\n{{>more}}\n{{/main}}\n{{/layout}}\n"),
            ("layout", "<main>\n{{$main}}nothing{{/main}}\n</main>\n{{$foot}}foot{{/foot}}"),
            ("more", "({{.name}}{{#.more}}{{>more}}{{/.more}})\n"),
        ]
        let fields = Fields(["name": .text("a"), "more": .one(Fields(["name": .text("b")]))])
        #expect(try render(templates, fields) == "<main>\n<p>a</p>\n(a(b)\n)\n\n</main>\nfoot")
        #expect(try TemplateLibrary(templates).render("layout", fields) == "<main>\nnothing\n</main>\nfoot")
        #expect(try TemplateLibrary(templates).render("other", fields) == "")
    }

    @Test(
        "a malformed template is refused as it is read",
        arguments: [
            ("{{#.a}}", ".a does not end"), ("{{#.a}}{{/.b}}", "{{/.b}} ends .a"), ("{{/.a}}", "{{/.a}} ends nothing"),
            ("{{.a", "a tag does not end"), ("{{a}}", "{{a}} is not a tag that pages use"),
            ("{{{.a}}}", "{{{.a}} is not a tag that pages use"), ("{{}}", "{{}} is not a tag that pages use"),
            ("{{#a}}{{/a}}", "a does not begin with a dot"), ("{{>other}}", "there is no other"),
            ("{{<other}}{{/other}}", "there is no other"),
        ]
    )
    func malformed(_ text: String, _ problem: String) {
        let error = #expect(throws: TemplateError.self) { try render(text, Fields([:])) }
        #expect(error.map { "\($0)" } == "Template page: \(problem)")
    }
}
