// Who may keep an answer, and for how long (RFC 9111).

internal import HTTPTypes

extension PageAnswer {
    /// Anybody may keep it, for a few seconds: what is taken back must soon be gone everywhere. Those who are signed in
    /// are answered differently, hence `Vary`.
    func kept(seconds: Int) -> PageAnswer {
        var answer = self
        answer.headers[.cacheControl] = "public, max-age=\(seconds)"
        answer.headers[.vary] = "Cookie"
        return answer
    }

    /// To the one spelling of an address; kept by browsers for an hour.
    static func moved(to path: String) -> PageAnswer {
        var answer = PageAnswer.redirect(path).kept(seconds: 3600)
        answer.status = .movedPermanently
        return answer
    }
}
