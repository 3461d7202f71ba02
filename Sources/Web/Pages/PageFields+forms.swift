// The pages with forms and messages, as their templates see them.

internal import Localization
internal import Services

extension SignInPage {
    /// The names that `sign-in.mustache` asks for.
    var fields: Fields {
        var head = Head(title: localized("Sign in"))
        head.scripts = [Assets.passkeyScript]
        return Fields([
            "csrf": .text(csrf),
            "returnTo": .text(returnTo),
            "login": .text(login),
            "error": .text(error),
            "appName": .text(appName),
        ]).merging(head.fields(in: frame))
    }
}

extension SignUpPage {
    /// The names that `sign-up.mustache` asks for.
    var fields: Fields {
        Fields([
            "csrf": .text(csrf),
            "opened": .text(opened),
            "username": .text(username),
            "email": .text(email),
            "password": .text(password.isEmpty ? nil : password),
            "isTrapped": .flag(isTrapped),
            "agreement": .flag(agreement),
            "formError": .text(errors.form),
            "usernameError": .text(errors.username),
            "emailError": .text(errors.email),
            "passwordError": .text(errors.password),
            "agreementError": .text(errors.agreement),
            "asksReason": .flag(asksReason),
            "reason": .text(reason),
            "reasonError": .text(errors.reason),
            "reasonLimit": .text(String(NewAccount.reasonCharacters)),
            "failed": .flag(errors.any),
            "hasRules": .flag(!rules.isEmpty),
            "rules": .many(
                rules.map { Fields(["text": .text($0.text), "hint": .text($0.hint.isEmpty ? nil : $0.hint)]) }
            ),
            "hasTerms": .flag(hasTerms),
            "asksAgreement": .flag(!rules.isEmpty || hasTerms),
            "passwordMinimum": .text(String(passwordMinimum)),
            "asksBirth": .flag(minAge > 0),
            "minAge": .text(Words.number(minAge)),
            "birthError": .text(errors.birth),
            "birth": .many(birthInputs),
            "invite": .text(invite?.code),
            "inviter": .one(invite?.by.fields),
            "open": .flag(frame.registrationsOpen || invite != nil),
            "closedMessage": .text(closedMessage ?? localized("New accounts are not being made here at the moment.")),
        ]).merging(Head(title: localized("Sign up")).fields(in: frame))
    }
}

extension SignUpPage {
    /// Day, month and year in the order of the language.
    private var birthInputs: [Fields] {
        let all: [(name: String, label: String, value: String, digits: Int)] = [
            ("day", localized("Day"), birth.day, 2), ("month", localized("Month"), birth.month, 2),
            ("year", localized("Year"), birth.year, 4),
        ]
        let isYearFirst = [.ja, .ko].contains(Localizer.current.language)
        return (isYearFirst ? all.reversed() : all).map { input in
            Fields([
                "name": .text(input.name), "label": .text(input.label), "value": .text(input.value),
                "digits": .text(String(input.digits)),
            ])
        }
    }
}

extension SignUpPage.Errors {
    /// Whether anything is wrong.
    var any: Bool { [form, username, email, password, agreement, reason, birth].contains { $0 != nil } }
}

extension ConsentPage {
    /// The names that `consent.mustache` asks for.
    var fields: Fields {
        let website = appWebsite.flatMap { $0.isSafeLink && !$0.hasPrefix("/") ? $0 : nil }
        return Fields([
            "account": .one(account.fields),
            "appName": .text(appName.allSatisfy(\.isWhitespace) ? localized("an app without a name") : appName),
            "website": .link(website),
            "redirect": .text(redirectURI),
            "detailed": .flag(website != nil || redirectURI != nil),
            "scopes": .many(
                ScopeWords.sentences(for: scopes).map {
                    Fields(["text": .text($0.text), "scope": .text($0.scope), "strong": .flag($0.strong)])
                }
            ),
            "hidden": .many(hidden.map { Fields(["name": .text($0.name), "value": .text($0.value)]) }),
        ]).merging(Head(title: localized("Allow this app?")).fields(in: frame))
    }
}

extension CodePage {
    /// The names that `code.mustache` asks for.
    var fields: Fields {
        Fields([
            "code": .text(code),
            "appName": .text(appName),
            "minutes": .text(Words.count(minutes, "minute", "minutes")),
        ]).merging(Head(title: localized("Your code")).fields(in: frame))
    }
}

extension MessagePage {
    /// The names that `message.mustache` asks for.
    var fields: Fields {
        Fields([
            "title": .text(title),
            "text": .text(text),
            "status": .text(status.map(String.init)),
            "actionLabel": .text(action?.label ?? localized("Go to the front page")),
            "actionURL": .href(action?.url ?? "/"),
            "reference": .text(reference),
        ]).merging(Head(title: title).fields(in: frame))
    }
}
