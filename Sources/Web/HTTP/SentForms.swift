// What a form was answered with, for a moment, so that a browser can be led to it.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// A page that answers a POST is an entry of its own in a browser's history, and a step back to it asks to send the form again, under
/// the address of the form. So the page is put aside, and the browser led to `/notice` (RFC 9110, 15.4.4), which shows it to the
/// holder of the cookie. In memory of this node and bounded: whoever comes too late is told that the form could not be read.
final class SentForms: Sendable {
    static let path = "/notice"
    private static let lifetime = Duration.seconds(600)
    private static let largest = 1 << 16
    private let answers = Mutex(LRU<String, (answer: PageAnswer, until: Timestamp)>(capacity: 256))
    private let clock: Clock

    init(clock: Clock) { self.clock = clock }

    /// The way to the page instead of the page; the answer itself where it is none, or the client no browser that shows pages
    /// (Fetch Metadata, 2.2: a browser says "navigate").
    func lead(to answer: PageAnswer, _ request: Request, isSecure: Bool) -> PageAnswer {
        let isPage = !answer.html.isEmpty && answer.html.utf8.count <= SentForms.largest && answer.file == nil
        guard request.method == .post, request.headers[.fetchMode] == "navigate", isPage else { return answer }
        let token = RandomToken.make()
        var way = PageAnswer(status: .seeOther, headers: [.location: SentForms.path])
        way.headers[values: .setCookie] = answer.headers[values: .setCookie]
        var kept = answer
        kept.headers[.setCookie] = nil
        let until = clock.now() + SentForms.lifetime
        answers.withLock { $0.set((kept, until), for: token) }
        return way.setting(PageCookie(name: SentForms.cookie, value: token, seconds: 600, isSecure: isSecure))
    }

    /// The page that was put aside for this browser.
    func answer(to request: Request) -> PageAnswer? {
        guard let token = request.cookies[SentForms.cookie]?.value else { return nil }
        let now = clock.now()
        return answers.withLock { $0.value(for: token) }.flatMap { now < $0.until ? $0.answer : nil }
    }

    private static let cookie = "chorus_notice"
}

extension HTTPField.Name {
    fileprivate static let fetchMode = HTTPField.Name("Sec-Fetch-Mode") ?? .server
}
