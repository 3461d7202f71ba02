// /almanac, /leave and /return: where leaving quickly leads, and what holds a step back without a script.

internal import Basics
internal import HTTPTypes
internal import Hummingbird
internal import Services

extension Pages {
    /// The same for everybody, and without a look at who asks.
    func almanac() -> PageAnswer {
        var answer = PageAnswer.page(renderer.almanac(AlmanacPage(now: services.clock.now())))
        answer.headers[.cacheControl] = "public, max-age=600"
        answer.headers[.vary] = "Accept-Language"
        // The page that was left must not be told.
        answer.referrer = "no-referrer"
        return answer
    }

    /// The way to the almanac without a script. A redirect, so that the history of the tab has only the almanac's address.
    func leave() -> PageAnswer {
        .almanac.setting(.left(seconds: PageCookie.leftSeconds, isSecure: services.site.isSecure))
    }

    /// Ends what `leave` began; not linked to, so that no step back gets here.
    func comeBack() -> PageAnswer {
        PageAnswer.redirect("/").setting(.left(seconds: 0, isSecure: services.site.isSecure))
    }
}

extension PageAnswer {
    /// Shown in place of every page to a browser that has left without a script. A step back asks the server for the page again
    /// (it may not be stored), is led here, and finds the almanac's address in the page's place from then on. What a person opens on
    /// purpose cannot be told from that: a step back to an address that was typed looks like typing it again (Fetch Metadata).
    ///
    /// With a fragment of its own, or the one of the page would stay in the address (Fetch, "HTTP-redirect fetch").
    static let almanac = PageAnswer(status: .seeOther, headers: [.location: "/almanac#today"])
}

extension Request {
    /// Whether this browser has left without a script, not long ago.
    var hasLeft: Bool { cookie(PageCookie.leftName) != nil }
}

extension PageCookie {
    fileprivate static let leftName = "chorus_almanac"
    fileprivate static let leftSeconds = 3600

    /// Changing it also has browsers drop pages that they kept whole though they may not be stored.
    fileprivate static func left(seconds: Int, isSecure: Bool) -> PageCookie {
        PageCookie(name: leftName, value: seconds > 0 ? "1" : "", seconds: seconds, isSecure: isSecure)
    }
}
