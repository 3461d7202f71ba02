// /auth/two_factor: the second step of signing in, for who has their sign-in ask for a code.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let secondFactorPages: [AuthPages.Route] = [
    .init(method: .get, path: codePath, handler: askForCode, isForNewcomers: true, isForSuspended: true),
    .init(method: .post, path: codePath, handler: takeCode, isForNewcomers: true, isForSuspended: true),
]

private let codePath = "/auth/two_factor"

private func codePage(_ request: FormRequest, _ back: String) -> FormPage {
    let contact = request.site.contactEmail
    let help =
        contact.isEmpty
        ? localized("Without your phone and your recovery codes, ask the people who run this server.")
        : localized("Without your phone and your recovery codes, write to {contact}.", ["contact": contact])
    return FormPage(
        frame: request.frame(returnTo: back),
        title: localized("Enter your code"),
        paragraphs: [localized("Your password is right. Now the code that your app shows.")],
        csrf: request.formProof,
        action: link(to: codePath, back: back),
        button: localized("Sign in"),
        inputs: [.code()],
        links: [.init(link(to: "/auth/sign_in", back: back), localized("Start again"), help)]
    )
}

private func link(to page: String, back: String) -> String { "\(page)?return_to=\(PercentEncoding.encode(back))" }

@Sendable private func askForCode(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.query["return_to"])
    guard request.pendingSignIn != nil else { return request.toSignIn(back: back) }
    return request.formPage(request.pages.form(codePage(request, back)))
}

@Sendable private func takeCode(_ request: FormRequest) async throws -> PageAnswer {
    let back = LocalPath.checked(request.query["return_to"])
    var page = codePage(request, back)
    if let refusal = request.refusal(of: .signIn) {
        page.error = refusal.sentence
        return request.formPage(request.pages.form(page), status: refusal.status)
    }
    let status: HTTPResponse.Status
    do {
        let new = try await request.services.finishSignIn(
            request.pendingSignIn ?? "",
            code: request.form["code"] ?? "",
            browser: request.browser
        )
        return try await request.beginning(new, at: back)
    } catch ServiceError.notFound {
        return tooLate(request, back)
    } catch ServiceError.invalidFields(let problems) {
        page.mark(problems)
        status = .unprocessableContent
    } catch ServiceError.forbidden(let sentence) {
        page.error = errorWords(sentence)
        status = .unprocessableContent
    } catch ServiceError.tooManyAttempts {
        page.error = localized("These were too many attempts. Please wait an hour, then try again.")
        status = .tooManyRequests
    }
    return request.formPage(request.pages.form(page), status: status)
}

private func tooLate(_ request: FormRequest, _ back: String) -> PageAnswer {
    var page = MessagePage(
        frame: request.frame(returnTo: back),
        title: localized("That took too long"),
        text: localized("Please give your password again.")
    )
    page.action = .init(label: localized("Sign in"), url: link(to: "/auth/sign_in", back: back))
    return PageAnswer.page(request.pages.message(page), status: .unprocessableContent)
        .setting(.pending(nil, isSecure: request.site.isSecure))
}

extension FormRequest {
    /// To the page that asks for the code, for a browser that has given the password.
    func askingForCode(_ needed: SecondFactorNeeded, back: String) -> PageAnswer {
        PageAnswer.redirect(link(to: codePath, back: back))
            .setting(.pending(needed.pending, isSecure: site.isSecure))
    }
}
