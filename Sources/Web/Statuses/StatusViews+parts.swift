// What is quoted, as one reader may see it, and what is attached.

internal import Domain
internal import Services

extension StatusViews {
    /// What a status quotes: within it, or only named where it is itself quoted (`isShallow`).
    func quote(in cached: CachedStatus, isShallow: Bool) -> QuotedView? {
        guard let quote = cached.status.quote else { return nil }
        let quoted = quote.quotedID.flatMap { statuses[$0] }
        let author = quoted.flatMap { accounts[$0.status.accountID]?.account }
        let view = QuoteView(
            quote.state,
            of: author,
            visibility: quoted?.status.visibility ?? .direct,
            standing: quoted.flatMap { viewer.relations?.standing(to: $0.status.accountID) },
            isMentioned: quoted.flatMap { quoted in viewer.accountID.map(quoted.mentions) } ?? false
        )
        switch view {
        case .accepted:
            guard let quoted, let author else { return .notice(Self.gone) }
            return isShallow ? .link(site.path(of: quoted.status, by: author)) : .post(self.quoted(quoted, by: author))
        case .pending: return .notice(localized("The quoted post waits for its author to agree."))
        case .rejected: return .notice(localized("The author of the quoted post did not agree to be quoted."))
        case .revoked: return .notice(localized("The author of the quoted post took it out of this quote."))
        case .deleted: return .notice(Self.gone)
        case .unauthorized: return .notice(localized("You cannot see the quoted post."))
        case .blockedAccount: return .notice(localized("The quoted post is by somebody you have blocked."))
        case .blockedDomain: return .notice(localized("The quoted post is from a server you have blocked."))
        case .mutedAccount: return .notice(localized("The quoted post is by somebody you have muted."))
        }
    }

    private static var gone: String { localized("The quoted post was deleted.") }
}

extension AttachmentView {
    init(_ media: MediaAttachment, _ site: Site, pageURL: String?) {
        let kind: Kind =
            switch media.kind {
            case .image: .image
            case .video: .video
            case .gifv: .animation
            case .audio: .audio
            case .unknown: .other
            }
        let size = media.measures.previewSize ?? media.measures.size
        self.init(
            kind: kind,
            url: site.fileURL(of: media).map(site.pagePath) ?? "",
            pageURL: pageURL,
            previewURL: site.previewURL(of: media).map(site.pagePath),
            description: media.description ?? "",
            width: size?.width,
            height: size?.height,
            focus: media.focus.map { (($0.x + 1) / 2, (1 - $0.y) / 2) } ?? (0.5, 0.5)
        )
    }
}
