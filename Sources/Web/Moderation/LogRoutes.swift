// /moderation/accounts, /moderation/log and its CSV file.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

@Sendable func findAccounts(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    let text = String((request.query["q"] ?? "").trimmed.prefix(320))
    let ids = try await request.services.accountsForModerators(text, limit: 40)
    let people = try await request.deskPeople(ids)
    let page = DeskAccountsPage(
        frame: request.frame(returnTo: request.path),
        text: text,
        lines: ids.compactMap { id in
            guard let account = people.accounts[id]?.account else { return nil }
            let states = [
                account.isSilenced ? ModerationAction.Kind.silence.words : nil,
                account.isSuspended ? ModerationAction.Kind.suspend.words : nil,
            ]
            return (AccountView(account, request.site), states.compactMap { $0 }.joined(separator: " · "))
        }
    )
    return .page(request.pages.page(page))
}

@Sendable func showLog(_ request: FormRequest) async throws -> PageAnswer {
    _ = try request.moderator()
    let most = 40
    let place: ListPlace =
        if let id = request.queryID("min_id") { .above(id) } else if let id = request.queryID("max_id") {
            .below(id)
        } else { .newest }
    var actions: [ModerationAction] = []
    if let filter = try await request.logFilter() {
        actions = try await request.services.moderationLog(filter, place.bounds(showing: most)).items
    }
    let query = request.logQuery
    let slice = ListSlice(actions.map(\.id), at: place, showing: most, path: "/moderation/log")
    let join = { (url: String) in query.isEmpty ? url : "\(url)&\(query)" }
    let page = DeskLogPage(
        frame: request.frame(returnTo: request.path),
        actor: request.query["actor"] ?? "",
        target: request.query["target"] ?? "",
        kind: request.query["kind"].flatMap(ModerationAction.Kind.init(rawValue:)),
        acts: try await request.deskActs(actions.filter { Set(slice.ids).contains($0.id) }),
        csvURL: "/moderation/log.csv" + (query.isEmpty ? "" : "?\(query)"),
        newerURL: slice.newerURL.map(join),
        olderURL: slice.olderURL.map(join)
    )
    return .page(request.pages.page(page))
}

/// The newest acts that a filter names, at most 10,000.
@Sendable func sendLog(_ request: FormRequest) async throws -> PageAnswer {
    let reader = try request.moderator()
    var lines = CSV.line([
        "id", "at", "by", "kind", "account", "report", "posts", "rules", "subject", "text", "note", "until",
        "undone_at", "undone_by",
    ])
    var last: Int64?
    if let filter = try await request.logFilter() {
        for _ in 0..<10 {
            let bounds = PageBounds(maxID: last, limit: 1000)
            let actions = try await request.services.moderationLog(filter, bounds).items
            let people = try await request.deskPeople(
                actions.flatMap { [$0.moderator.accountID, $0.targetID, $0.undoneBy?.accountID].compactMap { $0 } }
            )
            for action in actions.compactMap({ ModerationPolicy.shown($0, to: reader) }) {
                lines += CSV.line(action.csvFields(people))
            }
            last = actions.last?.id
            guard actions.count == 1000 else { break }
        }
    }
    var answer = PageAnswer.download("moderation-log.csv", type: "text/csv; charset=utf-8")
    answer.html = lines
    return answer
}

extension FormRequest {
    fileprivate func queryID(_ name: String) -> Int64? {
        query[name].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// What is looked for, as it stands in addresses.
    fileprivate var logQuery: String {
        ["actor", "target", "kind"].compactMap { name in
            query[name].flatMap { $0.isEmpty ? nil : "\(name)=\(PercentEncoding.encode($0))" }
        }.joined(separator: "&")
    }

    /// Nil where it names somebody who is not there.
    fileprivate func logFilter() async throws -> ModerationActionFilter? {
        var filter = ModerationActionFilter()
        for (name, place) in [("actor", \ModerationActionFilter.actorID), ("target", \.targetID)] {
            let text = (query[name] ?? "").trimmed
            guard !text.isEmpty else { continue }
            guard let id = try await account(named: text) else { return nil }
            filter[keyPath: place] = id
        }
        if let kind = query["kind"], !kind.isEmpty {
            guard let known = ModerationAction.Kind(rawValue: kind) else { return nil }
            filter.kind = known
        }
        return filter
    }

    private func account(named text: String) async throws -> Int64? {
        let parts = (text.hasPrefix("@") ? String(text.dropFirst()) : text).split(separator: "@", maxSplits: 1)
        guard let name = parts.first, name.utf8.count <= 320 else { return nil }
        let domain = parts.count == 2 ? parts[1].lowercased() : ""
        return try await services.accounts.id(
            username: String(name),
            domain: site.isOwn(domain) ? "" : domain
        )
    }
}

extension ModerationAction {
    fileprivate func csvFields(_ people: DeskPeople) -> [String] {
        func name(_ moderator: Moderator) -> String {
            switch moderator {
            case .account(let id): people.accounts[id]?.account.acct ?? "\(id)"
            case .commandLine: "command line"
            case .server: "server"
            }
        }
        return [
            "\(id)", createdAt.iso8601, name(moderator), kind.rawValue,
            targetID.map { people.accounts[$0]?.account.acct ?? "\($0)" } ?? "", reportID.map(String.init) ?? "",
            statusIDs.map(String.init).joined(separator: " "), ruleIDs.map(String.init).joined(separator: " "),
            subject.inert, text.inert, note.inert, until?.iso8601 ?? "", undoneAt?.iso8601 ?? "",
            undoneBy.map(name) ?? "",
        ]
    }
}

extension String {
    /// Nothing that a spreadsheet would calculate.
    fileprivate var inert: String { first.map { "=+-@\t\r".contains($0) } == true ? "'" + self : self }
}
