// Who may keep an answer, and for how long (RFC 9111).

internal import Basics
internal import HTTPTypes
internal import Hummingbird

extension PageAnswer {
    /// Browsers keep nothing of it, so that no step back shows what was deleted or suspended meanwhile. A cache in front of
    /// this server that looks for it (RFC 9213) may serve a crowd for some seconds, and then ask whether it is still the same.
    /// Those who are signed in are answered differently, and everybody in their language, hence `Vary`.
    func shared(seconds: Int) -> PageAnswer {
        var answer = self
        answer.headers[.cacheControl] = "no-store"
        if let name = HTTPField.Name("CDN-Cache-Control") { answer.headers[name] = "public, max-age=\(seconds)" }
        answer.headers[.vary] = "Cookie, Accept-Language"
        return answer.tagged()
    }

    /// For what is no page, such as pictures and feeds: browsers and readers ask each time.
    static func revalidated(seconds: Int) -> String { "public, max-age=0, s-maxage=\(seconds), must-revalidate" }

    /// To the one spelling of an address; kept by browsers for an hour.
    static func moved(to path: String) -> PageAnswer {
        var answer = PageAnswer.redirect(path)
        answer.headers[.cacheControl] = "public, max-age=3600"
        answer.headers[.vary] = "Cookie"
        answer.status = .movedPermanently
        return answer
    }

    /// With a tag of what it says, for those who ask again and again.
    func tagged() -> PageAnswer {
        var answer = self
        answer.headers[.eTag] = EntityTag.of(bytes ?? Array(html.utf8))
        return answer
    }

    /// Nothing but 304 for who has it already (RFC 9110, 13.1.2).
    func unlessKnown(to request: Request) -> PageAnswer {
        guard let etag = headers[.eTag], let known = request.headers[.ifNoneMatch], EntityTag.isAmong(known, etag)
        else {
            return self
        }
        var answer = self
        answer.status = .notModified
        (answer.html, answer.bytes, answer.headers[.contentType]) = ("", nil, nil)
        return answer
    }
}
