// The page where somebody allows an app to act for them, and the one that shows the code.

/// A form posted to `/oauth/authorize` with `decision` = `approve` or `deny`.
public struct ConsentPage: Sendable {
    /// One hidden field of the form.
    public struct HiddenField: Sendable {
        /// The field's name.
        public var name: String
        /// The field's value.
        public var value: String

        /// A hidden field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is around the page; `viewer` is the account that would be given.
    public var frame: Frame
    /// The account that the app would act for.
    public var account: AccountView
    /// The app's name, as the app says it.
    public var appName: String
    /// The app's site, as the app says it, or nil.
    public var appWebsite: String?
    /// Where the answer goes, as the app registered it: a person can see a wrong one. Nil when the code is shown here.
    public var redirectURI: String?
    /// The scopes asked for, as the app wrote them: `read`, `write:statuses`.
    public var scopes: [String]
    /// What goes back with the answer (client, state, challenge, csrf, ...).
    public var hidden: [HiddenField]

    /// The consent page.
    public init(
        frame: Frame,
        account: AccountView,
        appName: String,
        appWebsite: String? = nil,
        redirectURI: String? = nil,
        scopes: [String],
        hidden: [HiddenField]
    ) {
        self.frame = frame
        self.account = account
        self.appName = appName
        self.appWebsite = appWebsite
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.hidden = hidden
    }
}

/// The authorisation code, to be copied into an app that cannot be called back.
public struct CodePage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// The code.
    public var code: String
    /// The app that waits for it.
    public var appName: String
    /// How many minutes the code is good for.
    public var minutes: Int

    /// The page with the code.
    public init(frame: Frame, code: String, appName: String, minutes: Int = 10) {
        self.frame = frame
        self.code = code
        self.appName = appName
        self.minutes = minutes
    }
}
