// What every page has around it: the server's name, who is signed in, where the doors are.

/// The part that is the same on every page.
public struct Frame: Sendable {
    /// The server's name, as its owner gave it.
    public var serverName: String
    /// The server's host, as it stands in handles: `chorus.example`.
    public var host: String
    /// The server's address without a slash at its end: `https://chorus.example`.
    public var url: String
    /// The account that is signed in, or nil.
    public var viewer: AccountView?
    /// Whether anyone may sign up; without it no page offers to.
    public var registrationsOpen: Bool
    /// Where the sign-in page is.
    public var signInURL: String
    /// Where the sign-up page is.
    public var signUpURL: String
    /// Where the sign-out button posts to.
    public var signOutURL: String
    /// Proof for the sign-out button (field `csrf`); without it, or without `viewer`, there is no button.
    public var csrf: String?
    /// Path and query of the page, where a form on it leads back to.
    public var here = "/"
    /// Notifications that who is signed in has not seen.
    public var unread = 0
    /// Who is signed in has hidden their account.
    public var isHidden = false
    /// Who is signed in moderates.
    public var moderates = false
    /// What was done on the page before.
    public var done: Done?
    /// The page can be left quickly: it says something of a sensitive call, or, as a form does, who somebody is.
    public var canBeLeft = false

    /// A frame; paths are those Mastodon uses, which apps and links know.
    /// - Parameter url: `https://` and the host unless given.
    public init(
        serverName: String,
        host: String,
        url: String? = nil,
        viewer: AccountView? = nil,
        registrationsOpen: Bool = true,
        signInURL: String = "/auth/sign_in",
        signUpURL: String = "/auth/sign_up",
        signOutURL: String = "/auth/sign_out",
        csrf: String? = nil
    ) {
        self.serverName = serverName
        self.host = host
        self.url = url ?? "https://\(host)"
        self.viewer = viewer
        self.registrationsOpen = registrationsOpen
        self.signInURL = signInURL
        self.signUpURL = signUpURL
        self.signOutURL = signOutURL
        self.csrf = csrf
    }

    /// What was done, said once.
    public struct Done: Sendable {
        var text: String
        var url: String?
        /// What was written is safe with the server.
        var isPublished = false
    }

    /// The same around a page that can be left quickly, or not.
    public func leavable(_ canBeLeft: Bool = true) -> Frame {
        var frame = self
        frame.canBeLeft = canBeLeft
        return frame
    }
}
