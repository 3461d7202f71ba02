// /settings: what people change of their account: password, address, what goes by itself, what they take along, leaving.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let settingsPages: [AuthPages.Route] = [
    .init(method: .get, path: "/settings", handler: showSettings),
    .init(method: .get, path: "/settings/profile", handler: askForProfile),
    .init(
        method: .post,
        path: "/settings/profile",
        handler: takeProfile,
        uploads: profilePictures,
        words: profileWords
    ),
    .init(method: .get, path: "/settings/password", handler: askForNewPassword),
    .init(method: .post, path: "/settings/password", handler: takeNewPassword),
    .init(method: .get, path: "/settings/email", handler: askForNewEmail, isForNewcomers: true),
    .init(
        method: .post,
        path: "/settings/email",
        handler: takeNewEmail,
        isForNewcomers: true,
        words: written("email")
    ),
    .init(method: .get, path: "/settings/expiry", handler: askForExpiry),
    .init(
        method: .post,
        path: "/settings/expiry",
        handler: takeExpiry,
        words: written("least_favourites", "least_reblogs")
    ),
    .init(method: .get, path: "/settings/export", handler: showExports, isForSuspended: true),
    .init(method: .get, path: "/settings/export/:file", handler: sendExport, isForSuspended: true),
    .init(method: .get, path: "/settings/import", handler: askForImport),
    .init(method: .post, path: "/settings/import", handler: takeImport, takesFile: true),
    .init(method: .get, path: "/settings/import/:id", handler: showImport),
    .init(method: .post, path: "/settings/import/:id", handler: beginImport),
    .init(method: .get, path: "/settings/import/:id/failures.csv", handler: sendFailures),
    .init(method: .get, path: "/settings/archive", handler: showArchive, isForSuspended: true),
    .init(method: .post, path: "/settings/archive", handler: askForArchive, isForSuspended: true),
    .init(method: .get, path: "/settings/archive/download", handler: sendArchive, isForSuspended: true),
    .init(method: .get, path: "/settings/move", handler: askToMove),
    .init(method: .post, path: "/settings/move", handler: takeMove, words: written("moved_to")),
    .init(method: .get, path: "/settings/aliases", handler: askForAliases),
    .init(method: .post, path: "/settings/aliases", handler: takeAliases, words: written("aliases")),
    .init(method: .get, path: "/settings/delete", handler: askToDelete, isForNewcomers: true, isForSuspended: true),
    .init(method: .post, path: "/settings/delete", handler: takeDeletion, isForNewcomers: true, isForSuspended: true),
]

@Sendable private func showSettings(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var page = FormPage(
        frame: request.frame(returnTo: "/settings"),
        title: localized("Your account"),
        paragraphs: [],
        links: [
            .init(
                "/settings/profile",
                localized("Your profile"),
                localized("Name, words, pictures, and who may find you.")
            ),
            .init("/follow_requests", localized("Follow requests"), localized("Who waits for you to say yes.")),
            .init("/scheduled", localized("Scheduled posts"), localized("What waits to be published.")),
            .init("/blocks", localized("Blocked accounts"), localized("Whom you have blocked.")),
            .init("/filters", localized("Filters"), localized("Words that you do not want to see.")),
            .init("/mutes", localized("Muted accounts"), localized("Whom you have muted.")),
            .init(
                "/settings/shield",
                localized("Shield"),
                localized("For a while, hold what strangers say to you.")
            ),
            .init(
                "/settings/hide",
                localized("Hide for a while"),
                localized("Nobody sees you or your posts until a day you choose.")
            ),
            .init(
                "/settings/password",
                localized("Password"),
                localized("Choose another one, and sign out everywhere else.")
            ),
            .init(
                "/settings/two_factor",
                localized("Two-factor sign-in"),
                localized("A code from your phone beside the password.")
            ),
            toPasskeys,
            .init(
                "/settings/sessions",
                localized("Browsers and apps"),
                localized("Where you are signed in, and what may act for you.")
            ),
            .init(
                "/settings/email",
                localized("E-mail address"),
                localized("The one you sign in with. Nobody sees it.")
            ),
            .init(
                "/settings/standing",
                localized("My standing"),
                localized("What moderators have decided about you, and what you reported.")
            ),
            .init(
                "/settings/expiry",
                localized("Old posts"),
                localized("Let your posts go by themselves after a while.")
            ),
            .init(
                "/settings/take_back",
                localized("Take back what you said"),
                localized("All answers to a call, or all posts with a hashtag, at once.")
            ),
            .init(
                "/settings/export",
                localized("Take your data along"),
                localized("Whom you follow, block and mute, your lists and bookmarks.")
            ),
            .init(
                "/settings/archive",
                localized("Your archive"),
                localized("All that you have written, with its pictures, in one file.")
            ),
            .init(
                "/settings/import",
                localized("Bring your data here"),
                localized("Files that you took along from another account.")
            ),
            .init(
                "/settings/move",
                localized("Move to another account"),
                localized("Your followers can come along.")
            ),
            .init(
                "/settings/delete",
                localized("Leave"),
                localized("Delete your account and all that you have written here.")
            ),
        ]
    )
    if try await request.services.mayInvite(session.accountID) {
        let invites = FormPage.Link(
            "/settings/invites",
            localized("Invites"),
            localized("Links by which others can sign up here.")
        )
        page.links.insert(invites, at: 1)
    }
    return .page(request.pages.form(page))
}

extension FormRequest {
    /// To the sign-in page, and back here.
    var toSignIn: PageAnswer { toSignIn(back: here) }

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
            links: [.init("/settings", localized("All settings"), localized("Go back without a change."))]
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
            page.fill(with: form)
            page.error = notYetTaken
            return .page(pages.form(page), status: .unprocessableContent)
        }
        let tooMany = localized(
            "These were too many attempts. Please wait an hour, then try again. You stay signed in."
        )
        guard !password || admit(.signIn) else {
            page.fill(with: form)
            page.error = tooMany
            return .page(pages.form(page), status: .tooManyRequests)
        }
        do {
            page.done = try await body()
            return .page(pages.form(page))
        } catch ServiceError.tooManyAttempts {
            page.fill(with: form)
            page.error = tooMany
            return .page(pages.form(page), status: .tooManyRequests)
        } catch ServiceError.invalidFields(let problems) {
            page.mark(problems)
            if page.inputs.allSatisfy({ $0.error == nil }) {
                page.error = errorWords(problems)
            }
        } catch ServiceError.invalid(let sentence), ServiceError.forbidden(let sentence) {
            page.error = errorWords(sentence)
        }
        page.fill(with: form)
        return .page(pages.form(page), status: .unprocessableContent)
    }
}

extension FormPage {
    /// Puts what was sent back into the fields, but for secrets and files.
    mutating func fill(with sent: FormFields) {
        for place in inputs.indices {
            let input = inputs[place]
            switch input.kind {
            case .line("password", _), .file: continue
            case .line(_, "one-time-code"): continue
            case .line, .text, .area, .tick, .choice: inputs[place].value = sent[input.name] ?? ""
            }
        }
    }

    /// One sentence at each field, of the first problem with it.
    mutating func mark(_ problems: [FieldError]) {
        for place in inputs.indices {
            guard let problem = problems.first(where: { $0.field == inputs[place].name }) else { continue }
            let subject =
                switch problem.field {
                case "email": "The e-mail address"
                case "password": "The password"
                default: "This"
                }
            inputs[place].error = problem.words(subject)
        }
    }
}

extension FormPage.Input {
    static var currentPassword: FormPage.Input {
        FormPage.Input(
            "current_password",
            localized("Your present password"),
            .line(type: "password", autocomplete: "current-password"),
            isRequired: true
        )
    }
}

func passwordHint(_ least: Int) -> String {
    localized(
        "At least {passwordMinimum} characters. A few words in a row are good.",
        ["passwordMinimum": Words.number(least)]
    )
}
