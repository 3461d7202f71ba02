// What is said of a page to a browser that another node answers.
import HTTPTypes
import Testing

@testable import Web

@Suite struct NoticeTests {
    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer() }

    @Test("the words of every page that answers a form are found, and come through a cookie")
    func words() throws {
        let wrong = "The login or the password is wrong & so on."
        let signIn = SignInPage(frame: Samples.guest, csrf: "x", error: wrong)
        var pages = [(renderer.signIn(signIn), "Sign in", wrong)]
        let message = MessagePage(frame: Samples.guest, title: "That was not counted.", text: "This call is closed.")
        pages.append((renderer.message(message), "That was not counted.", "This call is closed."))
        pages.append((renderer.form(Samples.form), "A form", "This is wrong."))
        for (html, title, text) in pages {
            let notice = Notice(.page(html, status: .unprocessableContent), form: "/auth/sign_in")
            #expect(notice.title == title && notice.text == text && notice.status == 422)
            let value = notice.cookieValue
            #expect(value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\";,\\".utf8.contains($0) })
            #expect(Notice(cookieValue: value[...]) == notice)
        }
    }

    @Test("a cookie that is long, or none of ours, does no harm")
    func bounds() {
        let long = String(repeating: "語", count: 5000)
        let html = "<h1>\(long)</h1><div role=\"alert\"><p>\(long)</p></div>"
        let notice = Notice(.page(html), form: "/\(long)")
        #expect(notice.cookieValue.utf8.count < 3000 && Notice(cookieValue: notice.cookieValue[...]) != nil)
        for value in ["", "200", "200.a.b", "200...", "99.YQ.YQ.YQ", "200.YQ.YQ.%", "x.YQ.YQ.YQ"] {
            #expect(Notice(cookieValue: value[...]) == nil, "\(value)")
        }
        #expect(Notice(cookieValue: "200.YQ.YQ.Ly9ldmlsLmV4YW1wbGU")?.form == "/")
    }
}
