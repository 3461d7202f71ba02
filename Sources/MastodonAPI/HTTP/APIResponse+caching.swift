// Who may keep an answer, and for how long (RFC 9111).

internal import Basics
internal import Connections
internal import HTTPTypes

extension APIResponse {
    /// What strangers read of people may be kept by caches on the way for as long as Mastodon lets it.
    static let sharedSeconds = 15

    /// The same for everybody, so that caches on the way may keep it: also for web apps, whoever asked first.
    func keptFor(seconds: Int) -> APIResponse {
        var answer = self
        CORS.allow(&answer.headers)
        answer.headers[.cacheControl] = "public, max-age=\(seconds)"
        return answer
    }

    /// What people say: caches on the way may serve a crowd with it for some seconds, but browsers ask each time, so that
    /// what was deleted or suspended is shown again nowhere.
    func shared(seconds: Int = APIResponse.sharedSeconds) -> APIResponse {
        var answer = keptFor(seconds: seconds)
        answer.headers[.cacheControl] = "public, max-age=0, s-maxage=\(seconds), must-revalidate"
        return answer
    }

    func keptFor(minutes: Int) -> APIResponse { keptFor(seconds: minutes * 60) }

    /// Shared caches keep what a stranger read where nothing else was said; never an answer to a token, and nothing at all
    /// of a server that shows strangers nothing.
    mutating func sayWhoMayKeepIt(_ route: Route, isAnonymous: Bool, isOpen: Bool) {
        if case .optional = route.access {
            headers[.vary] = "Authorization"
            if isAnonymous, isOpen, route.method == .get, status == .ok, !headers.contains(.cacheControl) {
                self = shared()
            }
        }
        if !headers.contains(.cacheControl) || !isOpen { headers[.cacheControl] = "private, no-store" }
    }

    /// Tags what everybody is answered alike; nothing but 304 for who has it already (RFC 9110 §13.1.2).
    mutating func tag(for request: HTTPFields) {
        guard status == .ok, !body.isEmpty, headers.first(.cacheControl)?.hasPrefix("public") == true else { return }
        let etag = EntityTag.of(body)
        headers[.eTag] = etag
        guard let known = request.first(.ifNoneMatch), EntityTag.isAmong(known, etag) else { return }
        status = .notModified
        headers[.contentType] = nil
        body = []
    }
}
