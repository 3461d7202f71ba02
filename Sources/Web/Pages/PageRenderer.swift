// From view models to whole HTML documents.
import Mustache

/// Writes the pages. Holds the parsed templates; make one at start and share it.
public final class PageRenderer: Sendable {
    private let library: MustacheLibrary

    /// Parses the templates in the binary; throws where one is malformed.
    public init() throws {
        var library = MustacheLibrary()
        for (name, bytes) in Templates.all {
            // Values come escaped out of `Fields`; hence TEXT, in each template, for partials start with HTML again.
            let text = "{{% CONTENT_TYPE:TEXT}}\n" + String(decoding: bytes, as: UTF8.self)
            try library.register(text, named: name)
        }
        self.library = library
    }

    /// A post and the conversation around it.
    public func thread(_ page: ThreadPage) -> String { render("thread", page.fields) }

    /// One picture of a post.
    public func picture(_ page: PicturePage) -> String { render("picture", page.fields) }

    /// An account and its posts.
    public func profile(_ page: ProfilePage) -> String { render("profile", page.fields) }

    /// A tag and its newest posts.
    public func tag(_ page: TagPage) -> String { render("tag", page.fields) }

    /// A call and its answers.
    public func call(_ page: CallPage) -> String { render("call", page.fields) }

    /// All calls.
    public func calls(_ page: CallsPage) -> String { render("calls", page.fields) }

    /// Trends with their reasons, and open calls.
    public func explore(_ page: ExplorePage) -> String { render("explore", page.fields) }

    /// What the server says of itself.
    public func about(_ page: AboutPage) -> String { render("about", page.fields) }

    /// A number for a frame elsewhere.
    public func embed(_ page: EmbedPage) -> String { render("embed", page.fields) }

    /// Where leaving quickly leads.
    public func almanac(_ page: AlmanacPage) -> String { render("almanac", page.fields) }

    /// The server's front page.
    public func front(_ page: FrontPage) -> String { render("front", page.fields) }

    /// The sign-in form.
    public func signIn(_ page: SignInPage) -> String { render("sign-in", page.fields) }

    /// The sign-up form.
    public func signUp(_ page: SignUpPage) -> String { render("sign-up", page.fields) }

    /// The question whether an app may act for an account.
    public func consent(_ page: ConsentPage) -> String { render("consent", page.fields) }

    /// The authorisation code to copy.
    public func authorizationCode(_ page: CodePage) -> String { render("code", page.fields) }

    /// A page of settings.
    public func form(_ page: FormPage) -> String { render("form", page.fields) }

    /// An error or a notice.
    public func message(_ page: MessagePage) -> String { render("message", page.fields) }

    private func render(_ template: String, _ fields: Fields) -> String {
        library.render(fields, withTemplate: template) ?? ""
    }
}

/// The templates in the binary, by the names they call each other by.
enum Templates {
    static let all: [(name: String, bytes: [UInt8])] = [
        ("layout", PackageResources.layout_mustache),
        ("mark", PackageResources.mark_mustache),
        ("status", PackageResources.status_mustache),
        ("status-body", PackageResources.status_body_mustache),
        ("status-content", PackageResources.status_content_mustache),
        ("poll", PackageResources.poll_mustache),
        ("call-answers", PackageResources.call_answers_mustache),
        ("quote", PackageResources.quote_mustache),
        ("card", PackageResources.card_mustache),
        ("pager", PackageResources.pager_mustache),
        ("thread", PackageResources.thread_mustache),
        ("picture", PackageResources.picture_mustache),
        ("profile", PackageResources.profile_mustache),
        ("tag", PackageResources.tag_mustache),
        ("curve", PackageResources.curve_mustache),
        ("call", PackageResources.call_mustache),
        ("call-answer", PackageResources.call_answer_mustache),
        ("call-line", PackageResources.call_line_mustache),
        ("calls", PackageResources.calls_mustache),
        ("explore", PackageResources.explore_mustache),
        ("embed", PackageResources.embed_mustache),
        ("leave", PackageResources.leave_mustache),
        ("leaving", PackageResources.leaving_mustache),
        ("almanac", PackageResources.almanac_mustache),
        ("front", PackageResources.front_mustache),
        ("sign-in", PackageResources.sign_in_mustache),
        ("sign-up", PackageResources.sign_up_mustache),
        ("consent", PackageResources.consent_mustache),
        ("code", PackageResources.code_mustache),
        ("form", PackageResources.form_mustache),
        ("message", PackageResources.message_mustache),
        ("about", PackageResources.about_mustache),
    ]
}
