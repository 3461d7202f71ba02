import Basics
import Testing

@Suite struct PlaceholdersTests {
    @Test("names are replaced by their values, and nothing else is")
    func fill() {
        let values = ["n": "3", "name": "Ana {n}", "日": "day"]
        let texts = [
            ("", ""), ("no names", "no names"), ("{n} answers", "3 answers"), ("{name} and {n}", "Ana {n} and 3"),
            ("{{n}}", "{3}"), ("{n", "{n"), ("{}", "{}"), ("{other} {n}", "{other} 3"), ("{a{n}", "{a3"),
            ("}{n}{", "}3{"),
            ("{日}目", "day目"),
        ]
        for (text, filled) in texts {
            #expect(Placeholders.fill(text, values) == filled)
            #expect(Placeholders.fill(text) { values[String($0)] } == filled)
        }
        #expect(Placeholders.fill("{n}", [:]) == "{n}")
    }
}
