// The guard reads what somebody wants to say before anybody else does (docs/decisions/0031).

internal import Basics
internal import Crypto
internal import Database
internal import Domain
internal import Guard
internal import Storage

/// What somebody wants to say, and what is known about it.
struct GuardedTexts: Sendable {
    var texts: [String]
    var language: String?
    /// What others can read already: an edit, or a profile as it is.
    var earlier: [String] = []
    /// Calls whose help lines may be named.
    var calls: [Int64] = []
    /// Help lines that come with it.
    var helpLines: [String] = []
}

/// What cannot wait for a moderator, and is refused where a post would be held.
enum GuardedKind: String {
    case edit = "An edit"
    case profile = "A profile"
    case helpLine = "A help line"

    fileprivate func refusal(_ found: PrivateInformation) -> Sentence {
        switch self {
        case .edit: "An edit must not have \(list: found.words) in it. Please ask a moderator"
        case .profile: "A profile must not have \(list: found.words) in it. Please ask a moderator"
        case .helpLine: "A help line must not have \(list: found.words) in it. Please ask a moderator"
        }
    }
}

extension Services {
    /// Private information that is neither the author's own, nor a help line, nor allowed; nil where there is none.
    func privateInformation(in guarded: GuardedTexts, by account: Int64) async throws -> PrivateInformation? {
        guard guarding.mode != .off else { return nil }
        var findings = Self.findings(in: guarded.texts, guarded.language)
        guard !findings.isEmpty else { return nil }
        var known = guarding.allowed + Self.findings(in: guarded.earlier + guarded.helpLines, guarded.language)
        if let author = try await accounts.account(account, for: account)?.account {
            known += Self.findings(in: author.guardedTexts, guarded.language)
        }
        let calls = guarded.calls
        if !calls.isEmpty {
            let found = try await database.read { try CallQueries.calls(calls, $0) }
            known += Self.findings(in: found.values.flatMap(\.resources).map(\.phone), guarded.language)
        }
        findings.removeAll { finding in known.contains(where: finding.isSame) }
        return PrivateInformation(findings)
    }

    private static func findings(in texts: [String], _ language: String?) -> [Finding] {
        texts.flatMap { $0.isEmpty ? [] : PrivacyScanner.findings(in: $0, language: language) }
    }

    /// Asks an author who was not asked about the same texts within ten minutes: throws `.invalid`.
    func ask(about found: PrivateInformation, in texts: [String], by account: Int64) async throws {
        var hash = SHA256()
        for text in texts {
            hash.update(data: Array(text.utf8))
            hash.update(data: [0])
        }
        let digest = Hex.encode(Array(hash.finalize()))
        let wasAsked = try await change { change in
            let since = change.now - Self.timeToThink
            if try GuardNoticeQueries.take(digest, of: account, after: since, change.connection) { return true }
            try GuardNoticeQueries.insert(digest, of: account, at: change.now, change.connection)
            return false
        }
        guard !wasAsked else { return }
        guarding.note("Account \(account) was asked about \(found.names)")
        throw ServiceError.invalid(
            "This looks like it has \(list: found.words) in it. If everybody may see it, send it again within ten minutes"
        )
    }

    /// Forgets what anybody was asked and has not answered in time.
    public func forgetGuardNotices() async throws {
        let before = clock.now() - Self.timeToThink
        try await database.write { try GuardNoticeQueries.forget(before: before, $0) }
    }

    private static let timeToThink = Duration.seconds(600)

    /// Refuses what cannot wait for a moderator, or asks about it, as the admin chose.
    ///
    func askOrRefuse(_ guarded: GuardedTexts, _ what: GuardedKind, by account: Int64) async throws {
        guard let found = try await privateInformation(in: guarded, by: account) else { return }
        guard guarding.mode == .hold else { return try await ask(about: found, in: guarded.texts, by: account) }
        guarding.note("\(what.rawValue) of account \(account) was refused: \(found.names)")
        throw ServiceError.invalid(what.refusal(found))
    }
}

extension Account {
    /// Whatever of a profile people write themselves.
    var guardedTexts: [String] { [displayName, note] + fields.flatMap { [$0.name, $0.value] } }
}
