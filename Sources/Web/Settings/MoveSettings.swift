// /settings/move and /settings/aliases: going on as another account, and coming here from one.

internal import Domain
internal import HTTPTypes
internal import Services

private func movePage(_ request: FormRequest, _ session: Session) async throws -> FormPage {
    let account = try await request.services.accounts.account(session.accountID, for: session.accountID)
    let site = request.services.site
    let handle = { (account: Account?) in account.map { "@\($0.username)@\($0.isLocal ? site.domain : $0.domain)" } }
    let moved = handle(account?.moved?.account).map {
        localized("This account has moved to {name}.", ["name": $0])
    }
    let paragraphs = [
        moved,
        localized(
            "If you go on with another account, here or on another server, your followers can come along: their servers are told, "
                + "and most let them follow the new account by themselves."
        ),
        localized(
            "First sign in to the other account, and say there that {name} is an account of yours. Then come back here.",
            ["name": handle(account?.account) ?? ""]
        ),
        localized("Your posts stay where they are. An account can move once in thirty days."),
    ]
    var page = request.settings(
        localized("Move to another account"),
        paragraphs.compactMap { $0 },
        localized("Move my followers"),
        [
            .init(
                "moved_to",
                localized("Your new account"),
                .line(type: "text", autocomplete: "off"),
                value: request.form["moved_to"] ?? "",
                hint: localized("Written like {example}.", ["example": "@name@server.example"]),
                isRequired: true
            ),
            .currentPassword,
        ]
    )
    page.links.insert(.aliases, at: 0)
    return page
}

@Sendable func askToMove(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.form(try await movePage(request, session)))
}

@Sendable func takeMove(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return try await request.answer(try await movePage(request, session)) {
        try await request.services.moveAccount(
            session.accountID,
            to: ProfileLine.line(request.form["moved_to"] ?? ""),
            password: request.form["current_password"] ?? "",
            at: request.address
        )
        return localized("Your followers are being told. It can take a while until all of them have come along.")
    }
}

private func aliasPage(_ request: FormRequest, _ aliases: [String]) -> FormPage {
    var page = request.settings(
        localized("Your other accounts"),
        [
            localized(
                "If you come here from another account, name it here before you move: only then its followers can come along to this one."
            )
        ],
        localized("Save"),
        [
            .init(
                "aliases",
                localized("Other accounts of yours, one in each line"),
                .area(rows: 4),
                value: aliases.joined(separator: "\n"),
                hint: localized(
                    "Written like {example}. Other servers can see them.",
                    ["example": "@name@server.example"]
                )
            )
        ]
    )
    page.links.insert(
        .init("/settings/move", localized("Move to another account"), localized("Your followers can come along.")),
        at: 0
    )
    return page
}

@Sendable func askForAliases(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let aliases = try await request.services.aliasNames(of: session.accountID)
    return .page(request.pages.form(aliasPage(request, aliases)))
}

@Sendable func takeAliases(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let names = (request.form["aliases"] ?? "").split(whereSeparator: \.isNewline).map {
        ProfileLine.line(String($0))
    }.filter { !$0.isEmpty }
    return try await request.answer(aliasPage(request, names), asks: false) {
        try await request.services.setAliases(names, of: session.accountID)
        return localized("Saved.")
    }
}

extension FormPage.Link {
    fileprivate static var aliases: FormPage.Link {
        .init(
            "/settings/aliases",
            localized("Your other accounts"),
            localized("Say which accounts may move to this one.")
        )
    }
}
