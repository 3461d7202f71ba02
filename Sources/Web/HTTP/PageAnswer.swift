// What a page request is answered with, and the headers that every page has: the one place that sets them.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A page or a redirect.
struct PageAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var html = ""
    /// The form of this page is answered by a redirect to an app, which may be of any scheme.
    var redirectsToApps = false

    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> PageAnswer {
        PageAnswer(status: status, headers: [.contentType: "text/html; charset=utf-8"], html: html)
    }

    /// - Parameter address: bytes of RFC 3986 only, so that it cannot end the header line.
    static func redirect(_ address: String) -> PageAnswer {
        PageAnswer(status: .found, headers: [.location: address])
    }

    func setting(_ cookie: PageCookie) -> PageAnswer {
        var answer = self
        answer.headers.append(HTTPField(name: .setCookie, value: cookie.header))
        return answer
    }

    var response: Response {
        var headers = headers
        for field in PageAnswer.security(redirectsToApps: redirectsToApps) { headers[field.name] = field.value }
        // Pages know who looks at them, and forms hold proofs.
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-store" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// Pages load their style, pictures and fonts from here and nothing else, run no script, and stand in no frame.
    ///
    /// Browsers hold each redirect after a form to `form-action` (CSP 3, 6.4.2), so the page that sends people back to apps
    /// must not have it: the app's address may be `tusky://…`, and a web app may redirect further.
    private static func security(redirectsToApps: Bool) -> HTTPFields {
        var policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
        policy += "frame-ancestors 'none'"
        if !redirectsToApps { policy += "; form-action 'self'" }
        var headers: HTTPFields = [.contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff"]
        // Addresses here may hold codes. Not "no-referrer": that would make our own forms come from the origin "null".
        headers[.referrerPolicy] = "same-origin"
        // For browsers that do not know frame-ancestors.
        headers[.xFrameOptions] = "DENY"
        return headers
    }
}

extension HTTPField.Name {
    // Written in the source: tokens as RFC 9110, 5.1 wants them.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server
    static let xFrameOptions = HTTPField.Name("X-Frame-Options") ?? .server
}
