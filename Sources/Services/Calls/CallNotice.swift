// What the text of a call ends with where it is read as a post, in apps and feeds.

internal import Basics
internal import Domain

extension Site {
    /// A line with the address of the call's page. Apps show a withheld figure of a poll as none: so it is said what is not shown.
    /// Made when the text is read and no part of it: the author's own text has none, and an edit keeps it.
    public func notice(ofCall id: Int64) -> String {
        let (address, shown) = (HTML.escape(callURL(id)), HTML.escape("\(domain)/calls/\(id)"))
        // Apps know these spans: the scheme is there to be copied and not shown.
        let scheme = isSecure ? "https://" : "http://"
        return
            "<p>Small numbers are not shown here, and are not nought. See how many have answered, or answer without being seen: "
            + "<a href=\"\(address)\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">\(scheme)"
            + "</span><span class=\"\">\(shown)</span></a></p>"
    }
}

extension KeptStatus {
    /// It is a call.
    public var isCall: Bool { poll?.isOfCall == true && status.reblogOfID == nil }

    /// The content as it is read by itself.
    public func content(on site: Site) -> String {
        isCall ? status.content + site.notice(ofCall: status.id) : status.content
    }
}
