// The page where somebody signs in.

/// A form with the fields `login`, `password`, and hidden `csrf` and `return_to`.
public struct SignInPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// Proof that the form came from this server.
    public var csrf: String
    /// Where to go afterwards, a path on this server; empty for the front page.
    public var returnTo: String
    /// What was typed as e-mail address or username before, to be shown again.
    public var login: String
    /// What went wrong, one sentence; nil at first.
    public var error: String?
    /// The app that sent the person here, when it is known.
    public var appName: String?

    /// The sign-in page. Posts to `frame.signInURL`.
    public init(
        frame: Frame,
        csrf: String,
        returnTo: String = "",
        login: String = "",
        error: String? = nil,
        appName: String? = nil
    ) {
        self.frame = frame
        self.csrf = csrf
        self.returnTo = returnTo
        self.login = login
        self.error = error
        self.appName = appName
    }
}
