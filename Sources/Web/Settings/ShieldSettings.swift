// /settings/shield: for a while, what strangers say is held.

internal import Domain
internal import HTTPTypes
internal import Services

let shieldSettings: [AuthPages.Route] = [
    .init(method: .get, path: "/settings/shield", handler: askForShield),
    .init(method: .post, path: "/settings/shield", handler: takeShield),
]

@Sendable private func askForShield(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let shield = try await request.services.shield(of: session.accountID)
    return .page(request.pages.form(shieldPage(request, shield, hours: shield.until == nil ? "0" : "24")))
}

/// Of this page, and of the button on the page of notifications, which goes back there.
@Sendable private func takeShield(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let account = session.accountID
    let hours = request.form["hours"] ?? ""
    let before = try await request.services.shield(of: account)
    let answer = try await request.answer(shieldPage(request, before, hours: hours), asks: false) {
        if hours == "0" {
            try await request.services.endShield(of: account)
            return localized("The shield is down. What was held waits for you.")
        }
        try await request.services.raiseShield(hours: Int64(hours) ?? -1, of: account)
        let until = try await request.services.shield(of: account).until
        return until.map { ShieldWords.isUp(until: TimeView($0)) } ?? ""
    }
    guard answer.status == .ok, let back = request.form["return_to"] else { return answer }
    return .seeOther(LocalPath.checked(back))
}

private func shieldPage(_ request: FormRequest, _ shield: Shield, hours: String) -> FormPage {
    var page = request.settings(
        localized("Shield"),
        [ShieldWords.what] + (shield.until.map { [ShieldWords.isUp(until: TimeView($0))] } ?? []),
        localized("Save"),
        [
            .init(
                "hours",
                localized("For how long"),
                .choice([
                    ("0", localized("No shield")), ("24", localized("1 day")), ("72", localized("3 days")),
                    ("168", localized("7 days")),
                ]),
                value: hours
            )
        ]
    )
    page.links.append(
        .init(
            "/notifications/requests",
            localized("Waiting to be heard"),
            localized("Who was held back. You decide whom you hear.")
        )
    )
    return page
}

enum ShieldWords {
    static var what: String {
        localized(
            "While the shield is up, replies, mentions, quotes and messages of strangers and of new accounts do not come to you: "
                + "they wait until you want to read them. Nobody is told. It ends by itself."
        )
    }

    static func isUp(until end: TimeView) -> String {
        localized("Your shield is up until {time}.", ["time": end.long])
    }

    static func proposal(mentions: Int) -> String {
        localized(
            "Mentions in the last hour: {number}, far more than usual. A shield holds what strangers say until you want to read it.",
            ["number": Words.number(mentions)]
        )
    }
}
