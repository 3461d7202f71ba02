// Who opens a page, and what is around it for them.

internal import Basics
internal import Domain
internal import Hummingbird
internal import Localization
internal import Services

extension Pages {
    /// The reader of a request: the account of its session, or nobody known.
    func reader(_ request: Request) async throws -> PageReader {
        // On a server in limited mode nobody is in before they are let in.
        guard let token = request.cookie(services.site.sessionCookie),
            let session = try await services.session(token),
            !services.site.isLimited || !session.isNewcomer,
            let account = try await services.accounts.account(session.accountID, for: session.accountID)?.account
        else { return stranger(request) }
        let relations = try await services.relations.relations(of: account.id)
        var frame = Frame(services.site, viewer: account, session: session, returnTo: request.uri.path)
        frame.here = request.here
        frame.moderates = ModerationPolicy.rank(of: session.user.role) != nil
        if !request.wantsPart {
            frame.unread = try await services.unreadNotifications(of: account.id, .init(), limit: Pages.mostUnread)
        }
        frame.done = Localizer.$current.withValue(.of(request.language(of: session.user))) {
            request.cookie(PageCookie.saidName).flatMap { Frame.Done(word: $0, of: account) }
        }
        return PageReader(
            viewer: Viewer(accountID: account.id, relations: relations),
            frame: frame,
            language: request.language(of: session.user),
            session: session
        )
    }

    /// As far as unread notifications are counted on pages.
    static let mostUnread = 100

    /// Nobody known; signing in leads back to the page.
    func stranger(_ request: Request, _ language: InterfaceLanguage? = nil) -> PageReader {
        let frame = Frame(services.site, viewer: nil, session: nil, returnTo: request.uri.path)
        return PageReader(viewer: .anonymous, frame: frame, language: language ?? request.language(of: nil))
    }
}

extension Frame {
    /// What is around the pages of this server.
    /// - Parameter returnTo: where signing in and up lead to afterwards; the front page if nil.
    init(_ site: Site, viewer: Account?, session: Session?, returnTo: String? = nil) {
        let doors = returnTo.map { $0 == "/" ? "" : "?return_to=\(PercentEncoding.encode($0))" } ?? ""
        self.init(
            serverName: site.title,
            host: site.domain,
            url: site.url,
            viewer: viewer.map { AccountView($0, site) },
            registrationsOpen: site.registrationsOpen,
            signInURL: "/auth/sign_in" + doors,
            signUpURL: "/auth/sign_up" + doors,
            csrf: session?.formProof
        )
        isHidden = viewer?.isDeactivated == true
    }
}

extension Frame.Done {
    /// What is said of a post that waits for a moderator.
    static var heldWords: String { localized("A moderator looks at your post before anybody else sees it.") }

    /// What the form before was sent for, as its answer noted it in a cookie.
    init?(word: String, of viewer: Account) {
        let parts = word.split(separator: ".", maxSplits: 1)
        let url = parts.dropFirst().first.flatMap { Int64($0) }.map { "/@\(viewer.username)/\($0)" }
        switch parts.first {
        case "posted": self.init(text: localized("Your post is published."), url: url, isPublished: true)
        case "held": self.init(text: Frame.Done.heldWords, isPublished: true)
        case "edited": self.init(text: localized("Your changes are saved."), url: url, isPublished: true)
        case "deleted": self.init(text: localized("Your post is deleted."))
        case "scheduled":
            self.init(text: localized("Your post is scheduled."), url: "/scheduled", isPublished: true)
        case "cancelled": self.init(text: localized("It will not be published."))
        case "saved": self.init(text: localized("Saved."))
        default: return nil
        }
    }
}
