// Who opens a page, and what is around it for them.

internal import Domain
internal import Hummingbird
internal import Services

extension Pages {
    /// The reader of a request: the account of its session, or nobody known.
    func reader(_ request: Request) async throws -> PageReader {
        guard let token = request.cookies[PageCookie.session]?.value, let session = try await services.session(token),
            let account = try await services.accounts.account(session.accountID)?.account
        else { return PageReader(viewer: .anonymous, frame: frame()) }
        let relations = try await services.relations.relations(of: account.id)
        return PageReader(
            viewer: Viewer(accountID: account.id, relations: relations),
            frame: Frame(services.site, viewer: account, session: session)
        )
    }

    /// The frame of a stranger's page.
    func frame() -> Frame { Frame(services.site, viewer: nil, session: nil) }
}

extension Frame {
    /// What is around the pages of this server.
    /// - Parameter doors: a query for the ways to sign in and up: where they lead to afterwards.
    init(_ site: Site, viewer: Account?, session: Session?, doors: String = "") {
        self.init(
            serverName: site.title,
            host: site.domain,
            viewer: viewer.map { AccountView($0, site) },
            registrationsOpen: site.registrationsOpen,
            signInURL: "/auth/sign_in" + doors,
            signUpURL: "/auth/sign_up" + doors,
            csrf: session?.formProof
        )
    }
}
