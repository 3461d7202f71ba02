// The posts of a tag or call that a rule means: counted before anything is done, and found again by the job that removes them.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What a rule would remove.
public struct RemovalPreview: Sendable {
    public var posts: Int
    public var people: Int
    /// Posts that stay: of people on whom the moderator may not act, and calls.
    public var leftOut: Int
    /// The newest, at most ten.
    public var sample: [Int64]
    /// There are more than are removed at once.
    public var isCut: Bool
}

/// Posts that a rule means.
struct RemovalFindings: Sendable {
    var posts: [(account: Int64, status: Int64)] = []
    var leftOut = 0
    var isCut = false
}

extension Services {
    /// Posts that one act removes at most.
    static let mostRemovedByRule = 100_000
    private static let candidatesAtOnce = 1000

    /// What would be removed, without anything being done. Throws as `removeByRule`.
    public func previewRemoval(_ rule: RemovalRule, by moderator: Moderator) async throws -> RemovalPreview {
        let rule = try checked(rule)
        let found = try await find(rule, by: moderator)
        return RemovalPreview(
            posts: found.posts.count,
            people: Set(found.posts.map(\.account)).count,
            leftOut: found.leftOut,
            sample: found.posts.map(\.status).sorted(by: >).prefix(10).map { $0 },
            isCut: found.isCut
        )
    }

    /// The rule as it is kept. Throws `ServiceError.invalid` for one that means nothing.
    func checked(_ rule: RemovalRule) throws -> RemovalRule {
        var rule = rule
        guard rule.since.milliseconds >= 0, rule.since < rule.until, rule.until <= clock.now() else {
            throw ServiceError.invalid("The end must be after the beginning")
        }
        switch rule.match {
        case .all, .reported: break
        case .newAccounts(let days):
            guard (1...3650).contains(days) else {
                throw ServiceError.invalid("Please say how many days, from 1 to 3650")
            }
        case .words(let words):
            let words = words.trimmed
            guard !words.isEmpty, words.unicodeScalars.count <= 200 else {
                throw ServiceError.invalid("Please say which words, 200 characters at most")
            }
            rule.match = .words(words)
        case .server(let domain):
            let written = domain.trimmed.lowercased()
            guard !written.isEmpty, written.utf8.count <= 255 else {
                throw ServiceError.invalid("Please say which server")
            }
            rule.match = .server(site.isOwn(written) ? "" : written)
        }
        return rule
    }

    /// Looks through all posts of the tag or call, a page in a read, so that nobody waits for it.
    func find(_ rule: RemovalRule, by moderator: Moderator) async throws -> RemovalFindings {
        try await requireRank(of: moderator)
        var (found, seen): (RemovalFindings, Set<Int64>) = (RemovalFindings(), [])
        var allowed: [Int64: Bool] = [:]
        func take(_ page: [RemovalRule.Candidate]) async throws {
            let meant = page.filter { rule.matches($0) && seen.insert($0.id).inserted }
            let unknown = Set(meant.map(\.accountID)).filter { allowed[$0] == nil }
            if !unknown.isEmpty {
                for (account, isAllowed) in try await mayAct(on: unknown.sorted(), moderator) {
                    allowed[account] = isAllowed
                }
            }
            let ids = meant.map(\.id)
            let calls = try await database.read { Set(try CallQueries.references(ids, $0).map(\.id)) }
            for post in meant {
                guard allowed[post.accountID] == true, !calls.contains(post.id) else {
                    found.leftOut += 1
                    continue
                }
                guard found.posts.count < Self.mostRemovedByRule else {
                    found.isCut = true
                    return
                }
                found.posts.append((post.accountID, post.id))
            }
        }
        let (after, last) = (
            Snowflake.least(at: rule.since) - 1, Snowflake.least(at: rule.until + .milliseconds(1)) - 1
        )
        for source in sources(of: rule.subject) {
            var reached = after
            while !found.isCut {
                try Task.checkCancellation()
                let from = reached
                let page = try await database.read {
                    try RemovalCandidateQueries.page(
                        of: source,
                        after: from,
                        last: last,
                        limit: Self.candidatesAtOnce,
                        $0
                    )
                }
                guard let end = page.last?.id else { break }
                try await take(page)
                reached = end
            }
        }
        if case .call(let id) = rule.subject {
            try await below(id) { ids in
                guard !found.isCut else { return }
                try await take(
                    try await self.database.read {
                        try RemovalCandidateQueries.some(ids, after: after, last: last, $0)
                    }
                )
            }
        }
        found.posts.sort { ($0.account, $0.status) < ($1.account, $1.status) }
        return found
    }

    private func sources(of subject: Measure.Subject) -> [RemovalCandidateQueries.Source] {
        switch subject {
        case .tag(let id): [.tag(id, isListed: true), .tag(id, isListed: false)]
        case .call(let id): [.answers(id)]
        }
    }

    /// All that stands below a status, page by page, also what answers an answer.
    private func below(_ id: Int64, _ body: ([Int64]) async throws -> Void) async throws {
        guard let root = try await statuses.status(id)?.status else { return }
        var cursor: ThreadPath?
        while true {
            try Task.checkCancellation()
            let from = cursor
            let page = try await database.read {
                try ThreadQueries.descendants(of: root, after: from, limit: Self.candidatesAtOnce, $0)
            }
            guard let last = page.last else { return }
            try await body(page.map(\.id))
            cursor = last.path
        }
    }

    private func requireRank(of moderator: Moderator) async throws {
        guard let id = moderator.accountID else { return }
        guard let user = try await user(id), !user.isFrozen, ModerationPolicy.rank(of: user.role) != nil else {
            throw ServiceError.notAllowed
        }
    }

    private func mayAct(on accounts: [Int64], _ moderator: Moderator) async throws -> [Int64: Bool] {
        try await database.read { connection in
            let users = try UserQueries.users(accounts, connection)
            let rank: ModeratorRank =
                if let id = moderator.accountID {
                    try UserQueries.user(id, connection).flatMap { ModerationPolicy.rank(of: $0.role) } ?? .moderator
                } else { .owner }
            return Dictionary(
                accounts.map { account in
                    (account, ModerationPolicy.refusal(moderator, rank, on: account, role: users[account]?.role) == nil)
                },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }
}
