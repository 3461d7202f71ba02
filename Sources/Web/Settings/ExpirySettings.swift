// /settings/expiry: own posts that go by themselves.

internal import Domain
internal import HTTPTypes
internal import Services

private let exceptions: [(name: String, label: String, trait: PostExpiry.Keeps)] = [
    ("keep_pinned", "Keep pinned posts", .pinned),
    ("keep_favourited", "Keep posts I favourited myself", .favourited),
    ("keep_bookmarked", "Keep posts I bookmarked myself", .bookmarked),
    ("keep_polls", "Keep polls", .polls),
    ("keep_media", "Keep posts with pictures, films or sounds", .media),
    ("keep_direct", "Keep private mentions", .direct),
]

private func expiryPage(_ visit: Visit, _ expiry: PostExpiry?) -> FormPage {
    let kept = expiry?.keeps ?? [.pinned, .favourited, .bookmarked, .direct]
    let ages =
        [(value: "0", name: "Never")] + PostExpiry.ages.map { (value: String($0.days), name: "After \($0.name)") }
    let number = { (value: Int64?) in value.map(String.init) ?? "" }
    return visit.settings(
        "Old posts",
        [
            "Posts of yours that are older than this are deleted, some each minute, the oldest first. What is deleted cannot be "
                + "brought back. Reblogs of others stay."
        ],
        "Save",
        [.init("days", "Delete my posts", .choice(ages), value: String(expiry?.days ?? 0))]
            + exceptions.map { name, label, trait in
                .init(name, label, .tick, value: kept.contains(trait) ? "true" : "")
            } + [
                .init(
                    "least_favourites",
                    "Keep posts with at least so many favourites",
                    .line(type: "number", autocomplete: "off"),
                    value: number(expiry?.leastFavourites),
                    hint: "Leave it empty to delete them whatever their number."
                ),
                .init(
                    "least_reblogs",
                    "Keep posts with at least so many reblogs",
                    .line(type: "number", autocomplete: "off"),
                    value: number(expiry?.leastReblogs)
                ),
            ]
    )
}

@Sendable func askForExpiry(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let expiry = try await visit.services.postExpiry(of: session.accountID)
    return .page(visit.pages.form(expiryPage(visit, expiry)))
}

@Sendable func takeExpiry(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    var keeps: PostExpiry.Keeps = []
    for exception in exceptions where visit.form[exception.name] == "true" { keeps.insert(exception.trait) }
    // What is no number is refused by the use case.
    let number = { (text: String?) -> Int64? in (text ?? "").isEmpty ? nil : Int64(text ?? "") ?? -1 }
    let wish = PostExpiry(
        days: Int64(visit.form["days"] ?? "") ?? -1,
        keeps: keeps,
        leastFavourites: number(visit.form["least_favourites"]),
        leastReblogs: number(visit.form["least_reblogs"])
    )
    return try await visit.answer(expiryPage(visit, wish), asks: false) {
        try await visit.services.setPostExpiry(wish.days == 0 ? nil : wish, of: session.accountID)
        return wish.days == 0
            ? "Your posts stay until you delete them."
            : "Saved. Posts that are older go from now on."
    }
}
