// /settings/expiry: own posts that go by themselves.

internal import Domain
internal import HTTPTypes
internal import Services

private var exceptions: [(name: String, label: String, trait: PostExpiry.Keeps)] {
    [
        ("keep_pinned", localized("Keep pinned posts"), .pinned),
        ("keep_favourited", localized("Keep posts I favourited myself"), .favourited),
        ("keep_bookmarked", localized("Keep posts I bookmarked myself"), .bookmarked),
        ("keep_polls", localized("Keep polls"), .polls),
        ("keep_media", localized("Keep posts with pictures, videos or audio"), .media),
        ("keep_direct", localized("Keep private mentions"), .direct),
    ]
}

private func expiryPage(_ request: FormRequest, _ expiry: PostExpiry?) -> FormPage {
    let kept = expiry?.keeps ?? [.pinned, .favourited, .bookmarked, .direct]
    let ages =
        [(value: "0", name: localized("Never"))]
        + PostExpiry.ages.map { (value: String($0.days), name: after($0.days)) }
    let number = { (value: Int64?) in value.map(String.init) ?? "" }
    return request.settings(
        localized("Old posts"),
        [
            localized(
                "Posts of yours that are older than this are deleted, some each minute, the oldest first. What is deleted cannot be "
                    + "brought back. Your boosts of others stay."
            )
        ],
        localized("Save"),
        [.init("days", localized("Delete my posts"), .choice(ages), value: String(expiry?.days ?? 0))]
            + exceptions.map { name, label, trait in
                .init(name, label, .tick, value: kept.contains(trait) ? "true" : "")
            } + [
                .init(
                    "least_favourites",
                    localized("Keep posts with at least so many favourites"),
                    .line(type: "number", autocomplete: "off"),
                    value: number(expiry?.leastFavourites),
                    hint: localized("Leave it empty to delete them whatever their number.")
                ),
                .init(
                    "least_reblogs",
                    localized("Keep posts with at least so many boosts"),
                    .line(type: "number", autocomplete: "off"),
                    value: number(expiry?.leastReblogs)
                ),
            ]
    )
}

@Sendable func askForExpiry(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let expiry = try await request.services.postExpiry(of: session.accountID)
    return .page(request.pages.form(expiryPage(request, expiry)))
}

@Sendable func takeExpiry(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var keeps: PostExpiry.Keeps = []
    for exception in exceptions where request.form[exception.name] == "true" { keeps.insert(exception.trait) }
    // What is no number is refused by the use case.
    let number = { (text: String?) -> Int64? in (text ?? "").isEmpty ? nil : Int64(text ?? "") ?? -1 }
    let wish = PostExpiry(
        days: Int64(request.form["days"] ?? "") ?? -1,
        keeps: keeps,
        leastFavourites: number(request.form["least_favourites"]),
        leastReblogs: number(request.form["least_reblogs"])
    )
    return try await request.answer(expiryPage(request, wish), asks: false) {
        try await request.services.setPostExpiry(wish.days == 0 ? nil : wish, of: session.accountID)
        return wish.days == 0
            ? localized("Your posts stay until you delete them.")
            : localized("Saved. Posts that are older go from now on.")
    }
}

/// "After 2 weeks", of one of `PostExpiry.ages`.
private func after(_ days: Int64) -> String {
    switch Int(clamping: days) {
    case 365...: Words.sentence(Int(days / 365), one: "After {n} year", other: "After {n} years")
    case 30...: Words.sentence(Int(days / 30), one: "After {n} month", other: "After {n} months")
    default: Words.sentence(Int(days / 7), one: "After {n} week", other: "After {n} weeks")
    }
}
