// What a form was answered with, for a moment, so that a browser can be led to it.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import Services
internal import Synchronization

/// A page that answers a POST is an entry of its own in a browser's history, and a step back to it asks to send the form again, under
/// the address of the form. So the page is put aside, and the browser led to `/notice` (RFC 9110, 15.4.4), which shows it to the
/// holder of the cookie. In memory of this node and bounded. Another node, and this one when it is too late, has what the page said in a
/// few words: they are in the cookie as well, which on HTTPS only this server can set. Not those of a call's forms: a browser writes
/// cookies to its disk, and nothing there is to tell which call somebody wanted to answer.
final class SentForms: Sendable {
    static let path = "/notice"
    private static let lifetime = Duration.seconds(600)
    private static let largest = 1 << 16
    private struct Kept {
        var answer: PageAnswer
        var until: Timestamp
        /// Who sent the form, as far as it is known; and whether they were signed in.
        var writer: Int64?
        var isSignedIn: Bool
    }
    private let answers = Mutex(LRU<String, Kept>(capacity: 256))
    private let clock: Clock

    init(clock: Clock) { self.clock = clock }

    /// The way to the page instead of the page; the answer itself where it is none, is not to be put aside, or the client no browser that
    /// shows pages (Fetch Metadata, 2.2: a browser says "navigate").
    func lead(to answer: PageAnswer, _ request: Request, _ formRequest: FormRequest) -> PageAnswer {
        let isSecure = formRequest.site.isSecure
        let isPage =
            answer.mayBePutAside && !answer.html.isEmpty && answer.html.utf8.count <= SentForms.largest
            && answer.file == nil
        guard request.method == .post, request.headers[.fetchMode] == "navigate", isPage else { return answer }
        let token = RandomToken.make()
        let isOfCall = request.uri.path.hasPrefix("/calls/")
        let words = isOfCall ? "" : Notice(answer, form: request.form).cookieValue
        var way = PageAnswer(status: .seeOther, headers: [.location: SentForms.path])
        way.headers[values: .setCookie] = answer.headers[values: .setCookie]
        let account = answer.endsSession ? nil : formRequest.session?.accountID ?? answer.reader
        var kept = Kept(
            answer: answer,
            until: clock.now() + SentForms.lifetime,
            writer: answer.endsSession ? nil : account ?? formRequest.writer,
            isSignedIn: account != nil
        )
        kept.answer.headers[.setCookie] = nil
        answers.withLock { [kept] in $0.set(kept, for: token) }
        return way.setting(
            PageCookie(
                name: SentForms.cookie(isSecure),
                value: "\(token).\(words)",
                seconds: 600,
                isSecure: isSecure
            )
        )
    }

    /// The page that was put aside for this browser; what it said where the page is not here.
    func answer(to request: Request, _ formRequest: FormRequest) -> PageAnswer? {
        guard let value = request.cookie(SentForms.cookie(formRequest.site.isSecure)),
            let end = value.firstIndex(of: ".")
        else { return nil }
        let (token, now) = (String(value[..<end]), clock.now())
        let kept = answers.withLock { $0.value(for: token) }
        if let kept {
            // With this browser somebody else may have signed in meanwhile.
            let reader = formRequest.session?.accountID
            guard reader == nil ? !kept.isSignedIn : kept.writer == nil || kept.writer == reader else { return nil }
            return now < kept.until ? kept.answer : nil
        }
        return Notice(cookieValue: value[value.index(after: end)...]).map { formRequest.page($0) }
    }

    private static func cookie(_ isSecure: Bool) -> String { isSecure ? "__Host-chorus_notice" : "chorus_notice" }
}

extension Request {
    /// Where the form is that was sent: with where its sender goes on to, and who brings them along, and nothing else of its query.
    fileprivate var form: String {
        let kept = FormFields(FormFields(uri.query ?? "").pairs.filter { ["return_to", "invite"].contains($0.name) })
        return kept.pairs.isEmpty ? uri.path : "\(uri.path)?\(kept.query())"
    }
}

extension HTTPField.Name {
    fileprivate static let fetchMode = HTTPField.Name("Sec-Fetch-Mode") ?? .server
}
