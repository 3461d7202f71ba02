// Character references as the standard reads them (HTML Living Standard, 13.2.5.72).
import Testing

@testable import Basics

@Suite("Character references of HTML")
struct HTMLReferenceTests {
    @Test(
        "all named references of the standard are known",
        arguments: [
            ("Informaci&oacute;n &Lambda;&#x3B5;&xi;&iota;", "Información Λεξι"),
            ("&CounterClockwiseContourIntegral;", "\u{2233}"), ("&NotEqualTilde;", "\u{2242}\u{338}"),
            ("&ThickSpace;", "\u{205F}\u{200A}"), ("&zwnj;&zwj;", "\u{200C}\u{200D}"), ("&fjlig;", "fj"),
            ("&Zcaron;&Scaron;&nbsp;&there4;&frac12;", "ŽŠ\u{A0}∴½"),
        ]
    )
    func named(_ html: String, _ text: String) {
        #expect(HTML.decodingReferences(Array(html.utf8)) == text)
        #expect(HTML.plainText(fromHTML: "a\(html)b") == "a\(text)b")
    }

    @Test("the list is whole: 2,231 names, 106 of them without a semicolon too")
    func whole() {
        let entries = HTMLReference.list.withUTF8Buffer { Array($0) }.split(separator: UInt8(ascii: " "))
        #expect(entries.count == 2125)
        #expect(entries.filter { $0.contains(UInt8(ascii: "!")) }.count == 106)
        for entry in entries {
            let name = entry.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "!") }
            let html = "&\(String(decoding: name, as: UTF8.self));"
            #expect(HTML.decodingReferences(Array(html.utf8)) != html)
        }
    }

    @Test(
        "decoded once, by the longest name, and as text is read",
        arguments: [
            ("&amp;amp;", "&amp;"), ("&amp;lt;b&amp;gt;", "&lt;b&gt;"), ("&amp", "&"), ("&copy 2026", "© 2026"),
            ("&notin;", "∉"), ("&notit;", "¬it;"), ("&not;in", "¬in"), ("&oacut;", "&oacut;"), ("&AMP;&Amp;", "&&Amp;"),
            ("&#128;&#x99;", "€™"), ("&#0;", "\u{FFFD}"), ("&#xD800;&#1114112;", "\u{FFFD}\u{FFFD}"), ("&;&&", "&;&&"),
        ]
    )
    func longest(_ html: String, _ text: String) {
        #expect(HTML.decodingReferences(Array(html.utf8)) == text)
    }

    @Test(
        "addresses in attributes keep their parameters",
        arguments: [
            ("?a=1&copy=2&amp;b&reg", "?a=1&copy=2&b®"), ("?x&notit=1", "?x&notit=1"), ("&copy;&copy ", "©© "),
        ]
    )
    func attributes(_ html: String, _ text: String) {
        #expect(HTML.decodingReferences(Array(html.utf8), inAttribute: true) == text)
    }
}
