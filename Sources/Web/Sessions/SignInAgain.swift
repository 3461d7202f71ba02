// Somebody whose session ended while they wrote gives name and password with what they wrote, and goes on from there.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

extension FormRequest {
    enum SignInAgain {
        case refused(PageAnswer)
        case begun(Session, cookies: PageAnswer)
    }

    /// What was written, as it came, with what is said of it; it asks for the code of an app, else for name and password.
    typealias FormAgain = (
        _ sentence: String, _ status: HTTPResponse.Status, _ asksForCode: Bool
    ) async throws -> PageAnswer

    /// - Parameters:
    ///   - sentence: what is said to whoever has given no name and password yet.
    ///   - act: what the form is sent for.
    ///   - evenNewcomer: also of those who are not let in yet.
    func signInAgain(
        _ sentence: String,
        toDo act: SanctionPolicy.Act = .write,
        evenNewcomer: Bool = false,
        again: FormAgain
    ) async throws -> SignInAgain {
        let purpose = SignInPurpose(act: act, evenNewcomer: evenNewcomer)
        if form["code"] != nil, pendingSignIn != nil { return try await finishSigningIn(purpose, again) }
        let login = form["login"] ?? ""
        guard !login.isEmpty || form["password"] != nil else {
            return .refused(try await again(sentence, .unauthorized, false))
        }
        if let refusal = refusal(of: .signIn) {
            return .refused(try await again(refusal.sentence, refusal.status, false))
        }
        do {
            let new = try await services.signIn(
                login: login,
                password: form["password"] ?? "",
                from: address,
                browser: browser
            )
            return try await begun(new, purpose, again)
        } catch let needed as SecondFactorNeeded {
            let sentence = localized("Your password is right. Now the code that your app shows.")
            let answer = try await again(sentence, .unauthorized, true)
            return .refused(answer.setting(.pending(needed.pending, isSecure: site.isSecure)))
        } catch ServiceError.forbidden(let sentence) {
            return .refused(try await again(errorWords(sentence), .unprocessableContent, false))
        } catch ServiceError.tooManyAttempts {
            return .refused(try await again(tooManySignIns, .tooManyRequests, false))
        }
    }

    private struct SignInPurpose {
        var act: SanctionPolicy.Act
        var evenNewcomer: Bool
    }

    private func begun(_ new: NewSession, _ purpose: SignInPurpose, _ again: FormAgain) async throws -> SignInAgain {
        let found = try await services.session(new.token, evenSuspended: true)
        if let found, let writer, writer != found.accountID {
            // Nothing of it: not to whoever reads it now, and not in their name.
            let cookies = try await beginning(new, at: "/home")
            return .refused(writtenByAnother.taking(cookiesOf: cookies))
        }
        guard let session = found, session.isSuspended || !new.isNewcomer || purpose.evenNewcomer else {
            let sentence =
                new.isConfirmed
                ? localized(
                    "Your sign-up waits for a moderator. Please keep what you have written, and send it once you are let in."
                )
                : localized("Confirm your e-mail address first, then send it again.")
            return .refused(try await again(sentence, .forbidden, false))
        }
        // What the doors of pages ask of whoever is signed in already.
        guard
            SanctionPolicy.allows(
                purpose.act,
                isFrozen: session.user.isFrozen,
                isSuspended: session.isSuspended,
                isDeactivated: session.isDeactivated
            )
        else {
            return .refused(refused(session).taking(cookiesOf: try await beginning(new, at: "/home")))
        }
        return .begun(session, cookies: try await beginning(new, at: "/home"))
    }

    /// The same, with the code that was asked for after the password.
    private func finishSigningIn(_ purpose: SignInPurpose, _ again: FormAgain) async throws -> SignInAgain {
        if let refusal = refusal(of: .signIn) {
            return .refused(try await again(refusal.sentence, refusal.status, true))
        }
        do {
            let new = try await services.finishSignIn(pendingSignIn ?? "", code: form["code"] ?? "", browser: browser)
            return try await begun(new, purpose, again)
        } catch ServiceError.notFound {
            let sentence = localized("That took too long. Please give your password again.")
            return .refused(try await again(sentence, .unauthorized, false))
        } catch ServiceError.invalidFields(let problems) {
            let sentence = problems.first?.words("This") ?? ""
            return .refused(try await again(sentence, .unprocessableContent, true))
        } catch ServiceError.forbidden(let sentence) {
            return .refused(try await again(errorWords(sentence), .unprocessableContent, true))
        } catch ServiceError.tooManyAttempts {
            return .refused(try await again(tooManySignIns, .tooManyRequests, true))
        }
    }

    private var writtenByAnother: PageAnswer {
        var page = MessagePage(
            frame: strangerFrame,
            title: localized("Somebody else wrote that."),
            text: localized(
                "You are signed in. What was written here before is not yours: it was not sent, and is not shown to you."
            ),
            status: HTTPResponse.Status.forbidden.code
        )
        page.action = MessagePage.Action(label: localized("Back to your timeline"), url: "/home")
        return .page(pages.message(page), status: .forbidden)
    }

    private var tooManySignIns: String {
        localized("These were too many attempts. Please wait an hour, then try again. Keep a copy of what you wrote.")
    }
}
