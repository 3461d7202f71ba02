// Who may keep an answer, and for how long (RFC 9111).

internal import HTTPTypes

extension Answer {
    /// What strangers read of people may be kept by caches on the way for as long as Mastodon lets it.
    static let sharedSeconds = 15

    /// The same for everybody, so that caches on the way may keep it: also for web apps, whoever asked first.
    func keptFor(seconds: Int) -> Answer {
        var answer = self
        CORS.allow(&answer.headers)
        answer.headers[.cacheControl] = "public, max-age=\(seconds)"
        return answer
    }

    /// What people say: caches on the way may serve a crowd with it for some seconds, but browsers ask each time, so that
    /// what was deleted or suspended is shown again nowhere.
    func shared(seconds: Int = Answer.sharedSeconds) -> Answer {
        var answer = keptFor(seconds: seconds)
        answer.headers[.cacheControl] = "public, max-age=0, s-maxage=\(seconds), must-revalidate"
        return answer
    }

    func keptFor(minutes: Int) -> Answer { keptFor(seconds: minutes * 60) }

    /// Shared caches keep what a stranger read where nothing else was said; never an answer to a token, and nothing at all
    /// of a server that shows strangers nothing.
    mutating func sayWhoMayKeepIt(_ route: Route, isAnonymous: Bool, isOpen: Bool) {
        if case .optional = route.access {
            headers[.vary] = "Authorization"
            if isAnonymous, isOpen, route.method == .get, status == .ok, headers[.cacheControl] == nil {
                self = shared()
            }
        }
        if headers[.cacheControl] == nil || !isOpen { headers[.cacheControl] = "private, no-store" }
    }
}
