// Forms that came when the session was over already: whoever wrote them signs in with what they wrote, and finds it in its form again.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

/// The fields of a form that people write in. A name that ends with `-` stands for all that begin so.
typealias WrittenFields = @Sendable (FormFields) -> [String]

/// The same whatever else is in the form.
func written(_ names: String...) -> WrittenFields { { _ in names } }

extension FormFields {
    /// What was written in those fields, blank ones left out.
    func words(in names: [String]) -> [String] {
        pairs.filter { pair in names.contains { $0.hasSuffix("-") ? pair.name.hasPrefix($0) : $0 == pair.name } }
            .map(\.value).filter { !$0.allSatisfy(\.isWhitespace) }
    }

    /// What goes along while somebody signs in: all but proofs and secrets, and what signing in has fields of its own for.
    fileprivate var carried: [(name: String, value: String)] {
        let own: Set = ["csrf", "login", "code", "writer"]
        return pairs.filter { !own.contains($0.name) && !$0.name.contains("password") }
    }
}

extension AuthPages {
    /// Has a form taken; of somebody whose session is over, if they wrote anything in it, once they have signed in. Then nothing is done
    /// yet: the proof in the form is still that of a stranger, so that its page shows it again with what is in it.
    static func answer(_ request: FormRequest, _ route: Route) async throws -> PageAnswer {
        // Every form of somebody says whose it is; what nobody's page has sent is answered as ever.
        guard route.method == .post, request.session == nil, request.writer != nil,
            !request.form.words(in: route.words(request.form)).isEmpty
        else { return try await route.handler(request) }
        let sentence = localized("You are not signed in any more. What you wrote is still here: sign in, and go on.")
        let signIn = try await request.signInAgain(
            sentence,
            toDo: route.act(request.form),
            evenNewcomer: route.isForNewcomers
        ) { request.wordsAgain(route, $0, $1, asksForCode: $2) }
        switch signIn {
        case .refused(let answer): return answer
        case .begun(let session, let cookies):
            var signedIn = request
            (signedIn.session, signedIn.hasJustSignedIn) = (session, true)
            signedIn.viewer = try await request.services.accounts.account(session.accountID, for: session.accountID)?
                .account
            do {
                return try await route.handler(signedIn).taking(cookiesOf: cookies)
            } catch ServiceError.notFound {
                return signedIn.failure(.notFound).taking(cookiesOf: cookies)
            }
        }
    }
}

extension FormRequest {
    fileprivate func wordsAgain(
        _ route: AuthPages.Route,
        _ sentence: String,
        _ status: HTTPResponse.Status,
        asksForCode: Bool
    ) -> PageAnswer {
        let page = WordsAgainPage(
            frame: strangerFrame,
            action: here,
            csrf: formProof,
            writer: writer,
            carried: form.carried,
            words: form.words(in: route.words(form)),
            error: sentence,
            login: form["login"] ?? "",
            asksForCode: asksForCode
        )
        return formPage(pages.page(page), status: status)
    }

    /// Who wrote what is in the form, as its page said; nil where it said nothing.
    var writer: Int64? { form["writer"].flatMap { Int64($0) } ?? form["csrf"].flatMap(FormProof.writer) }

    /// Why nothing was done with a form yet, to whoever has it before them again.
    var notYetTaken: String {
        hasJustSignedIn
            ? localized("You are signed in again. Nothing was sent yet: please look at it, and send it.")
            : localized("This form was open for too long. What you wrote is still here: please send it again.")
    }
}

/// What `sign-in-again.mustache` asks for.
///
/// - Parameters:
///   - place: what is unique on the page.
///   - writer: who wrote what is in the form, where it is known.
func signInFields(_ place: String, _ login: String, _ writer: Int64?) -> Fields {
    Fields(["place": .text(place), "login": .text(login), "writer": .text(writer.map { String($0) })])
}

/// What was written, and the fields to sign in with.
struct WordsAgainPage: PageModel {
    static let template = "words-again"

    var frame: Frame
    var action: String
    var csrf: String
    var writer: Int64?
    var carried: [(name: String, value: String)]
    var words: [String]
    var error: String
    var login: String
    var asksForCode: Bool

    var fields: Fields {
        Fields([
            "action": .href(action),
            "csrf": .text(csrf),
            "error": .text(error),
            "carried": .many(carried.map { Fields(["name": .text($0.name), "value": .text($0.value)]) }),
            "words": .many(words.map { Fields(["text": .text($0)]) }),
            "signIn": .one(asksForCode ? nil : signInFields("again", login, writer)),
            "secondFactor": .one(asksForCode ? signInFields("again", login, writer) : nil),
        ]).merging(Head(title: localized("Sign in")).fields(in: frame))
    }
}
