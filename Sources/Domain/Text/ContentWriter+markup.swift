// The markup of one mention, hashtag or link. Apps recognise these classes and spans; change nothing lightly.

import Basics

extension ContentWriter {
    mutating func mention(_ target: MentionTarget, shown: String) {
        append("<span class=\"h-card\" translate=\"no\"><a href=\"")
        HTML.escape(target.url, into: &out)
        append("\" class=\"u-url mention\">@<span>")
        HTML.escape(shown, into: &out)
        append("</span></a></span>")
    }

    mutating func hashtag(_ tag: TagName, url: String) {
        append("<a href=\"")
        HTML.escape(url, into: &out)
        append("\" class=\"mention hashtag\" rel=\"tag\">#<span>")
        HTML.escape(tag.display, into: &out)
        append("</span></a>")
    }

    /// The scheme (and "www.") is invisible, 30 characters are shown, the rest is invisible.
    mutating func link(_ url: String) {
        let url = Array(url.utf8)
        let shown = shownPrefix(of: url)
        let cut = end(of: url, characters: 30, from: shown)
        append("<a href=\"")
        HTML.escape(url, 0..<url.count, into: &out)
        append(style == .field ? "\" target=\"_blank\" rel=\"me " : "\" target=\"_blank\" rel=\"")
        append("nofollow noopener\" translate=\"no\"><span class=\"invisible\">")
        HTML.escape(url, 0..<shown, into: &out)
        append(cut < url.count ? "</span><span class=\"ellipsis\">" : "</span><span class=\"\">")
        HTML.escape(url, shown..<cut, into: &out)
        append("</span><span class=\"invisible\">")
        HTML.escape(url, cut..<url.count, into: &out)
        append("</span></a>")
    }

    /// The length of "https://" or "https://www.".
    private func shownPrefix(of url: [UInt8]) -> Int {
        let scheme = (url.firstIndex(of: UInt8(ascii: ":")) ?? -3) + 3
        return url[scheme...].starts(with: "www.".utf8) ? scheme + 4 : scheme
    }

    /// The index after `characters` scalars from `start`.
    private func end(of url: [UInt8], characters: Int, from start: Int) -> Int {
        var index = start
        for _ in 0..<characters where index < url.count { index = ScalarScan.scalar(url, at: index).next }
        return index
    }
}
