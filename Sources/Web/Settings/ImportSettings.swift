// /settings/import: files that people bring along, told of before anything is done, and how far it has come.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

extension TakeoutKind {
    fileprivate var words: (name: String, ending: String) {
        switch self {
        case .follows: ("Accounts to follow", "You will unfollow everybody who is not in this file.")
        case .lists: ("Lists", "Lists and members of lists that are not in this file will be gone.")
        case .blocks: ("Accounts to block", "Everybody who is not in this file will be unblocked.")
        case .mutes: ("Accounts to mute", "Everybody who is not in this file will be unmuted.")
        case .domains: ("Servers to block", "Servers that are not in this file will be unblocked.")
        case .bookmarks: ("Bookmarks", "Bookmarks that are not in this file will be gone.")
        }
    }
}

private func importPage(_ visit: Visit, _ begun: [ImportRecord]) -> FormPage {
    let kinds =
        [(value: "", name: "What its name or its headings say")]
        + TakeoutKind.allCases.map { (value: $0.rawValue, name: $0.words.name) }
    var page = visit.settings(
        "Bring your data here",
        [
            "Choose a file of comma-separated values (CSV) that you took along from here, from Mastodon or from another "
                + "server. Nothing is done before you have seen what is in it."
        ],
        "Look at the file",
        [
            .init("file", "File", .file(accept: ".csv,text/csv"), isRequired: true),
            .init("kind", "What is in it", .choice(kinds), value: visit.form["kind"] ?? ""),
            .init(
                "mode",
                "What becomes of what you have",
                .choice([(value: "merge", name: "It stays"), (value: "overwrite", name: "It is replaced by the file")]),
                value: visit.form["mode"] ?? "merge"
            ),
        ]
    )
    page.links =
        begun.map { record in
            .init("/settings/import/\(record.id)", "\(record.kind.words.name): \(record.fileName)", told(record))
        } + [.init("/settings", "All settings", "Go back.")]
    return page
}

/// How an import stands, in a sentence or two.
private func told(_ record: ImportRecord) -> String {
    let number = { (count: Int64) in Words.number(Int(clamping: count)) }
    let lines = Words.count(Int(clamping: record.total), "line", "lines")
    let failures = record.failed == 0 ? "" : " \(number(record.failed)) could not be imported."
    return switch record.state {
    case .offered: "\(lines), not begun."
    case .running: "\(number(record.reached)) of \(lines) done.\(failures)"
    case .done: "\(number(record.total - record.failed)) of \(lines) imported.\(failures)"
    case .stopped:
        "It could not go on after \(number(record.reached)) of \(lines). What was imported stays.\(failures)"
    }
}

@Sendable func askForImport(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let begun = try await visit.services.imports(of: session.accountID)
    return .page(visit.pages.form(importPage(visit, begun)))
}

@Sendable func takeImport(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    var offered: Int64?
    let begun = try await visit.services.imports(of: session.accountID)
    let answer = try await visit.answer(importPage(visit, begun), asks: false) {
        guard let file = visit.files["file"] else { throw ServiceError.invalid("Choose a file first") }
        offered = try await visit.services.offerImport(
            file.bytes,
            fileName: file.name,
            kind: visit.form["kind"].flatMap(TakeoutKind.init),
            overwrites: visit.form["mode"] == "overwrite",
            by: session.accountID
        )
        return ""
    }
    return offered.map { .redirect("/settings/import/\($0)") } ?? answer
}

extension Visit {
    /// The import that the address names, as `/settings/import/5` or below it.
    fileprivate func importRecord(of account: Int64) async throws -> ImportRecord {
        let parts = path.split(separator: "/")
        guard parts.count > 2, let id = Int64(parts[2]) else { throw ServiceError.notFound }
        return try await services.importRecord(id, of: account)
    }
}

private func page(_ visit: Visit, _ record: ImportRecord) -> FormPage {
    let (lines, words) = (Words.count(Int(clamping: record.total), "line", "lines"), record.kind.words)
    guard record.state == .offered else {
        var page = FormPage(frame: visit.frame(returnTo: visit.path), title: words.name, paragraphs: [record.fileName])
        switch record.state {
        case .done: page.done = told(record)
        case .stopped: page.error = told(record)
        default:
            page.paragraphs.append(told(record))
            page.paragraphs.append("You need not wait for it: it goes on without this page.")
            page.progress = (record.reached, record.total)
        }
        if record.failed > 0 {
            let address = "/settings/import/\(record.id)/failures.csv"
            page.links.append(.init(address, "Lines that could not be imported", "With the reasons, as CSV."))
        }
        page.links.append(.init("/settings/import", "Bring more", "Choose another file."))
        return page
    }
    var paragraphs = ["\(record.fileName) has \(lines) of \(words.name.lowercased())."]
    if record.misunderstood > 0 {
        paragraphs.append(
            "\(Words.number(Int(clamping: record.misunderstood))) of them cannot be understood and will be left out."
        )
    }
    paragraphs.append(record.overwrites ? words.ending : "What you have stays.")
    var page = visit.settings(words.name, paragraphs, "Import them", [])
    page.links = [.init("/settings/import", "Another file", "Do nothing with this one.")]
    return page
}

@Sendable func showImport(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let record = try await visit.importRecord(of: session.accountID)
    let answer = PageAnswer.page(visit.pages.form(page(visit, record)))
    return record.state == .running ? answer.refreshing(seconds: 3) : answer
}

@Sendable func beginImport(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let record = try await visit.importRecord(of: session.accountID)
    var isBegun = false
    let answer = try await visit.answer(page(visit, record), asks: false) {
        try await visit.services.beginImport(record.id, by: session.accountID)
        isBegun = true
        return ""
    }
    return isBegun ? .redirect(visit.path) : answer
}

@Sendable func sendFailures(_ visit: Visit) async throws -> PageAnswer {
    guard let session = visit.session else { return visit.toSignIn }
    let record = try await visit.importRecord(of: session.accountID)
    let (kind, csv) = try await visit.services.importFailures(record.id, of: session.accountID)
    var answer = PageAnswer.download("\(kind.rawValue)_failures.csv", type: "text/csv; charset=utf-8")
    answer.html = csv
    return answer
}
