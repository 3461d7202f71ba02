// /settings/import: files that people bring along, told of before anything is done, and how far it has come.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Localization
internal import Services

extension ImportKind {
    fileprivate var words: (name: String, ending: String) {
        switch self {
        case .follows:
            (localized("Accounts to follow"), localized("You will unfollow everybody who is not in this file."))
        case .lists:
            (localized("Lists"), localized("Lists and members of lists that are not in this file will be gone."))
        case .blocks:
            (localized("Accounts to block"), localized("Everybody who is not in this file will be unblocked."))
        case .mutes: (localized("Accounts to mute"), localized("Everybody who is not in this file will be unmuted."))
        case .domains:
            (localized("Servers to block"), localized("Servers that are not in this file will be unblocked."))
        case .bookmarks: (localized("Bookmarks"), localized("Bookmarks that are not in this file will be gone."))
        }
    }
}

private func importPage(_ request: FormRequest, _ begun: [ImportRecord]) -> FormPage {
    let kinds =
        [(value: "", name: localized("What its name or its headings say"))]
        + ImportKind.allCases.map { (value: $0.rawValue, name: $0.words.name) }
    var page = request.settings(
        localized("Bring your data here"),
        [
            localized(
                "Choose a file of comma-separated values (CSV) that you took along from here, from Mastodon or from another "
                    + "server. Nothing is done before you have seen what is in it."
            )
        ],
        localized("Look at the file"),
        [
            .init("file", localized("File"), .file(accept: ".csv,text/csv"), isRequired: true),
            .init("kind", localized("What is in it"), .choice(kinds), value: request.form["kind"] ?? ""),
            .init(
                "mode",
                localized("What becomes of what you have"),
                .choice([
                    (value: "merge", name: localized("It stays")),
                    (value: "overwrite", name: localized("It is replaced by the file")),
                ]),
                value: request.form["mode"] ?? "merge"
            ),
        ]
    )
    page.links =
        begun.map { record in
            .init("/settings/import/\(record.id)", "\(record.kind.words.name): \(record.fileName)", told(record))
        } + [.init("/settings", localized("All settings"), localized("Go back."))]
    return page
}

/// How an import stands, in a sentence or two.
private func told(_ record: ImportRecord) -> String {
    let number = { (count: Int64) in Words.number(Int(clamping: count)) }
    let lines = Words.count(Int(clamping: record.total), "line", "lines")
    let failures =
        record.failed == 0 ? "" : " " + localized("{number} could not be imported.", ["number": number(record.failed)])
    return switch record.state {
    case .offered: localized("{lines}, not begun.", ["lines": lines])
    case .running:
        localized("{number} of {lines} done.", ["number": number(record.reached), "lines": lines]) + failures
    case .done:
        localized("{number} of {lines} imported.", ["number": number(record.total - record.failed), "lines": lines])
            + failures
    case .stopped:
        localized(
            "It could not go on after {number} of {lines}. What was imported stays.",
            ["number": number(record.reached), "lines": lines]
        ) + failures
    }
}

@Sendable func askForImport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let begun = try await request.services.imports(of: session.accountID)
    return .page(request.pages.form(importPage(request, begun)))
}

@Sendable func takeImport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    var offered: Int64?
    let begun = try await request.services.imports(of: session.accountID)
    let answer = try await request.answer(importPage(request, begun), asks: false) {
        guard let file = request.files["file"] else { throw ServiceError.invalid("Choose a file first") }
        offered = try await request.services.offerImport(
            file.bytes,
            fileName: file.name,
            kind: request.form["kind"].flatMap(ImportKind.init),
            overwrites: request.form["mode"] == "overwrite",
            by: session.accountID
        )
        return ""
    }
    return offered.map { .redirect("/settings/import/\($0)") } ?? answer
}

extension FormRequest {
    /// The import that the address names, as `/settings/import/5` or below it.
    fileprivate func importRecord(of account: Int64) async throws -> ImportRecord {
        let parts = path.split(separator: "/")
        guard parts.count > 2, let id = Int64(parts[2]) else { throw ServiceError.notFound }
        return try await services.importRecord(id, of: account)
    }
}

private func page(_ request: FormRequest, _ record: ImportRecord) -> FormPage {
    let (lines, words) = (Words.count(Int(clamping: record.total), "line", "lines"), record.kind.words)
    guard record.state == .offered else {
        var page = FormPage(
            frame: request.frame(returnTo: request.path),
            title: words.name,
            paragraphs: [record.fileName]
        )
        switch record.state {
        case .done: page.done = told(record)
        case .stopped: page.error = told(record)
        default:
            page.paragraphs.append(told(record))
            page.paragraphs.append(localized("You need not wait for it: it goes on without this page."))
            page.progress = (record.reached, record.total)
        }
        if record.failed > 0 {
            let address = "/settings/import/\(record.id)/failures.csv"
            page.links.append(
                .init(address, localized("Lines that could not be imported"), localized("With the reasons, as CSV."))
            )
        }
        page.links.append(.init("/settings/import", localized("Bring more"), localized("Choose another file.")))
        return page
    }
    var paragraphs = [
        localized(
            "{file} has {lines} of {kind}.",
            [
                "file": record.fileName, "lines": lines,
                "kind": Localizer.current.language == .de ? words.name : words.name.lowercased(),
            ]
        )
    ]
    if record.misunderstood > 0 {
        paragraphs.append(
            localized(
                "{number} of them cannot be understood and will be left out.",
                ["number": Words.number(Int(clamping: record.misunderstood))]
            )
        )
    }
    paragraphs.append(record.overwrites ? words.ending : localized("What you have stays."))
    var page = request.settings(words.name, paragraphs, localized("Import them"), [])
    page.links = [.init("/settings/import", localized("Another file"), localized("Do nothing with this one."))]
    return page
}

@Sendable func showImport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let record = try await request.importRecord(of: session.accountID)
    let answer = PageAnswer.page(request.pages.form(page(request, record)))
    return record.state == .running ? answer.refreshing(seconds: 3) : answer
}

@Sendable func beginImport(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let record = try await request.importRecord(of: session.accountID)
    var isBegun = false
    let answer = try await request.answer(page(request, record), asks: false) {
        try await request.services.beginImport(record.id, by: session.accountID)
        isBegun = true
        return ""
    }
    return isBegun ? .redirect(request.path) : answer
}

@Sendable func sendFailures(_ request: FormRequest) async throws -> PageAnswer {
    guard let session = request.session else { return request.toSignIn }
    let record = try await request.importRecord(of: session.accountID)
    let (kind, csv) = try await request.services.importFailures(record.id, of: session.accountID)
    var answer = PageAnswer.download("\(kind.rawValue)_failures.csv", type: "text/csv; charset=utf-8")
    answer.html = csv
    return answer
}
