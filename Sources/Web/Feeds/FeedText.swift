// A post as feed readers show it: one piece of HTML with all that apps show beside the text.

internal import Basics
internal import Domain
internal import Services

struct FeedText: Sendable {
    /// HTML, safe to show.
    let html: String

    /// - Parameters:
    ///   - quoted: what it quotes, where everybody may see that.
    ///   - card: the preview of its link.
    init(_ cached: CachedStatus, quoted: (status: CachedStatus, author: Account)?, card: PreviewCard?, _ site: Site) {
        let status = cached.status
        var html = ""
        // Behind a content warning, the warning comes first.
        if !status.spoilerText.allSatisfy(\.isWhitespace) {
            html += "<p><strong>Content warning:</strong> \(status.spoilerText.escapedForHTML())</p><hr>"
        }
        html += cached.content(on: site)
        if let options = cached.poll?.options {
            html += "<p>Poll:</p><ul>\(options.map { "<li>\($0.escapedForHTML())</li>" }.joined())</ul>"
        }
        for media in cached.media { html += FeedText.html(of: media, isSensitive: status.isSensitive, site) }
        if let (quoted, author) = quoted {
            let url = quoted.status.url ?? site.statusURL(quoted.status.id, by: author.username)
            html += "<blockquote><p><a href=\"\(url.escapedForHTML())\">@\(author.acct.escapedForHTML())</a>:</p>"
            html += FeedText(quoted, quoted: nil, card: nil, site).html + "</blockquote>"
        }
        if let card, card.isShown {
            html += "<p><a href=\"\(card.url.escapedForHTML())\">\(card.content.title.escapedForHTML())</a>"
            if !card.content.description.isEmpty { html += "<br>\(card.content.description.escapedForHTML())" }
            html += "</p>"
        }
        self.html = html
    }

    /// The picture itself; a link in its words where it is sensitive, and where there is nothing to be seen.
    private static func html(of media: MediaAttachment, isSensitive: Bool, _ site: Site) -> String {
        guard let path = media.path else { return "" }
        let url = site.mediaURL(path).escapedForHTML()
        let said = media.description ?? ""
        let words =
            switch media.kind {
            case .image: "Picture"
            case .gifv: "Animation"
            case .video: "Video"
            case .audio: "Audio"
            case .unknown: "File"
            }
        let shown = media.kind == .image ? path : media.previewPath
        guard !isSensitive, let shown else {
            let label = said.isEmpty ? words : "\(words): \(said)"
            return "<p><a href=\"\(url)\">\(label.escapedForHTML())</a></p>"
        }
        let picture = "<img src=\"\(site.mediaURL(shown).escapedForHTML())\" alt=\"\(said.escapedForHTML())\">"
        return "<p><a href=\"\(url)\">\(picture)</a>\(media.kind == .image ? "" : "<br>\(words)")</p>"
    }
}

extension StatusViews {
    /// What a status quotes, where strangers may see it.
    func quoted(by status: Status) -> (status: CachedStatus, author: Account)? {
        guard let quote = status.quote, let id = quote.quotedID, let quoted = statuses[id],
            let author = accounts[quoted.status.accountID]?.account
        else { return nil }
        let view = QuoteView(
            quote.state,
            of: author,
            visibility: quoted.status.visibility,
            standing: nil,
            isMentioned: false
        )
        return view.isShown ? (quoted, author) : nil
    }
}
