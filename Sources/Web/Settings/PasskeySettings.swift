// /settings/passkeys: what devices sign somebody in, and another one.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let passkeySettings: [AuthPages.Route] = [
    .init(method: .get, path: list, handler: showPasskeys),
    .init(
        method: .post,
        path: list,
        handler: changePasskey,
        takesBack: { $0["do"] == "remove" },
        words: { $0["do"] == "rename" ? ["name"] : [] }
    ),
    .init(method: .get, path: new, handler: askForProof),
    .init(method: .post, path: new, handler: takeProof),
    .init(method: .get, path: creation, handler: askDevice),
    .init(method: .post, path: creation, handler: takePasskey),
]

private let list = "/settings/passkeys"
private let new = "/settings/passkeys/new"
private let creation = "/settings/passkeys/create"

// MARK: Those that there are

struct PasskeysPage: PageModel {
    static let template = "passkeys"

    var frame: Frame
    var csrf: String
    var passkeys: [Passkey]
    var error: String?
    var names: [String: String]

    var fields: Fields {
        Fields([
            "error": .text(error),
            "hasPasskeys": .flag(!passkeys.isEmpty),
            "canAdd": .flag(passkeys.count < Services.mostPasskeys),
            "passkeys": .many(
                passkeys.enumerated().map { number, passkey in
                    Fields([
                        "csrf": .text(csrf),
                        "id": .text(Base64URL.encode(passkey.credentialID)),
                        "number": .text(String(number)),
                        "longest": .text(String(Services.longestPasskeyName)),
                        "name": .text(names[Base64URL.encode(passkey.credentialID)] ?? passkey.name),
                        "said": .text(said(of: passkey)),
                    ])
                }
            ),
        ]).merging(Head(title: localized("Passkeys")).fields(in: frame))
    }

    private func said(of passkey: Passkey) -> String {
        let added = TimeView(milliseconds: passkey.createdAt.milliseconds).date
        guard let used = passkey.usedAt else {
            return localized("Added on {added}, not used yet.", ["added": added])
        }
        return localized(
            "Added on {added}, last used on {used}.",
            ["added": added, "used": TimeView(milliseconds: used.milliseconds).short]
        )
    }
}

@Sendable private func showPasskeys(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return try await request.passkeys(of: session)
}

@Sendable private func changePasskey(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let id = Base64URL.decode(request.form["passkey"] ?? "") else {
        return request.failure(.unprocessableContent)
    }
    guard request.hasSessionProof else {
        let names = request.form["do"] == "rename" ? [Base64URL.encode(id): request.form["name"] ?? ""] : [:]
        return try await request.passkeys(of: session, error: request.notYetTaken, names: names)
    }
    switch request.form["do"] {
    case "rename":
        do {
            try await request.services.renamePasskey(id, of: session.accountID, to: request.form["name"] ?? "")
        } catch ServiceError.invalid(let sentence) {
            return try await request.passkeys(of: session, error: errorWords(sentence))
        }
    case "remove": try await request.services.removePasskey(id, of: session.accountID)
    default: return request.failure(.unprocessableContent)
    }
    return .seeOther(list)
}

// MARK: Another one

/// Who sits at somebody's open browser is not the owner yet.
private func proofPage(_ request: FormRequest, asksForCode: Bool) -> FormPage {
    var page = request.settings(
        localized("Add a passkey"),
        [
            localized(
                "Your device makes it and keeps it: your phone, your computer, a password manager or a security key. Whoever can unlock "
                    + "that device can then sign in to your account."
            ),
            localized("This page needs JavaScript, and a browser that has passkeys."),
        ],
        localized("Go on"),
        asksForCode ? [.currentPassword, .code()] : [.currentPassword]
    )
    page.links = [.init(list, localized("Not now"), localized("Nothing changes."))]
    return page
}

@Sendable private func askForProof(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let isOn = try await request.services.twoFactor(of: session.accountID).since != nil
    return .page(request.pages.form(proofPage(request, asksForCode: isOn)))
}

@Sendable private func takeProof(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let isOn = try await request.services.twoFactor(of: session.accountID).since != nil
    var challenge: String?
    let answer = try await request.answer(proofPage(request, asksForCode: isOn)) {
        challenge = try await request.services.beginPasskey(
            of: session.accountID,
            password: request.form["current_password"] ?? "",
            code: request.form["code"] ?? "",
            in: session.token,
            at: request.address
        )
        return ""
    }
    // Good in this session alone, and once.
    return challenge.map { .seeOther("\(creation)?challenge=\($0)") } ?? answer
}

struct NewPasskeyPage: PageModel {
    static let template = "new-passkey"

    var frame: Frame
    var csrf: String
    var challenge: String
    var owner: PasskeyOwner

    var fields: Fields {
        var head = Head(title: localized("Add a passkey"))
        head.scripts = [Assets.passkeyScript]
        return Fields([
            "csrf": .text(csrf),
            "challenge": .text(challenge),
            "handle": .text(owner.handle),
            "username": .text(owner.username),
            "shown": .text(owner.displayName.isEmpty ? owner.username : owner.displayName),
            "known": .text(owner.passkeys.joined(separator: " ")),
            "name": .text(localized("Passkey {number}", ["number": Words.number(owner.passkeys.count + 1)])),
            "longest": .text(String(Services.longestPasskeyName)),
        ]).merging(head.fields(in: frame))
    }
}

@Sendable private func askDevice(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let challenge = request.query["challenge"] else { return .redirect(new) }
    let page = NewPasskeyPage(
        frame: request.frame(returnTo: list),
        csrf: session.formProof,
        challenge: challenge,
        owner: try await request.services.passkeyOwner(session.accountID)
    )
    return .page(request.pages.page(page))
}

@Sendable private func takePasskey(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard request.hasSessionProof else { return request.failure(.unprocessableContent) }
    let typed = request.form["name"] ?? ""
    let passkey = NewPasskey(
        clientData: request.form["client_data"] ?? "",
        attestation: request.form["attestation"] ?? "",
        transports: request.form["transports"] ?? "",
        name: typed.allSatisfy(\.isWhitespace) ? localized("A passkey") : typed
    )
    guard !passkey.attestation.isEmpty else {
        return request.refused(localized("This page needs JavaScript, and a browser that has passkeys."))
    }
    do {
        try await request.services.addPasskey(passkey, of: session.accountID, in: session.token)
        return .seeOther(list)
    } catch ServiceError.notFound {
        return request.refused(localized("That took too long. Please give your password again."))
    } catch ServiceError.invalid(let sentence) {
        return request.refused(errorWords(sentence))
    }
}

extension FormRequest {
    /// - Parameter names: that were written and are not kept yet, by passkey.
    fileprivate func passkeys(
        of session: Session,
        error: String? = nil,
        names: [String: String] = [:]
    ) async throws -> PageAnswer {
        let page = PasskeysPage(
            frame: frame(returnTo: list),
            csrf: session.formProof,
            passkeys: try await services.passkeys(of: session.accountID),
            error: error,
            names: names
        )
        return .page(pages.page(page), status: error == nil ? .ok : .unprocessableContent)
    }

    fileprivate func refused(_ sentence: String) -> PageAnswer {
        message(localized("No passkey was added"), sentence, status: .unprocessableContent, back: new)
    }
}
