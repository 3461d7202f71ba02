// Who opens a page, and what is around it for them.

internal import Basics
internal import Domain
internal import Hummingbird
internal import Services

extension Pages {
    /// The reader of a request: the account of its session, or nobody known.
    func reader(_ request: Request) async throws -> PageReader {
        // On a server in limited mode nobody is in before they have confirmed their address.
        guard let token = request.cookies[services.site.sessionCookie]?.value,
            let session = try await services.session(token),
            !services.site.isLimited || session.isConfirmed,
            let account = try await services.accounts.account(session.accountID)?.account
        else { return stranger(request) }
        let relations = try await services.relations.relations(of: account.id)
        return PageReader(
            viewer: Viewer(accountID: account.id, relations: relations),
            frame: Frame(services.site, viewer: account, session: session, returnTo: request.uri.path)
        )
    }

    /// Nobody known; signing in leads back to the page.
    func stranger(_ request: Request) -> PageReader {
        let frame = Frame(services.site, viewer: nil, session: nil, returnTo: request.uri.path)
        return PageReader(viewer: .anonymous, frame: frame)
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
    }
}
