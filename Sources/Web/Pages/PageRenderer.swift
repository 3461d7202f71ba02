// From view models to whole HTML documents.

internal import Localization
internal import Synchronization

/// Writes the pages. Holds the parsed templates, of each language once it was asked for; make one at start and share it.
public final class PageRenderer: Sendable {
    private let libraries: Mutex<[InterfaceLanguage: TemplateLibrary]>

    /// Parses the templates in the binary; throws where one is malformed.
    public init() throws {
        libraries = Mutex([.en: try PageRenderer.library(.english)])
    }

    /// The templates in one language: their sentences are put into it before they are parsed, so that rendering costs no more.
    private static func library(_ localizer: Localizer) throws -> TemplateLibrary {
        try TemplateLibrary(
            Templates.all.map { name, bytes in
                (name, try localizer.localized(String(decoding: bytes, as: UTF8.self), as: .html))
            }
        )
    }

    /// Those of the language that is spoken just now. All of them parse as the English ones do, which were tried at the start.
    private var library: TemplateLibrary? {
        let localizer = Localizer.current
        return libraries.withLock { libraries in
            if let library = libraries[localizer.language] { return library }
            let library = (try? PageRenderer.library(localizer)) ?? libraries[.en]
            libraries[localizer.language] = library
            return library
        }
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

    /// The secret for an authenticator app, within a page of settings.
    func authenticator(_ fields: Fields) -> SafeHTML { SafeHTML(sanitised: render("authenticator", fields)) }

    /// A page that knows its template.
    func page(_ page: some PageModel) -> String { render(type(of: page).template, page.fields) }

    /// A post by itself, for a script that puts it into a page.
    func status(_ view: StatusView, _ place: StatusView.Place) -> String { render("status", view.fields(place)) }

    /// The form for a post by itself.
    func composeBox(_ box: ComposeBox) -> String { render("compose-form", box.fields) }

    /// An error or a notice.
    public func message(_ page: MessagePage) -> String { render("message", page.fields) }

    private func render(_ template: String, _ fields: Fields) -> String {
        library?.render(template, fields) ?? ""
    }
}

/// A page, as its template sees it.
protocol PageModel: Sendable {
    /// The name of the template.
    static var template: String { get }
    var fields: Fields { get }
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
        ("trend-line", PackageResources.trend_line_mustache),
        ("trend-companions", PackageResources.trend_companions_mustache),
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
        ("icons", PackageResources.icons_mustache),
        ("people-nav", PackageResources.people_nav_mustache),
        ("account-menu", PackageResources.account_menu_mustache),
        ("status-actions", PackageResources.status_actions_mustache),
        ("history", PackageResources.history_mustache),
        ("delete-status", PackageResources.delete_status_mustache),
        ("compose", PackageResources.compose_mustache),
        ("compose-form", PackageResources.compose_form_mustache),
        ("later-time", PackageResources.later_time_mustache),
        ("sign-in-again", PackageResources.sign_in_again_mustache),
        ("words-again", PackageResources.words_again_mustache),
        ("scheduled", PackageResources.scheduled_mustache),
        ("timeline", PackageResources.timeline_mustache),
        ("notifications", PackageResources.notifications_mustache),
        ("search", PackageResources.search_mustache),
        ("people", PackageResources.people_mustache),
        ("people-list", PackageResources.people_list_mustache),
        ("profile-actions", PackageResources.profile_actions_mustache),
        ("profile-own-words", PackageResources.profile_own_words_mustache),
        ("authenticator", PackageResources.authenticator_mustache),
        ("logins", PackageResources.logins_mustache),
        ("new-passkey", PackageResources.new_passkey_mustache),
        ("passkeys", PackageResources.passkeys_mustache),
        ("invites", PackageResources.invites_mustache),
        ("new-call", PackageResources.new_call_mustache),
        ("standing", PackageResources.standing_mustache),
        ("moderation-accounts", PackageResources.moderation_accounts_mustache),
        ("moderation-case", PackageResources.moderation_case_mustache),
        ("moderation-log", PackageResources.moderation_log_mustache),
        ("moderation-nav", PackageResources.moderation_nav_mustache),
        ("moderation-subject", PackageResources.moderation_subject_mustache),
        ("moderation-tags", PackageResources.moderation_tags_mustache),
        ("moderators-words", PackageResources.moderators_words_mustache),
        ("moderation-post", PackageResources.moderation_post_mustache),
        ("moderation-queue", PackageResources.moderation_queue_mustache),
    ]
}
