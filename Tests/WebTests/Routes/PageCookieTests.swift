// What a browser sends back.
import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite struct PageCookieTests {
    @Test(
        "a cookie is found by its whole name, among others and in any line",
        arguments: [
            ("a=1", "a", "1"), ("b=2; a=1", "a", "1"), ("b=2;a=1", "a", "1"), ("aa=2; a=1", "a", "1"),
            ("a2=2; xa=3; a=", "a", ""), ("a=1; a=2", "a", "1"), ("b=a=1; a=x=y", "a", "x=y"), ("", "a", nil),
            ("A=1", "a", nil), ("a", "a", nil), ("; ;=;a", "a", nil), ("b=\u{65E5}; a=\u{672C}", "a", "\u{672C}"),
        ] as [(String, String, String?)]
    )
    func find(header: String, name: String, value: String?) {
        var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        request.headerFields[.cookie] = header
        #expect(Request(head: request, body: .init(buffer: .init())).cookie(name) == value)
        request.headerFields[values: .cookie] = ["z=0", header]
        #expect(Request(head: request, body: .init(buffer: .init())).cookie(name) == value)
    }
}
