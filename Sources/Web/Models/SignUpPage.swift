// The page where somebody makes an account.

/// A form with the fields `username`, `email`, `password`, `agreement`, `reason` where it is asked for, and hidden `csrf` and `opened`; and `website`
/// and `confirm_password`, which nobody but programs fills in.
public struct SignUpPage: Sendable {
    /// What is wrong with each field, one sentence each; nil where nothing is.
    public struct Errors: Sendable {
        /// About the form as a whole.
        public var form: String?
        /// About the username.
        public var username: String?
        /// About the e-mail address.
        public var email: String?
        /// About the password.
        public var password: String?
        /// About the agreement.
        public var agreement: String?
        /// About the reason.
        public var reason: String?
        /// About the date of birth.
        public var birth: String?

        /// The errors of one attempt.
        public init(
            form: String? = nil,
            username: String? = nil,
            email: String? = nil,
            password: String? = nil,
            agreement: String? = nil,
            reason: String? = nil,
            birth: String? = nil
        ) {
            self.form = form
            self.username = username
            self.email = email
            self.password = password
            self.agreement = agreement
            self.reason = reason
            self.birth = birth
        }
    }

    /// What is around the page; with `registrationsOpen` false, the page says so and shows no form.
    public var frame: Frame
    /// Proof that the form came from this server.
    public var csrf: String
    /// The username typed before.
    public var username: String
    /// The e-mail address typed before.
    public var email: String
    /// The box was ticked before.
    public var agreement: Bool
    /// Years that somebody must be old; 0 where nobody is asked.
    public var minAge = 0
    /// The date of birth as it was typed before; only ever looked at.
    public var birth: (day: String, month: String, year: String) = ("", "", "")
    /// The code of the invite that somebody came with, and by whom it is; it opens the form where registrations are closed.
    public var invite: (code: String, by: AccountView)?
    /// When the form was made, as `FormTimer` says it.
    public var opened = ""
    /// The password typed before: only where the form was right and came too soon, so that nothing is lost.
    public var password = ""
    /// The fields that nobody sees were filled in: now they are shown, to be emptied.
    public var isTrapped = false
    /// Whether a moderator reads why they would like to join, before they are let in.
    public var asksReason = false
    /// The reason typed before.
    public var reason = ""
    /// What is wrong.
    public var errors: Errors
    /// The server's rules with their hints, in order.
    public var rules: [(text: String, hint: String)]
    /// There are terms of service to agree to.
    public var hasTerms: Bool
    /// The fewest characters a password may have.
    public var passwordMinimum: Int
    /// Why sign-up is closed, in the owner's words; nil for a plain sentence.
    public var closedMessage: String?

    /// The sign-up page. Posts to `frame.signUpURL`.
    public init(
        frame: Frame,
        csrf: String,
        username: String = "",
        email: String = "",
        agreement: Bool = false,
        errors: Errors = Errors(),
        rules: [(text: String, hint: String)] = [],
        hasTerms: Bool = false,
        passwordMinimum: Int = 8,
        closedMessage: String? = nil
    ) {
        self.frame = frame
        self.csrf = csrf
        self.username = username
        self.email = email
        self.agreement = agreement
        self.errors = errors
        self.rules = rules
        self.hasTerms = hasTerms
        self.passwordMinimum = passwordMinimum
        self.closedMessage = closedMessage
    }
}
