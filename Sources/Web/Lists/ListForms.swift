// /lists and /lists/id/edit: some of those whom one follows, with a timeline of their own.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let listForms: [AuthPages.Route] = [
    .init(method: .get, path: "/lists", handler: showLists),
    .init(method: .post, path: "/lists", handler: takeList, words: written("title")),
    .init(method: .get, path: "/lists/:id/edit", handler: askForChanges),
    .init(method: .post, path: "/lists/:id/edit", handler: takeChanges, words: written("title")),
]

private func listsPage(_ request: FormRequest, _ session: Session) async throws -> FormPage {
    let lists = try await request.services.lists(of: session.accountID)
    var page = request.settings(
        localized("Lists"),
        [localized("A list shows some of those whom you follow. Put people on it from their profiles.")],
        localized("Make the list"),
        [.init("title", localized("Name of a new list"), .text, value: request.form["title"] ?? "", isRequired: true)]
    )
    page.links = lists.flatMap {
        [
            .init("/lists/\($0.id)", $0.title, localized("Read it.")),
            .init(
                "/lists/\($0.id)/edit",
                localized("Change “{title}”", ["title": $0.title]),
                localized("Its name, and what it shows; or delete it.")
            ),
        ] as [FormPage.Link]
    }
    return page
}

@Sendable private func showLists(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.form(try await listsPage(request, session)))
}

@Sendable private func takeList(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var made: Int64?
    let answer = try await request.answer(try await listsPage(request, session), asks: false) {
        let title = ProfileLine.line(request.form["title"] ?? "")
        made = try await request.services.createList(ListChanges(title: title), by: session.accountID).id
        return ""
    }
    return made.map { .seeOther("/lists/\($0)") } ?? answer
}

private func changePage(_ request: FormRequest, _ list: AccountList) -> FormPage {
    let policy = request.form["replies_policy"] ?? list.repliesPolicy.name
    var page = request.settings(
        localized("Change “{title}”", ["title": list.title]),
        [],
        localized("Save"),
        [
            .init("title", localized("Name"), .text, value: request.form["title"] ?? list.title, isRequired: true),
            .init(
                "replies_policy",
                localized("Replies that it shows"),
                .choice([
                    (value: "list", name: localized("Those to people on the list")),
                    (value: "followed", name: localized("Those to anybody whom you follow")),
                    (value: "none", name: localized("None")),
                ]),
                value: policy
            ),
            .init(
                "exclusive",
                localized("Show what they post here only, not in home"),
                .tick,
                value: list.isExclusive ? "true" : ""
            ),
            .init(
                "delete",
                localized("Delete this list"),
                .tick,
                hint: localized("You go on following everybody on it.")
            ),
        ]
    )
    page.links = [.init("/lists", localized("All lists"), localized("Go back without a change."))]
    return page
}

@Sendable private func askForChanges(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    let list = try await request.services.list(id, of: session.accountID).list
    return .page(request.pages.form(changePage(request, list)))
}

@Sendable private func takeChanges(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    let list = try await request.services.list(id, of: session.accountID).list
    var isDone = false
    let answer = try await request.answer(changePage(request, list), asks: false) {
        if request.form["delete"] == "true" {
            try await request.services.deleteList(id, by: session.accountID)
        } else {
            let changes = ListChanges(
                title: ProfileLine.line(request.form["title"] ?? ""),
                repliesPolicy: request.form["replies_policy"].flatMap { RepliesPolicy(name: $0) },
                isExclusive: request.form["exclusive"] == "true"
            )
            _ = try await request.services.updateList(id, changes, by: session.accountID)
        }
        isDone = true
        return ""
    }
    return isDone ? .seeOther("/lists") : answer
}
