// What a page request is answered with, and the headers that every page has: the one place that sets them.

internal import HTTPTypes
internal import Hummingbird
internal import Localization
internal import NIOCore
internal import Services

/// A page or a redirect.
struct PageAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var html = ""
    /// The body where it is no text.
    var bytes: [UInt8]?
    /// Path of a file that is the body.
    var file: String?
    /// The form of this page is answered by a redirect to an app, which may be of any scheme.
    var redirectsToApps = false
    /// The page has scripts of ours, which read figures from here.
    var runsScripts = false
    /// Nothing in it is for its reader alone or for a few, so that its length may tell of it: it is compressed
    /// (docs/decisions/0053-threads-compressed.md).
    var isOpen = false
    /// A file that somebody sent: whatever it is, nothing in it is run or loaded.
    var isInert = false
    /// Who has signed in by what this answers, and is therefore the only one to read it.
    var reader: Int64?
    /// May stand in a frame on any page. Never for a page that knows who looks: a frame can be made to be clicked.
    var isFramedAnywhere = false
    /// The page may be put aside for a moment (`SentForms`). Not one that gives back what is to be kept nowhere.
    var mayBePutAside = true
    /// Whoever asked is signed out by it, and reads it as nobody.
    var endsSession = false
    /// Addresses here may hold codes. Not "no-referrer": that would make our own forms come from the origin "null".
    var referrer = "same-origin"

    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> PageAnswer {
        PageAnswer(status: status, headers: [.contentType: "text/html; charset=utf-8"], html: html)
    }

    /// - Parameter address: bytes of RFC 3986 only, so that it cannot end the header line.
    static func redirect(_ address: String) -> PageAnswer {
        PageAnswer(status: .found, headers: [.location: address])
    }

    /// After a form: to a page that is loaded anew (RFC 9110, 15.4.4).
    /// - Parameter address: as in `redirect`.
    static func seeOther(_ address: String) -> PageAnswer {
        PageAnswer(status: .seeOther, headers: [.location: address])
    }

    /// A part of a page, for a script of ours.
    static func part(_ html: String, status: HTTPResponse.Status = .ok) -> PageAnswer { .page(html, status: status) }

    /// The same with the cookies of another.
    func taking(cookiesOf other: PageAnswer) -> PageAnswer {
        var answer = self
        answer.headers[values: .setCookie] += other.headers[values: .setCookie]
        answer.reader = other.reader ?? reader
        return answer
    }

    static func plain(_ sentence: String, _ status: HTTPResponse.Status) -> PageAnswer {
        PageAnswer(status: status, headers: [.contentType: "text/plain; charset=utf-8"], html: sentence + "\n")
    }

    /// Something to be kept as a file, and not to be opened here.
    ///
    /// - Parameter name: of the file; letters, digits, `-`, `_` and dots.
    static func download(_ name: String, type: String) -> PageAnswer {
        PageAnswer(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""]
        )
    }

    /// Says when to come again, where the server cannot serve now (RFC 9110 §15.6.4).
    var askingAgain: PageAnswer {
        guard status == .serviceUnavailable else { return self }
        var answer = self
        answer.headers[.retryAfter] = "5"
        return answer
    }

    /// The same page is asked for again after some seconds, by browsers that obey.
    func refreshing(seconds: Int) -> PageAnswer {
        var answer = self
        if let name = HTTPField.Name("Refresh") { answer.headers[name] = "\(seconds)" }
        return answer
    }

    /// A picture that pages elsewhere may show.
    static func picture(_ png: [UInt8], seconds: Int) -> PageAnswer {
        var answer = PageAnswer(
            status: .ok,
            headers: [.contentType: "image/png", .cacheControl: revalidated(seconds: seconds)]
        )
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { answer.headers[name] = "cross-origin" }
        answer.bytes = png
        return answer.tagged()
    }

    func setting(_ cookie: PageCookie) -> PageAnswer {
        var answer = self
        answer.headers.append(HTTPField(name: .setCookie, value: cookie.header))
        return answer
    }

    func response(_ site: Site) -> Response {
        var headers = headers
        for field in security(site) { headers[field.name] = field.value }
        // Pages know who looks at them, and forms hold proofs.
        if headers[.cacheControl] == nil {
            // The last word keeps proxies on the way from compressing it (RFC 9111 §5.2.2.6), as it keeps this server.
            headers[.cacheControl] = isOpen ? "private, no-store" : "private, no-store, no-transform"
        }
        if !html.isEmpty, headers[.contentType]?.hasPrefix("text/html") == true {
            headers[.contentLanguage] = Localizer.current.language.code
        }
        let body = bytes.map { ByteBuffer(bytes: $0) } ?? ByteBuffer(string: html)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// As stored files have it, but for pages of others.
    private static var inert: HTTPFields {
        var headers: HTTPFields = [
            .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
            .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer", .xFrameOptions: "DENY",
        ]
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { headers[name] = "same-origin" }
        return headers
    }

    /// Pages load their style, pictures, films and fonts from here and nothing else, run no script but ours and none at all where
    /// none is needed, and stand in no frame unless they are made for it.
    ///
    /// Browsers hold each redirect after a form to `form-action` (CSP 3, 6.4.2), so the page that sends people back to apps
    /// must not have it: the app's address may be `tusky://…`, and a web app may redirect further.
    private func security(_ site: Site) -> HTTPFields {
        let files = site.mediaOrigin.map { "'self' \($0)" } ?? "'self'"
        guard !isInert else { return PageAnswer.inert }
        var policy = "default-src 'none'; style-src 'self'; img-src \(files); media-src \(files); font-src 'self'; "
        policy += "manifest-src 'self'; base-uri 'none'; "
        if runsScripts {
            policy += "script-src 'self'; connect-src 'self'; worker-src 'self'; "
        }
        policy += isFramedAnywhere ? "frame-ancestors *" : "frame-ancestors 'none'"
        if !redirectsToApps { policy += "; form-action 'self'" }
        var headers: HTTPFields = [.contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff"]
        headers[.referrerPolicy] = referrer
        // For browsers that do not know frame-ancestors. It has no word for "anywhere".
        if !isFramedAnywhere { headers[.xFrameOptions] = "DENY" }
        return headers
    }
}

extension HTTPField.Name {
    // Written in the source: tokens as RFC 9110, 5.1 wants them.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server
    static let xFrameOptions = HTTPField.Name("X-Frame-Options") ?? .server
}
