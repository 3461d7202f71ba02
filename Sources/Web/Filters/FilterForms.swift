// /filters and /filters/id: words that one does not want to see.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

let filterForms: [AuthPages.Route] = [
    .init(method: .get, path: "/filters", handler: showFilters),
    .init(method: .post, path: "/filters", handler: takeFilter, words: written("title", "words")),
    .init(method: .get, path: "/filters/:id", handler: showFilter),
    .init(method: .post, path: "/filters/:id", handler: takeChanges, words: written("title", "words")),
]

private var places: [(name: String, label: String)] {
    [
        ("home", localized("In home and lists")), ("notifications", localized("In notifications")),
        ("public", localized("In public timelines and tags")),
        ("thread", localized("In threads")), ("account", localized("On profiles")),
    ]
}

private func filterPage(_ request: FormRequest, _ filter: ContentFilter?) -> FormPage {
    let sent = request.form
    let isSent = !sent.pairs.isEmpty
    let words = filter?.keywords.map(\.keyword).joined(separator: "\n") ?? ""
    var inputs: [FormPage.Input] = [
        .init(
            "title",
            localized("Name"),
            .text,
            value: isSent ? sent["title"] ?? "" : filter?.title ?? "",
            isRequired: true
        ),
        .init(
            "words",
            localized("Words, one on each line"),
            .area(rows: 4),
            value: isSent ? sent["words"] ?? "" : words,
            hint: localized("Posts with any of them are found, in any letter case.")
        ),
        .init(
            "action",
            localized("What becomes of such posts"),
            .choice([
                (value: "warn", name: localized("They are covered, with the filter\'s name")),
                (value: "hide", name: localized("They are not shown")),
            ]),
            value: isSent ? sent["action"] ?? "warn" : filter?.action.name ?? "warn"
        ),
    ]
    inputs += places.map { place in
        let isSet = isSent ? sent[place.name] == "true" : filter?.contexts.names.contains(place.name) ?? true
        return .init(place.name, place.label, .tick, value: isSet ? "true" : "")
    }
    if filter != nil { inputs.append(.init("delete", localized("Delete this filter"), .tick)) }
    var page = request.settings(
        filter == nil ? localized("Filters") : localized("Change a filter"),
        filter == nil
            ? [localized("Posts with words that you do not want to see are covered or left out, for you alone.")] : [],
        filter == nil ? localized("Make the filter") : localized("Save"),
        inputs
    )
    page.links = [.init(filter == nil ? "/settings" : "/filters", localized("Go back"), localized("Without a change."))]
    return page
}

extension FormRequest {
    /// What the form says, as changes of a filter.
    fileprivate func changes(of filter: ContentFilter?) -> FilterChanges {
        let words = (form["words"] ?? "").split(whereSeparator: \.isNewline).map { ProfileLine.line(String($0)) }
            .filter { !$0.isEmpty }
        let old = filter?.keywords ?? []
        let gone = old.filter { !words.contains($0.keyword) }.map { FilterChanges.Keyword(id: $0.id, isDeleted: true) }
        let new = words.filter { word in !old.contains { $0.keyword == word } }
            .map { FilterChanges.Keyword(keyword: $0, isWholeWord: true) }
        return FilterChanges(
            title: form["title"] ?? "",
            contexts: FilterContexts(names: places.map(\.name).filter { form[$0] == "true" }) ?? [],
            action: form["action"].flatMap { FilterAction(name: $0) } ?? .warn,
            keywords: gone + new
        )
    }
}

@Sendable private func showFilters(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    return .page(request.pages.form(try await filtersPage(request, session)))
}

private func filtersPage(_ request: FormRequest, _ session: Session) async throws -> FormPage {
    let filters = try await request.services.contentFilters(of: session.accountID)
    var page = filterPage(request, nil)
    page.links =
        filters.map { filter in
            let words = Words.count(filter.keywords.count, "word", "words")
            return .init(
                "/filters/\(filter.id)",
                filter.title,
                localized("{words}; change or delete it.", ["words": words])
            )
        } + page.links
    return page
}

@Sendable private func takeFilter(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var isDone = false
    let answer = try await request.answer(try await filtersPage(request, session), asks: false) {
        _ = try await request.services.createFilter(request.changes(of: nil), by: session.accountID)
        isDone = true
        return ""
    }
    return isDone ? .seeOther("/filters") : answer
}

@Sendable private func showFilter(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    let filter = try await request.services.filter(id, of: session.accountID)
    return .page(request.pages.form(filterPage(request, filter)))
}

@Sendable private func takeChanges(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    guard let id = request.pathID(1) else { throw ServiceError.notFound }
    let filter = try await request.services.filter(id, of: session.accountID)
    var isDone = false
    let answer = try await request.answer(filterPage(request, filter), asks: false) {
        if request.form["delete"] == "true" {
            try await request.services.deleteFilter(id, by: session.accountID)
        } else {
            _ = try await request.services.updateFilter(id, request.changes(of: filter), by: session.accountID)
        }
        isDone = true
        return ""
    }
    return isDone ? .seeOther("/filters") : answer
}
