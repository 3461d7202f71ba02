// /almanac: the same for everybody, and without a look at who asks.

internal import Basics
internal import HTTPTypes
internal import Services

extension Pages {
    func almanac() -> PageAnswer {
        var answer = PageAnswer.page(renderer.almanac(AlmanacPage(now: services.clock.now())))
        answer.headers[.cacheControl] = "public, max-age=600"
        // The page that was left must not be told.
        answer.referrer = "no-referrer"
        return answer
    }
}
