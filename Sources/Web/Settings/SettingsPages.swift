// /settings: what people change of their account: password, address, what goes by itself, what they take along, leaving.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let settingsPages: [AuthPages.Route] = [
    .init(method: .get, path: "/settings", handler: showSettings),
    .init(method: .get, path: "/settings/password", handler: askForNewPassword),
    .init(method: .post, path: "/settings/password", handler: takeNewPassword),
    .init(method: .get, path: "/settings/email", handler: askForNewEmail, isForUnconfirmed: true),
    .init(method: .post, path: "/settings/email", handler: takeNewEmail, isForUnconfirmed: true),
    .init(method: .get, path: "/settings/expiry", handler: askForExpiry),
    .init(method: .post, path: "/settings/expiry", handler: takeExpiry),
    .init(method: .get, path: "/settings/export", handler: showExports),
    .init(method: .get, path: "/settings/export/:file", handler: sendExport),
    .init(method: .get, path: "/settings/import", handler: askForImport),
    .init(method: .post, path: "/settings/import", handler: takeImport, takesFile: true),
    .init(method: .get, path: "/settings/import/:id", handler: showImport),
    .init(method: .post, path: "/settings/import/:id", handler: beginImport),
    .init(method: .get, path: "/settings/import/:id/failures.csv", handler: sendFailures),
    .init(method: .get, path: "/settings/archive", handler: showArchive),
    .init(method: .post, path: "/settings/archive", handler: askForArchive),
    .init(method: .get, path: "/settings/archive/download", handler: sendArchive),
    .init(method: .get, path: "/settings/delete", handler: askToDelete, isForUnconfirmed: true),
    .init(method: .post, path: "/settings/delete", handler: takeDeletion, isForUnconfirmed: true),
]

@Sendable private func showSettings(_ visit: Visit) async throws -> PageAnswer {
    guard visit.session != nil else { return visit.toSignIn }
    let page = FormPage(
        frame: visit.frame(returnTo: "/settings"),
        title: "Your account",
        paragraphs: [],
        links: [
            .init("/settings/password", "Password", "Choose another one, and sign out everywhere else."),
            .init("/settings/email", "E-mail address", "The one you sign in with. Nobody sees it."),
            .init("/settings/expiry", "Old posts", "Let your posts go by themselves after a while."),
            .init(
                "/settings/export",
                "Take your data along",
                "Whom you follow, block and mute, your lists and bookmarks."
            ),
            .init("/settings/archive", "Your archive", "All that you have written, with its pictures, in one file."),
            .init("/settings/import", "Bring your data here", "Files that you took along from another account."),
            .init("/settings/delete", "Leave", "Delete your account and all that you have written here."),
        ]
    )
    return .page(visit.pages.form(page))
}

extension Visit {
    /// To the sign-in page, and back here.
    var toSignIn: PageAnswer { .redirect("/auth/sign_in?return_to=\(PercentEncoding.encode(path))") }

    /// A page of settings for who is signed in.
    func settings(
        _ title: String,
        _ paragraphs: [String],
        _ button: String,
        _ inputs: [FormPage.Input]
    ) -> FormPage {
        FormPage(
            frame: frame(returnTo: path),
            title: title,
            paragraphs: paragraphs,
            csrf: session?.formProof ?? "",
            action: path,
            button: button,
            inputs: inputs,
            links: [.init("/settings", "All settings", "Go back without a change.")]
        )
    }

    /// Does what a form asks for, and says on its page how it went. `body` returns the sentence for what was done.
    func answer(
        _ page: FormPage,
        asks password: Bool = true,
        _ body: () async throws -> String
    ) async throws -> PageAnswer {
        var page = page
        guard hasSessionProof else {
            page.error = "This form was open for too long. Please send it again."
            return .page(pages.form(page), status: .unprocessableContent)
        }
        let tooMany = "These were too many attempts. Please wait an hour, then try again. You stay signed in."
        guard !password || admit(.signIn) else {
            page.error = tooMany
            return .page(pages.form(page), status: .tooManyRequests)
        }
        do {
            page.done = try await body()
            return .page(pages.form(page))
        } catch ServiceError.tooManyAttempts {
            page.error = tooMany
            return .page(pages.form(page), status: .tooManyRequests)
        } catch ServiceError.invalidFields(let problems) {
            page.mark(problems)
        } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
            page.error = sentence + "."
        }
        return .page(pages.form(page), status: .unprocessableContent)
    }
}

extension FormPage {
    /// One sentence at each field, of the first problem with it.
    mutating func mark(_ problems: [FieldError]) {
        for place in inputs.indices {
            guard let problem = problems.first(where: { $0.field == inputs[place].name }) else { continue }
            let subject =
                switch problem.field {
                case "email": "The e-mail address"
                case "current_password": "This"
                default: "The password"
                }
            inputs[place].error = "\(subject) \(problem.description)."
        }
    }
}

extension FormPage.Input {
    static let currentPassword = FormPage.Input(
        "current_password",
        "Your present password",
        .line(type: "password", autocomplete: "current-password"),
        isRequired: true
    )
}
