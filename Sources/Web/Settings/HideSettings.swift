// /settings/hide: an account that is not there for anybody else, until a day or until its person is back.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let hideSettings: [AuthPages.Route] = [
    .init(method: .get, path: "/settings/hide", handler: askToHide, isForSuspended: true),
    .init(method: .post, path: "/settings/hide", handler: takeHiding, isForSuspended: true),
]

@Sendable private func askToHide(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let deactivation = try await request.services.deactivation(of: session.accountID)
    return .page(request.pages.form(hidePage(request, deactivation)))
}

@Sendable private func takeHiding(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let account = session.accountID
    let deactivation = try await request.services.deactivation(of: account)
    let isBack = request.form["do"] == "show"
    let page = hidePage(request, isBack ? deactivation : nil)
    let answer = try await request.answer(page, asks: false) {
        if isBack {
            try await request.services.reactivateAccount(account)
        } else {
            try await request.services.deactivateAccount(
                account,
                until: try request.endOfHiding,
                isAnnounced: request.form["announce"] == "true"
            )
        }
        return ""
    }
    return answer.status == .ok ? .seeOther("/settings/hide") : answer
}

extension FormRequest {
    /// When the form has the account come back; nil: when its person says so. Throws `ServiceError.invalid` for no day.
    fileprivate var endOfHiding: Timestamp? {
        get throws {
            let now = services.clock.now()
            switch form["until"] {
            case "open": return nil
            case "date":
                let typed = (form["date"] ?? "").trimmed
                guard typed.utf8.count == 10, let midnight = Timestamp(iso8601: typed + "T00:00:00Z") else {
                    throw ServiceError.invalid("Please choose the day on which you come back")
                }
                return midnight + .seconds(-60 * Int64(LaterTime(zone: zone).zone))
            case let days?:
                guard let days = Int64(days), [1, 7, 30].contains(days) else { fallthrough }
                return now + .seconds(86_400 * days)
            default: throw ServiceError.invalid("Please choose how long your account is to be hidden")
            }
        }
    }
}

private func hidePage(_ request: FormRequest, _ deactivation: Deactivation?) -> FormPage {
    guard let deactivation else { return pageBeforeHiding(request) }
    var page = request.settings(
        localized("Your account is hidden"),
        [
            deactivation.until.map {
                localized(
                    "Only you and the moderators see it. It comes back by itself on {time}.",
                    ["time": TimeView($0).long]
                )
            } ?? localized("Only you and the moderators see it. It stays hidden until you come back."),
            deactivation.isAnnounced ? localized("Other servers were asked to hide it, too.") : nil,
            localized("You can come back earlier at any time. Everything is there again at once, with all its counts."),
        ].compactMap { $0 },
        localized("Show my account again"),
        []
    )
    page.hidden = [("do", "show")]
    return page
}

private func pageBeforeHiding(_ request: FormRequest) -> FormPage {
    var page = request.settings(
        localized("Hide for a while"),
        [
            localized(
                "From that moment it is, for everybody but you, as if you were not here: your profile, your posts, pictures and "
                    + "boosts, and your name in every list. Nobody is notified."
            ),
            localized(
                "Your posts leave the counts of hashtags and calls, and come back with you. Silent answers stay counted: nobody "
                    + "sees whose they are."
            ),
            localized(
                "You can still sign in, read, and change your settings. Nobody can reach you: mentions, messages and follows "
                    + "from this time do not come to you later, either. Scheduled posts wait until you are back."
            ),
            localized(
                "What other servers have copied cannot be called back from here. The moderators of this server still see your account."
            ),
        ],
        localized("Hide my account now"),
        [
            .init(
                "until",
                localized("For how long"),
                .choice([
                    ("1", localized("1 day")), ("7", localized("7 days")), ("30", localized("30 days")),
                    ("date", localized("Until the day below")), ("open", localized("Until I come back")),
                ]),
                value: "7"
            ),
            .init(
                "date",
                localized("The day you come back"),
                .line(type: "date", autocomplete: "off"),
                hint: localized("Only needed for “Until the day below”. At most a year from now.")
            ),
            .init(
                "announce",
                localized("Ask other servers to hide me, too"),
                .tick,
                hint: localized(
                    "They are told that your account is suspended, and most hide it at once. Some end your follows there, and "
                        + "some delete their copies for good after a month."
                )
            ),
        ]
    )
    page.links.append(
        .init(
            "/settings/delete",
            localized("Leave"),
            localized("Delete your account and all that you have written here.")
        )
    )
    return page
}
