// The job that does what the lines of a file wish: some at a time, noted how far it came, by the use cases of the API.

internal import Basics
internal import Database
internal import Domain
public import Jobs
internal import Localization
internal import Storage

extension Services {
    /// The kind of the job that imports a file.
    static let importJob = "import"
    private static let importAttempts = 10
    /// Lines looked at before it is noted how far it came.
    static let importedAtOnce = 25

    public func handleImportExport(_ handlers: inout JobHandlers) {
        handlers.handle(Services.importJob, attempts: Services.importAttempts, timeout: .seconds(840)) { [self] job in
            guard let id = Int64(job.payload) else { throw JobRefused("\(job.payload) is not an import") }
            do {
                try await runImport(id)
            } catch {
                // Apart from the attempt, which may have been cancelled.
                if job.attempts >= Services.importAttempts {
                    await Task { try? await change { try ImportQueries.end(id, as: .stopped, $0.connection) } }.value
                }
                throw error
            }
        }
        handlers.handle(Services.archiveJob, attempts: Services.archiveAttempts, timeout: .seconds(840)) {
            [self] job in
            guard let id = Int64(job.payload) else { throw JobRefused("\(job.payload) is not an archive") }
            try await makeArchive(id, isLastAttempt: job.attempts >= Services.archiveAttempts)
        }
    }

    /// Goes on with an import to its end. May be interrupted anywhere and begun again: what is done twice is as if done
    /// once, and no line is counted twice.
    public func runImport(_ id: Int64) async throws {
        guard let work = try await database.read({ try ImportQueries.work(id, $0) }) else { return }
        // How many they may be was looked at when they came.
        let rows = try CSV.parse(Array(work.content.utf8), CSV.Limits(lines: .max))
        let words = try await user(work.account)?.localizer ?? .english
        var run = ImportRun(services: self, account: work.account, kind: work.record.kind)
        func mayGoOn() async throws -> Bool {
            try Task.checkCancellation()
            if try await accounts.account(work.account, for: work.account)?.account.isHidden == false,
                try await user(work.account)?.isFrozen == false
            {
                return true
            }
            try await change { try ImportQueries.end(id, as: .stopped, $0.connection) }
            return false
        }
        guard try await mayGoOn() else { return }
        if work.record.overwrites, !work.isCleared {
            try await run.clear(except: rows.compactMap { ImportLine(work.record.kind, $0) })
            try await change { try ImportQueries.setCleared(id, $0.connection) }
        }
        var reached = Int(clamping: work.record.reached)
        while reached < rows.count {
            guard try await mayGoOn() else { return }
            let (from, next) = (reached, min(reached + Services.importedAtOnce, rows.count))
            var failures: [ImportFailure] = []
            for line in from..<next {
                guard let reason = try await run.take(rows[line]) else { continue }
                failures.append(
                    ImportFailure(line: Int64(line), fields: CSV.line(rows[line]), reason: words.text(reason))
                )
            }
            let isNoted = try await change { [failures] change in
                try ImportQueries.advance(
                    id,
                    from: Int64(from),
                    to: Int64(next),
                    failures: failures,
                    change.connection
                )
            }
            guard isNoted else { return }
            reached = next
        }
        try await change { try ImportQueries.end(id, as: .done, $0.connection) }
    }
}

/// One attempt at an import.
private struct ImportRun {
    let services: Services
    let account: Int64
    let kind: ImportKind
    /// Own lists by title, once they are needed.
    private var lists: [String: Int64]?

    init(services: Services, account: Int64, kind: ImportKind) {
        self.services = services
        self.account = account
        self.kind = kind
    }

    /// Does what a line wishes. Returns why nothing came of it; nil where something did.
    mutating func take(_ fields: [String]) async throws -> Sentence? {
        guard let line = ImportLine(kind, fields) else { return "This line could not be understood" }
        do {
            try await take(line)
            return nil
        } catch ServiceError.notFound {
            return kind == .bookmarks ? "There is no such post here" : "There is no such account here"
        } catch ServiceError.forbidden {
            return "This is not allowed: it may be your own account, or one of you blocks the other"
        } catch ServiceError.invalid(let sentence) {
            return sentence
        }
    }

    private mutating func take(_ line: ImportLine) async throws {
        switch line {
        case .follow(let address, let wishes):
            _ = try await services.followAccount(id(address), by: account, wishes)
        case .block(let address): _ = try await services.blockAccount(other(address), by: account)
        case .mute(let address, let hides):
            _ = try await services.muteAccount(other(address), by: account, hidesNotifications: hides)
        case .blockDomain(let domain): try await services.blockDomain(domain, by: account)
        case .bookmark(let address):
            guard case .status(let status) = LocalAddress(address, services.site) else {
                throw ServiceError.invalid("This server does not know that post yet")
            }
            _ = try await services.setBookmark(true, on: status, by: account)
        case .addToList(let title, let address):
            let member = try await id(address)
            // As on Mastodon: only those whom one follows can be in a list.
            if member != account { _ = try await services.followAccount(member, by: account) }
            do {
                try await services.addToList(try await list(title), [member], by: account)
            } catch let error as ServiceError where error == .isInList {
                // By an earlier attempt, or by its owner.
            }
        }
    }

    /// Who has an address.
    private func id(_ address: AcctAddress) async throws -> Int64 {
        let domain = address.domain.flatMap { services.site.isOwn($0) ? nil : $0 } ?? ""
        if let id = try await services.accounts.id(username: address.username, domain: domain) { return id }
        throw domain.isEmpty
            ? ServiceError.notFound : ServiceError.invalid("This server does not know that account yet")
    }

    /// Somebody else who has an address: to block or mute oneself does nothing, which is to be told.
    private func other(_ address: AcctAddress) async throws -> Int64 {
        let id = try await id(address)
        guard id != account else { throw ServiceError.notAllowed }
        return id
    }

    /// An own list of a title, made where there is none.
    private mutating func list(_ title: String) async throws -> Int64 {
        if lists == nil {
            let own = try await services.lists(of: account)
            lists = Dictionary(own.map { ($0.title, $0.id) }) { first, _ in first }
        }
        if let id = lists?[title] { return id }
        let id = try await services.createList(ListChanges(title: title), by: account).id
        lists?[title] = id
        return id
    }

    /// Ends what is there and in no line.
    func clear(except lines: [ImportLine]) async throws {
        var (wanted, members): (Set<String>, [String: Set<String>]) = ([], [:])
        for line in lines {
            switch line {
            case .follow(let address, _), .block(let address), .mute(let address, _): wanted.insert(key(address))
            case .blockDomain(let domain): wanted.insert(domain)
            case .bookmark(let address):
                // By its page or by its id: the same post.
                if case .status(let id) = LocalAddress(address, services.site) { wanted.insert("\(id)") }
                wanted.insert(address)
            case .addToList(let title, let address): members[title, default: []].insert(key(address))
            }
        }
        let (services, account) = (services, account)
        switch kind {
        case .follows:
            try await services.forEach(.following, of: account) { other, _ in
                guard !wanted.contains(key(other)) else { return }
                _ = try await services.unfollowAccount(other.id, by: account)
            }
        case .blocks:
            try await services.forEach(.blocks, of: account) { other, _ in
                guard !wanted.contains(key(other)) else { return }
                _ = try await services.unblockAccount(other.id, by: account)
            }
        case .mutes:
            try await services.forEach(.mutes, of: account) { other, _ in
                guard !wanted.contains(key(other)) else { return }
                _ = try await services.unmuteAccount(other.id, by: account)
            }
        case .domains:
            for domain in try await services.database.read({ try ExportQueries.blockedDomains(of: account, $0) })
            where !wanted.contains(domain) { try await services.unblockDomain(domain, by: account) }
        case .bookmarks:
            try await services.forEach(.bookmark, of: account) { status, uri in
                guard !wanted.contains("\(status)"), !wanted.contains(uri) else { return }
                do {
                    _ = try await services.setBookmark(false, on: status, by: account)
                } catch ServiceError.notFound {
                    // It may no longer be seen, and is in no list of bookmarks.
                }
            }
        case .lists: try await clearLists(except: members)
        }
    }

    private func clearLists(except wanted: [String: Set<String>]) async throws {
        for list in try await services.lists(of: account) {
            guard let wanted = wanted[list.title] else {
                try await services.deleteList(list.id, by: account)
                continue
            }
            let members = try await services.list(list.id, of: account).members
            let known = try await services.accounts.accounts(Array(members))
            let others = members.filter { member in known[member].map { !wanted.contains(key($0.account)) } ?? true }
            try await services.removeFromList(list.id, Array(others), by: account)
        }
    }

    /// The same for all ways to write an address.
    private func key(_ address: AcctAddress) -> String {
        AcctAddress(
            username: address.username,
            domain: address.domain.flatMap { services.site.isOwn($0) ? nil : $0 } ?? services.site.domain
        ).folded.acct
    }

    private func key(_ other: Account) -> String {
        key(AcctAddress(username: other.username, domain: other.isLocal ? nil : other.domain))
    }
}
