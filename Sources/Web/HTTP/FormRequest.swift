// One request to one page, with all that its handler may ask.

public import Basics
internal import Domain
internal import HTTPTypes
public import Hummingbird
internal import Media
public import NIOCore
internal import Services

/// A request whose cookies and form were read and whose session was looked up.
struct FormRequest: Sendable {
    let services: Services
    let movement: Movement
    let pages: PageRenderer
    /// Counts an attempt of this peer, and says whether it is allowed.
    let admit: @Sendable (Attempt) -> Bool
    /// Where the request comes from.
    let address: ClientAddress?
    /// What this browser was given when somebody signed in with it before.
    let browser: String?
    /// Whose password was right in this browser a moment ago.
    let pendingSignIn: String?
    /// Recovery codes that were made a moment ago, sealed.
    let shownCodes: String?
    /// By which clock posts are scheduled with this browser, in minutes east of UTC.
    let zone: Int?
    /// By which this browser is told of notifications.
    let pushToken: String?
    /// Path without the query.
    let path: String
    /// Path and query.
    let here: String
    /// The page of this server that led here, where the browser says it.
    let cameFrom: String?
    /// A script of ours asks for a part of a page.
    let wantsPart: Bool
    /// An app asks, and reads JSON.
    let acceptsJSON: Bool
    let query: FormFields
    /// Empty where nothing was posted.
    var form: FormFields
    /// Files in the form, by the name of their field.
    var files: [String: FormFile] = [:]
    /// Files that are on the disk, with the names of their fields.
    var uploads: [(field: String, file: IncomingFile)] = []
    /// Why a file that came is not among them.
    var refusedUpload: Sentence?
    /// Who is signed in.
    var session: Session?
    /// With the form that came, which is therefore not taken yet.
    var hasJustSignedIn = false
    /// The account that is signed in.
    var viewer: Account?
    /// Notifications that who is signed in has not seen.
    var unread = 0
    /// The secret of the form cookie: the browser's own, or a new one that the answer must set.
    let formSecret: String
    let formSecretIsNew: Bool

    var site: Site { services.site }

    /// Whether who is signed in has not been let in yet.
    var isNewcomer: Bool { session?.isNewcomer == true }

    /// What is around a page.
    /// - Parameter returnTo: where the doors in it lead to afterwards; the front page if nil.
    func frame(returnTo: String? = nil) -> Frame {
        var frame = Frame(site, viewer: viewer, session: session, returnTo: returnTo).leavable()
        (frame.here, frame.unread) = (here, unread)
        frame.moderates = session.map { ModerationPolicy.rank(of: $0.user.role) != nil } ?? false
        return frame
    }

    /// A file that came with the form.
    func upload(named field: String) -> IncomingFile? { uploads.first { $0.field == field }?.file }

    /// An id in the path, by its place: 1 is the second part. Nil for what is not one.
    func pathID(_ place: Int) -> Int64? {
        let parts = path.split(separator: "/")
        return parts.indices.contains(place) ? Int64(parts[place]).flatMap { $0 > 0 ? $0 : nil } : nil
    }

    /// To the sign-in page, and then to a page of this server.
    func toSignIn(back: String) -> PageAnswer { .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode(back))") }

    /// The same for somebody whose session is over by now.
    var strangerFrame: Frame { Frame(site, viewer: nil, session: nil).leavable() }

    /// The proof for forms of those who are not signed in.
    var formProof: String { FormProof.make(for: formSecret) }

    /// Was this form made here for this browser? For sign-in and sign-up.
    var hasFormProof: Bool { !formSecretIsNew && FormProof.isValid(form["csrf"] ?? "", for: formSecret) }

    /// Was this form made here for this session?
    var hasSessionProof: Bool { session.map { FormProof.isValid(form["csrf"] ?? "", for: $0.token) } ?? false }

    /// Why the form of somebody who is not signed in is not taken; nil where it is.
    func refusal(of attempt: Attempt) -> (status: HTTPResponse.Status, sentence: String)? {
        guard hasFormProof else {
            let sentence = localized(
                "This form was open for too long, or your browser keeps no cookies. Please send it again."
            )
            return (.unprocessableContent, sentence)
        }
        guard !admit(attempt) else { return nil }
        let sentence =
            attempt == .signUp
            ? localized("Too many accounts were made from your network. Please wait half an hour, then try again.")
            : localized("These were too many attempts. Please wait a few minutes, then try again.")
        return (.tooManyRequests, sentence)
    }

    /// A page with a form for somebody who is not signed in: with the cookie behind its proof.
    func formPage(_ html: String, status: HTTPResponse.Status = .ok) -> PageAnswer {
        let answer = PageAnswer.page(html, status: status)
        guard formSecretIsNew else { return answer }
        return answer.setting(
            PageCookie(
                name: PageCookie.form(isSecure: site.isSecure),
                value: formSecret,
                seconds: nil,
                isSecure: site.isSecure
            )
        )
    }

    /// A page that says one thing.
    /// - Parameter back: where its link leads; the front page if nil.
    func message(_ title: String, _ text: String, status: HTTPResponse.Status, back: String? = nil) -> PageAnswer {
        var page = MessagePage(frame: frame(), title: title, text: text, status: status.code)
        page.action = back.map { MessagePage.Action(label: localized("Go back"), url: $0) }
        return .page(pages.message(page), status: status)
    }

    /// The usual page for an HTTP error.
    func failure(_ status: HTTPResponse.Status) -> PageAnswer {
        let reference = status == .internalServerError ? RequestID.current : nil
        let page = MessagePage(frame: frame(), httpStatus: status.code, reference: reference)
        return .page(pages.message(page), status: status)
    }
}

/// What strangers may try only so often.
public enum Attempt: Sendable {
    case signIn
    case signUp
    /// To have a letter with a link sent.
    case mail
}

/// Counts an attempt from an address, and says whether it is allowed.
public typealias Admission = @Sendable (Attempt, ClientAddress?) -> Bool

/// Says where a request comes from.
public typealias AddressFinder = @Sendable (Request, _ peer: SocketAddress?) -> ClientAddress?
